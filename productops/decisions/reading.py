"""A decision as its page shows it: what it supersedes and what superseded it, earlier wordings, its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from productops import dates
from productops.audit.models import DomainEvent
from productops.decisions.models import DecisionEntry, DecisionReview
from productops.editions.difference import Segments, words_between
from productops.people.history import Entry, names_of
from productops.people.models import Person

SHOWN = 50
PARTS = (
    ("title", gettext_lazy("Title")),
    ("context", gettext_lazy("Context")),
    ("decision", pgettext_lazy("part of an entry", "Decision")),
    ("rationale", gettext_lazy("Why")),
)
WORDS = {
    "decision.logged": gettext_lazy("logged the decision"),
    "decision.corrected": gettext_lazy("corrected the wording"),
    "decision.superseded": gettext_lazy("superseded it"),
    "decision.review_reminded": gettext_lazy("The owner was reminded to look at it again."),
}


@dataclass(frozen=True)
class Earlier:
    """An earlier wording, and what the next one made of it, part by part."""

    entry: DecisionEntry
    differences: tuple[tuple[str, Segments], ...]


@dataclass(frozen=True)
class Chain:
    """The decisions before and after this one, as far as the person may see them."""

    before: DecisionEntry | None
    after: DecisionEntry | None


def wordings_of(entry: DecisionEntry) -> list[DecisionEntry]:
    """All of them, the first one first. One statement."""
    rows = DecisionEntry.objects.filter(number=entry.number).defer("document").order_by("wording")
    return list(rows.select_related("made_by"))


def earlier(wordings: Sequence[DecisionEntry]) -> list[Earlier]:
    """What stood there before, the last one first, each with the difference to the next in words."""
    pairs = list(zip(wordings, wordings[1:], strict=False))
    return [Earlier(old, _differences(old, new)) for old, new in reversed(pairs)]


def _differences(old: DecisionEntry, new: DecisionEntry) -> tuple[tuple[str, Segments], ...]:
    return tuple(
        (str(label), words_between(getattr(old, name), getattr(new, name)))
        for name, label in PARTS
        if getattr(old, name) != getattr(new, name)
    )


def chain_of(wordings: Sequence[DecisionEntry], person: Person) -> Chain:
    """Two statements."""
    rows = DecisionEntry.objects.visible_to(person)
    superseded = wordings[0].supersedes_id
    before = rows.filter(pk=superseded).first() if superseded else None
    return Chain(before, rows.filter(supersedes=wordings[-1]).first())


def story_of(wordings: Sequence[DecisionEntry]) -> list[Entry]:
    """What happened to it, newest first. Three statements, however long the story."""
    ids = [str(each.pk) for each in wordings]
    events = DomainEvent.objects.filter(object_type="decisions.decisionentry", object_id__in=ids, name__in=WORDS)
    rows: list[Any] = list(events.order_by("-id")[:SHOWN])
    reviews = list(DecisionReview.objects.filter(entry__number=wordings[0].number).order_by("-pk")[:SHOWN])
    names = names_of([*(row.actor_id for row in rows), *(each.by_id for each in reviews)])
    entries = [Entry(row.at, names.get(row.actor_id, ""), str(WORDS[row.name])) for row in rows]
    entries += [Entry(each.at, names.get(each.by_id, ""), _kept(each)) for each in reviews]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _kept(review: DecisionReview) -> str:
    if review.keep_until is None:
        return _("looked at it again and keeps it for good")
    day = dates.say_date(review.keep_until, timezone.localtime(review.at).date())
    return _("looked at it again and keeps it until %(day)s") % {"day": day}
