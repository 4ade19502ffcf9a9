"""`manage.py tidy_search`: what the schedule does, by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from productops.search.tidying import tidy


class Command(BaseCommand):
    help = "Forget lookups of half a year ago and count the words of the vocabulary anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in tidy(now=timezone.now()).items()))
