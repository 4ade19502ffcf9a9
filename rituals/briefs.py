"""The briefs of the weekly update: what its letters (`mail.py`) say, in a few lines for Slack, inbox and digest."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.composers import Brief
from comms.models import Delivery
from productops.markdown import plain_text
from productops.people.models import Person
from productops.text import clean_line
from rituals.enums import HighlightKind, UpdateState
from rituals.mail import Missing, Prepared

HIGHLIGHTS = 8  # lines; a brief is no second edition


def of_update(shared: Prepared, person: Person | None, delivery: Delivery) -> Brief | None:
    """Headline and highlights. None when the person stopped following, or none of her areas is in the update."""
    edition = shared.edition
    if person is not None:
        if person.pk not in shared.followed:
            return None
        wanted = shared.followed[person.pk]
        if wanted is not None and not any(area["slug"] in wanted for area in edition.content["areas"]):
            return None
    facts = {"week": edition.key.partition("-W")[2].lstrip("0"), "headline": clean_line(edition.title)}
    words = _("Week %(week)s, corrected: %(headline)s") if edition.revision > 1 else _("Week %(week)s: %(headline)s")
    return Brief(
        title=words % facts,
        url=reverse("weekly:update", args=[edition.key]),
        lines=tuple(_highlights(edition.content["highlights"])),
        verb=_("Read the update"),
    )


def _highlights(highlights: dict[str, Any]) -> list[str]:
    lines = [
        f"{kind.label}: {clean_line(plain_text(line['html']))}"
        for kind in HighlightKind
        for line in highlights.get(kind, ())
    ]
    more = len(lines) - HIGHLIGHTS
    if more > 1:
        return [*lines[:HIGHLIGHTS], ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more}]
    return lines


def of_missing(shared: Missing, person: Person | None, delivery: Delivery) -> Brief | None:
    """None when everybody submitted meanwhile, or the week is published."""
    if not shared.names or shared.update.state == UpdateState.PUBLISHED:
        return None
    return Brief(
        title=shared.title,
        url=reverse("weekly:desk", args=[shared.update.key]),
        lines=tuple(shared.names),
        verb=_("Open the desk"),
    )
