"""What a launch date means, in the words that are said while it is chosen and wherever it stands. Pure.

`leadtime.lead_time` counts, this module speaks: each `Word` has a tone, so that pages can mark it, and a kind, so that
others can choose among them (health wants the short notice, the workspace all of them).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.dates import say_date
from productops.worktime import BusinessCalendar
from releases.leadtime import FreezeWindow, LeadTime, lead_time, objection_to_day

LONG_WAY = 400  # days: a date so far ahead is rather a wrong year


class Tone(StrEnum):
    """How a word is to be taken."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Kind(StrEnum):
    """What a word is about."""

    DAY = "day"  # past, far ahead, no working day
    NOTICE = "notice"
    FINAL = "final"
    FREEZE = "freeze"


@dataclass(frozen=True)
class Word:
    """One sentence about a launch date."""

    kind: Kind
    tone: Tone
    words: str


def lead_words(lead: LeadTime, *, today: date) -> tuple[Word, ...]:
    """Everything that is to be said about this date, in the order in which it matters."""
    return (*_day(lead, today), *_freeze(lead, today), *_notice(lead, today))


def words_for(
    launch_on: date,
    *,
    needed: int,
    final_days: int,
    today: date,
    calendar: BusinessCalendar,
    freezes: Iterable[FreezeWindow] = (),
) -> tuple[Word, ...]:
    """The same from the facts themselves. A day that cannot be planned with is said to be one, and nothing counted."""
    if objection := objection_to_day(launch_on, today):
        return (Word(Kind.DAY, Tone.BAD, objection),)
    lead = lead_time(
        launch_on=launch_on, needed=needed, final_days=final_days, today=today, calendar=calendar, freezes=freezes
    )
    return lead_words(lead, today=today)


def short_notice(*, given: int, needed: int) -> str:
    """How short the notice is, for health and lists; empty when it is long enough."""
    if given >= needed:
        return ""
    words = ngettext(
        "Short notice: %(given)s of %(needed)s business day.",
        "Short notice: %(given)s of %(needed)s business days.",
        needed,
    )
    return words % {"given": max(0, given), "needed": needed}


def _day(lead: LeadTime, today: date) -> Iterator[Word]:
    day = say_date(lead.launch_on, today)
    if lead.launch_on < today:
        words = _("%(day)s has passed. Keep it only to write down what has already happened.")
        yield Word(Kind.DAY, Tone.BAD, words % {"day": day})
    elif (lead.launch_on - today).days > LONG_WAY:
        months = round((lead.launch_on - today).days / 30.44)
        words = ngettext(
            "%(day)s is %(months)s month ahead. Is the year right?",
            "%(day)s is %(months)s months ahead. Is the year right?",
            months,
        )
        yield Word(Kind.DAY, Tone.WARN, words % {"day": day, "months": months})
    if not lead.is_business_day and lead.launch_on >= today:
        words = (
            _("%(day)s is a public holiday; the next business day is %(next)s.")
            if lead.is_holiday
            else _("%(day)s is not a working day; the next business day is %(next)s.")
        )
        yield Word(Kind.DAY, Tone.WARN, words % {"day": day, "next": say_date(lead.next_business_day, today)})


def _freeze(lead: LeadTime, today: date) -> Iterator[Word]:
    if lead.freeze:
        words = _("In the freeze %(name)s (%(start)s to %(end)s): launching needs the Head of Product.")
        days = {"start": say_date(lead.freeze.starts_on, today), "end": say_date(lead.freeze.ends_on, today)}
        yield Word(Kind.FREEZE, Tone.WARN, words % ({"name": lead.freeze.name} | days))


def _notice(lead: LeadTime, today: date) -> Iterator[Word]:
    if not lead.needed:
        yield Word(Kind.NOTICE, Tone.GOOD, _("This tier asks for no notice."))
        return
    due = say_date(lead.review_copy_due, today)
    if lead.left < 0:
        words = _("The review copy was due %(due)s.")
        yield Word(Kind.NOTICE, Tone.BAD, words % {"due": due})
        return
    yield Word(Kind.NOTICE, Tone.WARN if lead.is_short else Tone.GOOD, _review_copy(lead, due))
    if lead.final_due < today:
        words = _("The final bundle had to be out by %(day)s: with this date that line is missed, and it blocks.")
        yield Word(Kind.FINAL, Tone.BAD, words % {"day": say_date(lead.final_due, today)})


def _review_copy(lead: LeadTime, due: str) -> str:
    """One sentence per case, so that each can be translated as a whole."""
    if lead.is_short:
        words = ngettext(
            "Review copy due %(due)s, that is %(needed)s business day before launch; "
            "today leaves %(left)s: short notice.",
            "Review copy due %(due)s, that is %(needed)s business days before launch; "
            "today leaves %(left)s: short notice.",
            lead.needed,
        )
    else:
        words = ngettext(
            "Review copy due %(due)s, that is %(needed)s business day before launch; today leaves %(left)s: enough.",
            "Review copy due %(due)s, that is %(needed)s business days before launch; today leaves %(left)s: enough.",
            lead.needed,
        )
    return words % {"due": due, "needed": lead.needed, "left": lead.left}
