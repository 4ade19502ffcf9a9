from typing import Any

from django.core.management.base import BaseCommand

from releases import cards


class Command(BaseCommand):
    help = "Make the cards of ship decisions that have none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{cards.make_due()} made")
