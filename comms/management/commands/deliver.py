"""Send what is due: `manage.py deliver` once, `manage.py deliver --watch` until it is told to end."""

import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comms import stopping
from comms.sweeping import sweep


class Command(BaseCommand):
    help = "Turn notices into deliveries and send what is due, the way the worker does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="look every second until SIGTERM")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.stop())
        while True:
            tally = sweep()
            if tally.counts:
                self.stdout.write(str(tally))
            if stopping.stopping() or not (options["watch"] or tally.more):
                break
            if not tally.more:
                time.sleep(1)
