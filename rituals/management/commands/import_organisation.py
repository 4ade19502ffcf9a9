from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from productops.people.models import Organisation
from rituals.actions.importing import Refused, Summary, import_organisation
from rituals.importing.words import problem_line, refusal_lines, summary_lines
from rituals.organisation_file import read_organisation
from rituals.strict_yaml import MAX_BYTES


class Command(BaseCommand):
    """Exit code 0 when everything was loaded (or would be), 1 when nothing was."""

    help = "Load an organisation from a YAML file (docs/organisation-file.md). Loading it again is harmless."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        reading = read_organisation(self._bytes_of(options["file"]), today=Organisation.current().day(now))
        try:
            with transaction.atomic():
                summary = import_organisation(reading=reading, now=now)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except Refused as refused:
            for line in refusal_lines(refused.problems):
                self.stderr.write(line)
            raise CommandError(_("Nothing was written. Correct the file and try again.")) from refused
        self._say(summary)
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run: nothing was written."))

    def _bytes_of(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as wrong:
            reason = getattr(wrong, "strerror", None) or str(wrong)
            raise CommandError(_("The file cannot be read: %(reason)s.") % {"reason": reason}) from wrong

    def _say(self, summary: Summary) -> None:
        for problem in summary.problems:
            self.stdout.write(problem_line(problem))
        for line in summary_lines(summary.plan, organisation=summary.organisation.name, week=summary.week):
            self.stdout.write(line)
        if not summary.plan.writes:
            self.stdout.write(_("Everything is there already; nothing was written."))
