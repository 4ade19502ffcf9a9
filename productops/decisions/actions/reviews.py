"""Decisions are looked at again: their owner is reminded on the day, and keeps them or supersedes them."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.decisions import notices
from productops.decisions.actions.entries import in_turn, latest, refuse_superseded
from productops.decisions.models import DecisionEntry, DecisionReview, ReviewReminder
from productops.doors import Invalid
from productops.people.models import Person
from productops.people.permissions import Permission, require
from productops.people.standing import day_of

FAR_AWAY = timedelta(days=5 * 366)  # nobody means it, the year is mistyped
AT_ONCE = 200  # reminders in one transaction


@transaction.atomic
def review(*, entry: DecisionEntry, keep_until: date | None, by: Person, now: datetime) -> DecisionReview:
    """Its owner looked at a decision again: it holds until another day, or without one for good.

    Raises `Stale` when it was superseded; `Invalid` for a day that is not ahead or too far away. Harmless when the
    owner said the same before. Records `decision.kept`.
    """
    require(by, Permission.REVIEW_DECISION, entry, on=now)
    in_turn()
    row = latest(entry)
    refuse_superseded(row)
    today = day_of(by, now)
    if keep_until and keep_until <= today:
        raise Invalid({"keep_until": _("Choose a day that is still ahead.")})
    if keep_until and keep_until > today + FAR_AWAY:
        raise Invalid({"keep_until": _("That is years away. Is the year right?")})
    last = DecisionReview.objects.filter(entry__number=row.number).last()
    if last and last.keep_until == keep_until and last.by_id == by.pk:
        return last
    made = DecisionReview.objects.create(entry=row, keep_until=keep_until, at=now, by=by)
    until = keep_until.isoformat() if keep_until else ""
    record("decision.kept", by=by, obj=row, now=now, area_id=row.area_id, number=row.number, until=until)
    return made


@transaction.atomic
def remind_some(*, today: date, now: datetime) -> int:
    """Remind the owners of decisions whose review day has come, once per day that was set. Answers how many.

    In turn with whoever writes the log, so any number of schedulers may do it at once. Writes a `ReviewReminder` and
    records `decision.review_reminded` for each; who hears of it is said in `notices`.
    """
    in_turn()
    told = ReviewReminder.objects.filter(entry__number=OuterRef("number"), review_on=OuterRef("look_on"))
    due = DecisionEntry.objects.defer("document").to_review(today).with_look_on().filter(~Exists(told))
    rows = list(due.select_related("owner", "area").order_by(F("look_on"), "number")[:AT_ONCE])
    ReviewReminder.objects.bulk_create(
        ReviewReminder(entry=row, review_on=row.look_on, told_at=now)  # type: ignore[attr-defined]
        for row in rows
    )
    for row in rows:
        record("decision.review_reminded", by=None, obj=row, now=now, area_id=row.area_id, number=row.number)
    notices.to_review(rows, now=now)
    return len(rows)
