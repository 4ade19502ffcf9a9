"""Decisions are logged, superseded by later ones, and for a day said in better words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Max, Value
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.decisions.models import DecisionEntry, DecisionOption
from productops.decisions.search import push_entries
from productops.doors import Invalid, Stale
from productops.markdown import block_html
from productops.people.models import Area, Person
from productops.people.permissions import Permission, Scope, require
from productops.search.words import as_searched

LOG_LOCK = 0x0DEC1510  # numbers are given one after the other
CORRECTABLE = timedelta(hours=24)


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
    context, decision or rationale is missing, or the review day is not after the decision; `Stale` when `supersedes`
    was superseded already. Shows it in the finder. Records `decision.logged`, and `decision.superseded` of the other.
    """
    require(by, Permission.ADD_DECISION, Scope(area_id=area.pk if area else None, owner_id=owner.pk), on=now)
    _refuse_gaps(said)
    if review_on and review_on <= decided_on:
        raise Invalid({"review_on": _("Choose a day after the decision.")})
    in_turn()
    replaced = latest(supersedes) if supersedes else None
    if replaced:
        refuse_superseded(replaced)
    last = DecisionEntry.objects.aggregate(last=Max("number"))["last"] or 0
    entry = _write(
        said,
        options,
        number=last + 1,
        owner=owner,
        area=area,
        action_code=action_code,
        subject=subject,
        subject_title=subject_title,
        links=list(links),
        decided_on=decided_on,
        review_on=review_on,
        supersedes=replaced,
        made_at=now,
        made_by=by,
    )
    area_id = area.pk if area else None
    record("decision.logged", by=by, obj=entry, now=now, area_id=area_id, number=entry.number, code=action_code)
    if replaced:
        record(
            "decision.superseded", by=by, obj=replaced, now=now, area_id=replaced.area_id, number=replaced.number,
            superseded_by=entry.number,
        )  # fmt: skip
    push_entries([entry, *([replaced] if replaced else [])], now=now)
    return entry


@transaction.atomic
def supersede(
    *,
    entry: DecisionEntry,
    said: Said,
    owner: Person,
    decided_on: date,
    by: Person,
    now: datetime,
    area: Area | None = None,
    options: Sequence[Option] = (),
    review_on: date | None = None,
    links: Sequence[dict[str, str]] = (),
) -> DecisionEntry:
    """A new decision in the place of `entry`: by its owner, the PM of its area or the Head of Product, who owns it.

    It is about what `entry` is about. Raises `Stale` with the winner's address when somebody superseded `entry`
    first, and what `log` raises. Writes and records as `log`.
    """
    require(by, Permission.SUPERSEDE_DECISION, entry, on=now)
    return log(
        said=said,
        owner=owner,
        decided_on=decided_on,
        by=by,
        now=now,
        area=area,
        options=options,
        review_on=review_on,
        subject=entry.subject,
        subject_title=entry.subject_title,
        links=links,
        supersedes=entry,
    )


@transaction.atomic
def correct(*, entry: DecisionEntry, said: Said, by: Person, now: datetime) -> DecisionEntry:
    """The same decision in better words: a new row that shows the old one. By its author, for 24 hours.

    Everything but the words stays, options too. Raises `Stale` when it was superseded, or corrected after the page was
    opened; `Invalid` when the 24 hours are over, words are missing or none is different. Records `decision.corrected`.
    """
    require(by, Permission.CORRECT_DECISION, author_scope(entry), on=now)
    in_turn()
    row = latest(entry)
    refuse_superseded(row)
    if row.pk != entry.pk:
        raise Stale(_("You corrected this after you opened the page."), reload=row.get_absolute_url())
    if now > correctable_until(row):
        raise Invalid({"": _("Its wording could be corrected for 24 hours. Supersede the decision instead.")})
    _refuse_gaps(said)
    if all(getattr(row, name) == words for name, words in vars(said).items()):
        raise Invalid({"": _("No word is different.")})
    options = [Option(each.title, each.pros, each.cons, each.chosen) for each in row.options.all()]
    made = _write(
        said,
        options,
        number=row.number,
        wording=row.wording + 1,
        owner_id=row.owner_id,
        area_id=row.area_id,
        action_code=row.action_code,
        subject=row.subject,
        subject_title=row.subject_title,
        links=row.links,
        decided_on=row.decided_on,
        review_on=row.review_on,
        corrects=row,
        made_at=now,
        made_by=by,
    )
    record("decision.corrected", by=by, obj=made, now=now, area_id=row.area_id, number=row.number, wording=made.wording)
    push_entries([made], now=now)
    return made


def in_turn() -> None:
    """One writer of the log after the other, until the transaction ends; its rows themselves cannot be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOG_LOCK])


def latest(entry: DecisionEntry) -> DecisionEntry:
    """The decision in its latest wording, as it is now. Called in turn."""
    return DecisionEntry.objects.current().defer("document").select_related("area", "owner").get(number=entry.number)


def refuse_superseded(entry: DecisionEntry) -> None:
    """Raises `Stale` with the address of the decision that superseded it."""
    winner = DecisionEntry.objects.defer("document").filter(supersedes=entry).first()
    if winner:
        words = _("%(winner)s superseded this decision meanwhile.") % {"winner": winner}
        raise Stale(words, reload=winner.get_absolute_url(), winner=winner)


def author_scope(entry: DecisionEntry) -> Scope:
    """Whose the wording is: whoever wrote it."""
    return Scope(area_id=entry.area_id, owner_id=entry.made_by_id)


def correctable_until(entry: DecisionEntry) -> datetime:
    """Until when the wording may be corrected: counted from the first one."""
    first = DecisionEntry.objects.filter(number=entry.number, wording=1).values_list("made_at", flat=True)
    return first.get() + CORRECTABLE


def _write(said: Said, options: Sequence[Option], **facts: Any) -> DecisionEntry:
    words = [f"D-{facts['number']} D{facts['number']}", *vars(said).values(), facts["subject_title"]]
    words += [text for each in options for text in (each.title, each.pros, each.cons)]
    document = SearchVector(Value(as_searched(" ".join(words))), config="simple")
    entry = DecisionEntry.objects.create(**words_of(said), **facts, document=document)
    DecisionOption.objects.bulk_create(
        DecisionOption(entry=entry, position=place, **vars(option)) for place, option in enumerate(options)
    )
    return entry


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
