"""`manage.py first_admin EMAIL NAME`: the first person of an empty portal, with the link that lets her in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from productops.doors import Invalid
from productops.people.actions.first_admin import make_first_admin
from productops.people.tokens import invitation_path, sign_in_path


class Command(BaseCommand):
    help = "Make somebody the first admin and print the link that lets her in. Only while there is no admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="as others should read it, in quotes: 'Ewa Nowak'")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            validate_email(options["email"])
            person = make_first_admin(email=options["email"], name=options["name"].strip(), now=now)
        except ValidationError as problem:
            raise CommandError(f"{options['email']} is not an e-mail address.") from problem
        except Invalid as problem:
            raise CommandError(str(problem)) from problem
        if person.has_usable_password():
            path, lasts = sign_in_path(person, now), "half an hour"
        else:
            path, lasts = invitation_path(person, now), "three days"
        self.stdout.write(f"{person.name} is an admin. This link works once, for {lasts}:\n{settings.PORTAL_URL}{path}")
