"""The words about a decision whose review day has come. As a letter and as a brief."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from comms.composers import Brief
from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.dates import say_date
from productops.decisions.models import DecisionEntry
from productops.markdown import plain_text
from productops.people.models import Organisation, Person
from productops.text import clean_line, shortened

A_FEW_LINES = 300


@dataclass(frozen=True)
class Due:
    """The decision as it is when the words are made; None when it needs no look any more. `owners`: who reads it owns
    it, or else stands in for an owner who left."""

    entry: DecisionEntry | None
    owners: bool
    organisation: Organisation
    today: date


def prepare(notice: Notice) -> Due:
    organisation = Organisation.current()
    today = organisation.day(notice.created_at)
    told = DecisionEntry.objects.filter(pk=notice.data["entry"]).values("number")
    due = DecisionEntry.objects.to_review(today).defer("document").filter(number__in=told)
    return Due(due.select_related("owner", "area").first(), notice.data["owners"], organisation, today)


def letter(due: Due, person: Person, delivery: Delivery) -> Letter | None:
    """None when it was kept or superseded meanwhile, or is not hers to see any more."""
    entry = _still(due, person)
    if entry is None:
        return None
    return written(
        "comms/mail_decision",
        subject=_subject(entry),
        person=person,
        delivery=delivery,
        organisation=due.organisation.name,
        why=_why(due),
        entry=entry,
        said=_said(entry),
        decided=say_date(entry.decided_on, due.today),
        owners=due.owners,
        link=absolute(entry.get_absolute_url()),
    )


def brief(due: Due, person: Person | None, delivery: Delivery) -> Brief | None:
    entry = _still(due, person)
    if entry is None:
        return None
    return Brief(title=_subject(entry), url=entry.get_absolute_url(), text=_said(entry), verb=_("Keep or supersede it"))


def _still(due: Due, person: Person | None) -> DecisionEntry | None:
    """Nothing to a place that many read: the owner is asked, nobody else."""
    if due.entry is None or person is None:
        return None
    if due.owners and due.entry.owner_id != person.pk:
        return None
    return due.entry if DecisionEntry.objects.visible_to(person).filter(pk=due.entry.pk).exists() else None


def _subject(entry: DecisionEntry) -> str:
    return clean_line(_("To be looked at again: %(decision)s") % {"decision": entry})


def _said(entry: DecisionEntry) -> str:
    return shortened(clean_line(plain_text(entry.decision_html)), A_FEW_LINES)


def _why(due: Due) -> str:
    if due.owners:
        return _("You get this because you own the decision and set this day.")
    return _("You get this because the owner of the decision has left.")
