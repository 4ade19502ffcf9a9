from typing import Any

from django.core.management.base import BaseCommand

from releases.importing.work import work_due


class Command(BaseCommand):
    help = "Check, bring in or take back the releases of spreadsheets that people uploaded: what the schedule does."

    def handle(self, *args: Any, **options: Any) -> None:
        batches = 0
        while (tally := work_due()).more:
            batches += tally.batches
        self.stdout.write(f"batches: {batches + tally.batches}")
