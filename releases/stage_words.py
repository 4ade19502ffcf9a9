"""What exactly happens when a release's stage changes, and to how many people: the sentences of each confirmation."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.people.models import Person
from productops.templatetags.portal import sentence
from releases import notices
from releases.enums import ItemState
from releases.models import Release
from releases.stages import StageFacts
from releases.waiting import waiting_for


def of_review(release: Release, facts: StageFacts) -> list[str]:
    gates = " · ".join(str(each.gate.label) for each in facts.gates)
    return [
        _("Its gates are passed in this order: %(gates)s.") % {"gates": gates},
        *_open_items(release),
        _("It cannot go back to planned. It can be held or cancelled."),
    ]


def of_hold(release: Release, person: Person) -> list[str]:
    return [
        _("Its stage stays. Everybody who sees it reads what it waits for."),
        _("Its health is at risk as long as it waits."),
        *_waiting(release, person),
    ]


def of_cancellation(release: Release, person: Person) -> list[str]:
    return [
        _("It does not come, and everybody who sees it reads why."),
        *_nobody_waits(release),
        *_waiting(release, person),
        _("What was done stays. You can take it up again."),
    ]


def of_launch(release: Release, person: Person) -> list[str]:
    return [
        _("It counts as launched from this moment."),
        *_nobody_waits(release),
        *_waiting(release, person),
        _("Nobody can undo this. A rollback is recorded beside it."),
    ]


def of_record(release: Release, facts: StageFacts, *, now: datetime) -> list[str]:
    """With who hears of it when there was no approval."""
    if not facts.reviewed or facts.approval_valid:
        marks = [_("Nothing is marked: it was fine to launch it.")]
    else:
        people = Person.objects.filter(pk__in=notices.told_of_unapproved(release, now=now)).order_by("sort_key")
        names = [person.name for person in people]
        told = ngettext(
            "%(number)s person hears of it now: %(names)s.", "%(number)s people hear of it now: %(names)s.", len(names)
        )
        marks = [
            _("It is marked “launched without approval”. The mark stays and is counted."),
            told % {"number": len(names), "names": sentence(names)} if names else "",
        ]
    return [*filter(None, marks), *_nobody_waits(release), _("Nobody can undo this. A rollback is recorded beside it.")]


def of_rollback() -> list[str]:
    return [
        _("It stays launched and says that it was rolled back, and why."),
        _("It is off track for everybody who looks at it."),
        _("Nobody can undo this."),
    ]


def of_closing() -> list[str]:
    return [
        _("Nothing more is expected of it. It stays readable, with all of its history."),
        _("Nobody can undo this."),
    ]


def _open_items(release: Release) -> list[str]:
    number, people = _open(release)
    if not number:
        return [_("No item of its checklist is open.")]
    words = ngettext("%(number)s item of its checklist is open.", "%(number)s items of its checklist are open.", number)
    return [words % {"number": number}, *_theirs(people)]


def _nobody_waits(release: Release) -> list[str]:
    number, people = _open(release)
    if not number:
        return [_("No item of its checklist is open.")]
    words = ngettext(
        "%(number)s open item is not asked for any more.", "%(number)s open items are not asked for any more.", number
    )
    return [words % {"number": number}, *_theirs(people)]


def _theirs(people: int) -> list[str]:
    """Whose the open items are."""
    words = ngettext("%(number)s person has open items here.", "%(number)s people have open items here.", people)
    return [words % {"number": people}] if people else []


def _open(release: Release) -> tuple[int, int]:
    """Open items, and how many people they belong to."""
    rows = release.items.asked_for().filter(state__in=[ItemState.OPEN, ItemState.BLOCKED])
    owners = list(rows.values_list("person_id", flat=True))
    return len(owners), len({owner for owner in owners if owner})


def _waiting(release: Release, person: Person) -> list[str]:
    others = waiting_for(release, person)
    if not others:
        return []
    words = ngettext(
        "%(number)s release waits for it: %(keys)s.", "%(number)s releases wait for it: %(keys)s.", len(others)
    )
    return [words % {"number": len(others), "keys": sentence(other.key for other in others)}]
