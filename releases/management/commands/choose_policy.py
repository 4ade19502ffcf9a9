"""`manage.py choose_policy SIZE --by EMAIL`: the first release policy of a new organisation, as the page does it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import PermissionRefused
from releases.actions.policies import choose_preset
from releases.presets import SIZES


class Command(BaseCommand):
    """Exit code 0 when it is in force. Only while there is none: afterwards the page shows what a choice changes."""

    help = "Choose the release policy for the size of a company, while there is none yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("size", choices=SIZES)
        parser.add_argument("--regulated", action="store_true", help="Legal and privacy sign off, too")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the admin who chooses it")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.active().filter(email__iexact=options["by"]).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        try:
            version = choose_preset(
                size=options["size"], regulated=options["regulated"], note="", by=person, now=timezone.now(),
                seen_number=0,
            )  # fmt: skip
        except Stale as there:
            raise CommandError("There is a release policy already. Change it on its page.") from there
        except (Invalid, PermissionRefused) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Version {version.number} of the release policy is in force.")
