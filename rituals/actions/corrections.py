"""The doors of a correction: its PM proposes, changes and withdraws it, Product Ops declines it.

Publishing is in `revisions.py`.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.editions.models import Edition
from productops.people.models import Person
from productops.people.permissions import Permission, require
from rituals import notices
from rituals.actions.area_updates import LINE_LIMIT, LINES_LIMIT
from rituals.correcting import Wording, part_in, problems, wording_of
from rituals.enums import CorrectionState, UpdateState
from rituals.models import AreaUpdate, Bullet, Correction, WeeklyUpdate

WHY_LIMIT = 300


@transaction.atomic
def propose(
    *,
    area_update: AreaUpdate,
    wording: Wording,
    why: str,
    seen: Edition,
    seen_version: int | None,
    by: Person,
    now: datetime,
) -> Correction:
    """The area's PM or deputy proposes how its published part should read; again, to change what is proposed.

    `seen`: the revision whose text the page showed; `seen_version`: of the open proposal it showed, None for none.
    Tells Product Ops of a new one. Raises `Invalid` for text that could not be submitted, for a missing `why`, and
    when nothing differs; `Stale` when the part, or the proposal, is another one meanwhile.
    """
    row = AreaUpdate.objects.select_for_update(of=("self",)).select_related("area").get(pk=area_update.pk)
    require(by, Permission.PROPOSE_CORRECTION, row, on=now)
    # Read after the lock: publishing takes the same locks before it changes the week.
    update = WeeklyUpdate.objects.select_related("edition").get(pk=row.weekly_update_id)
    _same_part(update, seen, row.area.slug)
    open_one = row.corrections.select_for_update().filter(state=CorrectionState.PROPOSED).first()
    if (open_one.version if open_one else None) != seen_version:
        raise Stale(
            _("This proposal was changed or answered since you opened the page. Your text is below; look again.")
        )
    _check(update, row, wording, why)
    assert update.edition is not None
    if open_one is None:
        made = Correction.objects.create(
            area_update=row, edition=update.edition, why=why, content=wording.as_json(), proposed_at=now, proposed_by=by
        )
        record("correction.proposed", by=by, obj=made, now=now, area_id=row.area_id, week=update.key)
        notices.correction_proposed(made, now=now)
        return made
    if (open_one.why, open_one.content) != (why, wording.as_json()):
        open_one.why, open_one.content, open_one.edition = why, wording.as_json(), update.edition
        open_one.proposed_by = by
        open_one.version += 1
        open_one.save()
        record("correction.changed", by=by, obj=open_one, now=now, area_id=row.area_id, week=update.key)
    return open_one


def _same_part(update: WeeklyUpdate, seen: Edition, slug: str) -> None:
    if update.state != UpdateState.PUBLISHED or update.edition is None:
        raise Stale(_("This week’s update is not published yet: change the area’s part itself."))
    part = part_in(update.edition.content, slug)
    if part is None or (seen.pk != update.edition.pk and part_in(seen.content, slug) != part):
        raise Stale(_("A correction of this area was published meanwhile. Your text is below; look at both."))


def _check(update: WeeklyUpdate, row: AreaUpdate, wording: Wording, why: str) -> None:
    assert update.edition is not None
    part = part_in(update.edition.content, row.area.slug)
    errors = problems(wording, line_limit=LINE_LIMIT, lines_limit=LINES_LIMIT)
    if not why:
        errors["why"] = _("Say what changes and why. Readers see it.")
    elif len(why) > WHY_LIMIT:
        errors["why"] = _("At most %(limit)s characters fit here.") % {"limit": WHY_LIMIT}
    ids = [line.id for lines in wording.lines.values() for line in lines]
    if Bullet.objects.filter(pk__in=ids).exclude(area_update=row).exists():
        errors[""] = _("These lines belong to another update. Open the page again.")
    if not errors and part is not None and wording_of(part) == wording:
        errors[""] = _("Nothing differs from what is published.")
    if errors:
        raise Invalid(errors)


def locked(correction: Correction) -> Correction:
    """The proposal as it is now, under lock, while it is open; `Stale` once it is answered."""
    row = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("area_update__area", "area_update__weekly_update")
        .get(pk=correction.pk)
    )
    if row.state != CorrectionState.PROPOSED:
        said = CorrectionState(row.state).label
        raise Stale(_("This proposal is settled already: %(state)s.") % {"state": said}, reload=row.get_absolute_url())
    return row


@transaction.atomic
def withdraw(*, correction: Correction, by: Person, now: datetime) -> Correction:
    """The area's PM or deputy takes the proposal back. Raises `Stale` when it is answered already."""
    row = locked(correction)
    require(by, Permission.PROPOSE_CORRECTION, row, on=now)
    return _settle(row, CorrectionState.WITHDRAWN, "", by, now)


@transaction.atomic
def decline(*, correction: Correction, reason: str, seen_version: int, by: Person, now: datetime) -> Correction:
    """Product Ops does not publish it and says why, which its PM is told.

    Raises `Invalid` without a reason, `Stale` when it is answered already or was changed since it was looked at.
    """
    row = locked(correction)
    require(by, Permission.PUBLISH_UPDATE, row, on=now)
    if not reason:
        raise Invalid({"answer": _("Say why, so that the PM can do something about it.")})
    if len(reason) > WHY_LIMIT:
        raise Invalid({"answer": _("At most %(limit)s characters fit here.") % {"limit": WHY_LIMIT}})
    if row.version != seen_version:
        raise Stale(_("The proposal was changed since you looked. It is shown below; look again."))
    _settle(row, CorrectionState.DECLINED, reason, by, now)
    notices.correction_answered(row, now=now)
    return row


def _settle(row: Correction, state: CorrectionState, answer: str, by: Person, now: datetime) -> Correction:
    row.state, row.answer, row.answered_at, row.answered_by = state, answer, now, by
    row.version += 1
    row.save()
    record(f"correction.{state}", by=by, obj=row, now=now, area_id=row.area_update.area_id)
    return row
