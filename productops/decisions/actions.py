"""The doors of the decision log. Nothing is changed: everything that happens is a new row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.decisions.models import DecisionEntry, DecisionOption
from productops.doors import Invalid
from productops.markdown import block_html
from productops.people.models import Area, Person
from productops.people.permissions import Permission, Scope, require

LOG_LOCK = 0x0DEC1510  # numbers are given one after the other


@dataclass(frozen=True)
class Option:
    """One way that was considered."""

    title: str
    pros: str = ""
    cons: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Said:
    """The words of a decision, in Markdown except for the title."""

    title: str
    context: str
    decision: str
    rationale: str


@transaction.atomic
def log(
    *,
    said: Said,
    owner: Person,
    decided_on: date,
    by: Person,
    now: datetime,
    area: Area | None = None,
    options: Sequence[Option] = (),
    review_on: date | None = None,
    action_code: str = "",
    subject: str = "",
    subject_title: str = "",
    links: Sequence[dict[str, str]] = (),
    supersedes: DecisionEntry | None = None,
) -> DecisionEntry:
    """Write a decision into the log, with the next number. By its owner.

    `subject` is what it is about ('release:PAY-31'), `links` are of {"title", "url"}. Raises `Invalid` when title,
    context, decision or rationale is missing, or the review day is not after the decision. Records `decision.logged`.
    """
    require(by, Permission.ADD_DECISION, Scope(area_id=area.pk if area else None, owner_id=owner.pk), on=now)
    _refuse_gaps(said)
    if review_on and review_on <= decided_on:
        raise Invalid({"review_on": _("Choose a day after the decision.")})
    in_turn()
    last = DecisionEntry.objects.aggregate(last=Max("number"))["last"] or 0
    entry = DecisionEntry.objects.create(
        number=last + 1,
        **words_of(said),
        owner=owner,
        area=area,
        action_code=action_code,
        subject=subject,
        subject_title=subject_title,
        links=list(links),
        decided_on=decided_on,
        review_on=review_on,
        supersedes=supersedes,
        made_at=now,
        made_by=by,
    )
    DecisionOption.objects.bulk_create(
        DecisionOption(entry=entry, position=place, **vars(option)) for place, option in enumerate(options)
    )
    record(
        "decision.logged", by=by, obj=entry, now=now, area_id=area.pk if area else None,
        number=entry.number, code=action_code,
    )  # fmt: skip
    return entry


def in_turn() -> None:
    """One writer of the log after the other, until the transaction ends; its rows themselves cannot be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOG_LOCK])


def words_of(said: Said) -> dict[str, str]:
    """The columns of the words, with their rendered forms."""
    columns = {"title": said.title}
    for name in ("context", "decision", "rationale"):
        text = getattr(said, name)
        columns |= {name: text, f"{name}_html": block_html(text)}
    return columns


def _refuse_gaps(said: Said) -> None:
    missing = {
        "title": _("Give the decision a title."),
        "context": _("Say what it is about."),
        "decision": _("Say what was decided."),
        "rationale": _("Say why."),
    }
    if errors := {name: words for name, words in missing.items() if not getattr(said, name).strip()}:
        raise Invalid(errors)
