from typing import Any

from django.core.management.base import BaseCommand

from productops.editions.making import make_due


class Command(BaseCommand):
    help = "Make the PDFs that readers asked for: what the schedule does."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"made: {make_due()}")
