"""The doors of an area update: save, submit, explain, note, answer a suggestion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.markdown import block_html, reference_keys
from productops.people.models import Person
from productops.people.permissions import Permission, require
from productops.people.standing import day_of
from productops.search.engine import addresses_of
from rituals import asks
from rituals.actions.asking import follow_asks
from rituals.actions.bullets import bullet_of, write_bullets
from rituals.enums import Answer, AreaState, Heading, Health, UpdateState
from rituals.merge import Choice, Conflict, Typed, fingerprint, merge
from rituals.models import AreaUpdate, Bullet, BulletReference, SuggestionAnswer, WeeklyUpdate
from rituals.offering import offers

LINE_LIMIT = 600
LINES_LIMIT = 40  # per heading; five or so are wanted, the page says so


@dataclass(frozen=True)
class Draft:
    """What a page posts. `headings`: line id -> heading, in the order typed. The fields of health are lines too,
    with the ids 'health' and 'reason', and so is who should do what a line asks by when (`rituals.asks`): one rule
    merges all."""

    lines: tuple[Typed, ...]
    headings: Mapping[str, Heading]
    choices: Mapping[str, Choice] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """What became of a save: the row, what the page may take as its base, the other writer's doing.

    `others` saved last before this save; None when nobody had. `unclear`: id -> why it is not saved yet, although all
    else is.
    """

    area_update: AreaUpdate
    changed: bool
    shown: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    kept: frozenset[str] = frozenset()
    new_from_others: int = 0
    others: Person | None = None
    unclear: Mapping[str, str] = field(default_factory=dict)


FIELDS = {"health": "health", "reason": "health_reason"}


def locked(area_update: AreaUpdate, by: Person, permission: Permission, now: datetime) -> AreaUpdate:
    """The row as it is now, under lock, for somebody who may; refused once the week is published."""
    row = (
        AreaUpdate.objects.select_for_update(of=("self",))
        .select_related("weekly_update", "area", "saved_by")
        .get(pk=area_update.pk)
    )
    require(by, permission, row, on=now)
    # Read after the lock: publishing takes the same locks before it changes the week.
    state = WeeklyUpdate.objects.values_list("state", flat=True).get(pk=row.weekly_update_id)
    if state == UpdateState.PUBLISHED:
        raise Stale(
            _("This week’s update is published. What changes now is a correction of the edition."),
            reload=row.weekly_update.get_absolute_url(),
        )
    return row


@transaction.atomic
def save_draft(*, area_update: AreaUpdate, draft: Draft, by: Person, now: datetime, patient: bool = False) -> Saved:
    """Merge what was typed with what is stored and write what follows (`rituals.merge`).

    For the area's PM or deputy, until the week is published. A submitted update stays submitted, and its action items
    follow what it asks. Raises `Invalid` with the message at the line for text that is too long, and for a name that
    nobody has or a day that is none, and then writes nothing. `patient`, for a page that saves itself while somebody
    types: a name half typed is left out and told of in `Saved.unclear`.
    """
    row = locked(area_update, by, Permission.WRITE_AREA_UPDATE, now)
    others = row.saved_by
    _check_sizes(draft)
    stored_rows = {str(bullet.pk): bullet for bullet in row.bullets.select_related("assignee")}
    stored = {pk: bullet.text for pk, bullet in stored_rows.items()}
    stored |= {name: getattr(row, column) for name, column in FIELDS.items()}
    stored |= asks.texts_of(stored_rows.values())
    asked = asks.understood(draft.lines, stored, day_of(by, now))
    unclear = {**asks.without_words(draft.lines, stored_rows), **asked.unclear}
    if unclear and not patient:
        raise Invalid(unclear)
    result = merge(stored, asked.lines, draft.choices, draft.seen)

    for name in FIELDS.keys() & (result.write.keys() | result.delete):
        value = result.write.get(name, "")
        if name == "health" and value not in Health.values:
            value = ""
        setattr(row, FIELDS[name], value)
    _still_fit_to_publish(row)
    gone = result.delete & stored_rows.keys()
    left = {pk: bullet for pk, bullet in stored_rows.items() if pk not in gone}
    if gone:
        Bullet.objects.filter(pk__in=gone).delete()
    wanted = asks.changes(result, asked.people)
    moved = write_bullets(row, draft.headings, left, result.write, result.copies, wanted, by, now)
    if row.state == AreaState.SUBMITTED:
        if gone and not row.bullets.exists():
            raise Invalid(_no_line())
        follow_asks(row, patient=patient, by=by, now=now)
    changed = bool(result.write or result.delete or result.copies or gone or moved)
    if changed:
        row.version += 1
        row.saved_at, row.saved_by = now, by
        row.save()
    typed_ids = {line.id for line in draft.lines}
    return Saved(
        area_update=row,
        changed=changed,
        shown=result.shown,
        conflicts=tuple(result.conflicts),
        kept=frozenset(pk for pk in result.kept if pk not in draft.choices),
        new_from_others=len(stored_rows.keys() - typed_ids),
        others=others,
        unclear=unclear,
    )


def _check_sizes(draft: Draft) -> None:
    errors = {}
    counts: dict[Heading, int] = {}
    for line in draft.lines:
        if line.id in draft.headings and line.text:
            heading = draft.headings[line.id]
            counts[heading] = counts.get(heading, 0) + 1
            if counts[heading] > LINES_LIMIT:
                errors[line.id] = _("A heading holds at most %(limit)s lines.") % {"limit": LINES_LIMIT}
        limit = 200 if line.id == "reason" else LINE_LIMIT
        if len(line.text) > limit:
            errors[line.id] = ngettext(
                "At most %(limit)s character fits here; this has %(length)s.",
                "At most %(limit)s characters fit here; this has %(length)s.",
                limit,
            ) % {"limit": limit, "length": len(line.text)}
    if errors:
        raise Invalid(errors)


def _still_fit_to_publish(row: AreaUpdate) -> None:
    if row.state != AreaState.SUBMITTED:
        return
    errors = _missing_health(row)
    if errors:
        raise Invalid(errors)


def _missing_health(row: AreaUpdate) -> dict[str, str]:
    if not row.health:
        return {"health": _("Say how it is going: on track, at risk or off track.")}
    if row.health != Health.ON_TRACK and not row.health_reason:
        return {"reason": _("Say in one line why it is not on track.")}
    return {}


def _no_line() -> dict[str, str]:
    return {Heading.WINS.value: _("Write at least one line; three are enough.")}


@transaction.atomic
def submit(*, area_update: AreaUpdate, by: Person, now: datetime) -> AreaUpdate:
    """The PM or deputy says: this is our update. Repeated, it changes nothing.

    What it asks of people become action items (`productops.followups`). Raises `Invalid` without health, without a
    reason when not on track, without a single line, or for an ask without who or when.
    """
    row = locked(area_update, by, Permission.WRITE_AREA_UPDATE, now)
    errors = _missing_health(row)
    if not row.bullets.exists():
        errors |= _no_line()
    if errors:
        raise Invalid(errors)
    if row.state == AreaState.SUBMITTED:
        return row
    row.state, row.submitted_at, row.submitted_by = AreaState.SUBMITTED, now, by
    row.excuse, row.excused_at, row.excused_by = "", None, None
    row.version += 1
    row.save()
    follow_asks(row, by=by, now=now)
    late = now > row.weekly_update.deadline_at
    record("area_update.submitted", by=by, obj=row, now=now, area_id=row.area_id, late=late)
    return row


@transaction.atomic
def excuse(*, area_update: AreaUpdate, reason: str, by: Person, now: datetime) -> AreaUpdate:
    """The PM or deputy explains why there is no update this week ("on leave"). Submitting later takes its place."""
    row = locked(area_update, by, Permission.EXCUSE_AREA_UPDATE, now)
    if not reason:
        raise Invalid({"excuse": _("Say in a few words why, for example: on leave.")})
    if len(reason) > 200:
        raise Invalid({"excuse": _("At most 200 characters fit here.")})
    if row.state == AreaState.SUBMITTED:
        raise Stale(_("This update was submitted in the meantime."))
    if (row.state, row.excuse) == (AreaState.EXCUSED, reason):
        return row
    row.state, row.excuse, row.excused_at, row.excused_by = AreaState.EXCUSED, reason, now, by
    row.version += 1
    row.save()
    record("area_update.excused", by=by, obj=row, now=now, area_id=row.area_id)
    return row


@transaction.atomic
def note(*, area_update: AreaUpdate, text: str, by: Person, now: datetime, seen: str | None = None) -> AreaUpdate:
    """Product Ops adds an editor's note, marked as theirs. The PM's own text stays as it is. Empty removes it.

    `seen` is the fingerprint of the note that the page showed; another note there now raises `Stale`.
    """
    row = locked(area_update, by, Permission.NOTE_AREA_UPDATE, now)
    if len(text) > LINE_LIMIT:
        raise Invalid({"note": _("At most %(limit)s characters fit here.") % {"limit": LINE_LIMIT}})
    if text == row.editor_note:
        return row
    if seen is not None and seen != fingerprint(row.editor_note):
        raise Stale(_("Somebody changed this note after you opened it. Yours is still here: look at both, save again."))
    row.editor_note, row.editor_note_html = text, block_html(text) if text else ""
    row.editor_note_by = by if text else None
    row.version += 1
    row.save()
    record("area_update.noted", by=by, obj=row, now=now, area_id=row.area_id)
    return row


@transaction.atomic
def answer_suggestion(*, area_update: AreaUpdate, source: str, answer: Answer, by: Person, now: datetime) -> AreaUpdate:
    """Accept an offer, which makes it a line at the end of its heading, or dismiss it. Repeated: nothing new.

    Raises `Stale` for an offer that is not on the table any more.
    """
    row = locked(area_update, by, Permission.WRITE_AREA_UPDATE, now)
    if row.answers.filter(source=source).exists():
        return row
    offer = next((it for it in offers(row, now) if it.source == source), None)
    if offer is None:
        raise Stale(_("This suggestion is gone: the update already says it."))
    SuggestionAnswer.objects.create(area_update=row, source=source, answer=answer, answered_at=now, answered_by=by)
    if answer == Answer.ACCEPTED:
        place = row.bullets.filter(heading=offer.heading).count()
        addresses = addresses_of(reference_keys(offer.text))
        bullet = bullet_of(row, uuid4(), offer.heading, place, offer.text, addresses, by, now, None)
        bullet.origin, bullet.assignee_id, bullet.due_on = source, offer.assignee_id, offer.due_on
        bullet.save()
        BulletReference.objects.bulk_create([BulletReference(bullet=bullet, key=key) for key in sorted(addresses)])
        row.version += 1
        row.saved_at, row.saved_by = now, by
        row.save()
        if row.state == AreaState.SUBMITTED:
            follow_asks(row, patient=True, by=by, now=now)
    record("suggestion.answered", by=by, obj=row, now=now, area_id=row.area_id, source=source, answer=answer)
    return row
