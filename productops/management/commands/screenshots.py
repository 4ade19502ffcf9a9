from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rituals.models import WeeklyUpdate


class Command(BaseCommand):
    help = "Take the README's pictures from a running demo portal. Needs the test tools."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("base", nargs="?", default=settings.PORTAL_URL, help="address of the portal")
        parser.add_argument("names", nargs="*", help="only these pictures")
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "docs" / "screenshots")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from productops.demo import screenshots
        except ImportError as missing:
            raise CommandError(f"This needs the test tools: {missing}.") from missing
        shots = [shot for shot in screenshots.SHOTS if not options["names"] or shot.name in options["names"]]
        try:
            for shot, path in screenshots.take(f"{options['base'].rstrip('/')}/", options["to"], shots, _weeks()):
                self.stdout.write(f"{shot.name}: {path.stat().st_size // 1024} KB")
        except (ImportError, screenshots.Failed) as failed:
            raise CommandError(str(failed)) from failed


def _weeks() -> dict[str, str]:
    """What addresses of shots name. Asked before the browser starts: beside it Django refuses the database."""
    newest = WeeklyUpdate.objects.order_by("-starts_on")
    current, published = newest.first(), newest.published().first()
    if current is None or published is None:
        raise CommandError("There is no published update here. Load the demo first: manage.py load_demo")
    return {"current": current.key, "published": published.key}
