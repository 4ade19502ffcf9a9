"""The words of a daily digest: the briefs of what it takes along, each found by its own composer."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.composers import Brief, Writer
from comms.enums import NoticeKind
from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.dates import say_date
from productops.people.models import Organisation, Person
from productops.text import clean_line

log = logging.getLogger("comms.digests")
KINDS = {kind.value: place for place, kind in enumerate(NoticeKind)}


@dataclass(frozen=True)
class Digest:
    """What one digest takes along, by kind and then by age. `writer` is the batch's: it prepares each notice once."""

    organisation: str
    members: list[Delivery]
    writer: Writer


def prepare(notice: Notice, writer: Writer) -> Digest:
    rows = Delivery.objects.filter(digest__notice=notice).select_related("notice").defer("notice__people")
    members = sorted(rows, key=lambda member: (KINDS[member.notice.kind], member.pk))
    return Digest(Organisation.current().name, members, writer)


def letter(shared: Digest, person: Person, delivery: Delivery) -> Letter | None:
    """None when nothing of it is needed any more."""
    found = _briefs(shared, person)
    if not found:
        return None
    sections: dict[str, list[dict[str, Any]]] = {}
    for kind, brief in found:
        shown = {"title": brief.title, "link": absolute(brief.url), "text": brief.text, "lines": brief.lines}
        sections.setdefault(str(kind.label), []).append(shown)
    return written(
        "comms/mail_digest",
        subject=_title(found, delivery),
        person=person,
        delivery=delivery,
        organisation=shared.organisation,
        why=_("You get this because you chose the daily digest for it."),
        sections=sections.items(),
        choices_url=absolute(reverse("comms:preferences")),
    )


def brief(shared: Digest, person: Person | None, delivery: Delivery) -> Brief | None:
    """One thing is said as it is; of several the titles. None when nothing is needed any more."""
    assert person is not None, "a digest is a person's"
    found = _briefs(shared, person)
    if len(found) < 2:
        return found[0][1] if found else None
    lines = tuple(each.title for _kind, each in found)
    return Brief(title=_title(found, delivery), url=reverse("inbox:items"), lines=lines, verb=_("Open your inbox"))


def _briefs(shared: Digest, person: Person) -> list[tuple[NoticeKind, Brief]]:
    found = []
    for member in shared.members:
        member.person = person
        if (said := _brief_of(member, shared.writer)) is not None:
            found.append((NoticeKind(member.notice.kind), said))
    return found


def _brief_of(member: Delivery, writer: Writer) -> Brief | None:
    """A fault in one composer costs the digest that one's words, not the others' news."""
    try:
        return writer.brief(member)
    except DatabaseError:
        raise
    except Exception:
        log.exception("delivery %s could not be put into words", member.pk)
        return Brief(title=str(NoticeKind(member.notice.kind).label), url=reverse("inbox:items"))


def _title(found: list[tuple[NoticeKind, Brief]], delivery: Delivery) -> str:
    if len(found) == 1:
        return clean_line(found[0][1].title)
    day = timezone.localtime(delivery.created_at).date()
    number = len(found)
    words = ngettext("Your digest of %(day)s: %(number)d thing", "Your digest of %(day)s: %(number)d things", number)
    return words % {"day": say_date(day, day), "number": number}
