"""`manage.py project_area_roles`: what the daily task does, by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from productops.people.actions.area_roles import project_all_area_roles
from productops.people.models import Organisation


class Command(BaseCommand):
    help = "Make the object permissions on areas say what the dated area roles say today."

    def handle(self, *args: Any, **options: Any) -> None:
        number = project_all_area_roles(Organisation.current().day(timezone.now()))
        self.stdout.write(f"{number} grants in force.")
