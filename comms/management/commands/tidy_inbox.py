from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from comms.actions import inbox


class Command(BaseCommand):
    help = "Delete what lies in inboxes for longer than 60 days: what the schedule does."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{inbox.tidy(now=timezone.now())} deleted")
