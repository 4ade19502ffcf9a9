"""Whom the weekly update would reach, and when: asked the way the schedule asks. See `comms.reach`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from comms.enums import NoticeKind
from comms.queries import subscription_of
from comms.reach import Audience
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, Organisation, Person
from productops.people.resolution import UnknownActivity, resolve, resolve_many
from productops.people.standing import organisation_of, standing_of
from productops.worktime import reminders_at
from rituals.enums import AreaState, UpdateState
from rituals.models import WeeklyUpdate
from rituals.reminders import BEFORES
from rituals.weeks import Times, current_week, times_of

ACTIVITY = "weekly-update"
KINDS = (
    NoticeKind.WEEKLY_UPDATE,
    NoticeKind.WEEKLY_REMINDER,
    NoticeKind.WEEKLY_MISSING,
    NoticeKind.WEEKLY_ESCALATION,
    NoticeKind.WEEKLY_CORRECTION,
)
NAMED = 5
AHEAD = 4  # weeks that are looked at; some have no business day


def explain(person: Person, now: datetime) -> Mapping[NoticeKind, Audience]:
    """Why each of `KINDS` would reach this person, and when next."""
    facts = _Facts(person, now)
    return {
        NoticeKind.WEEKLY_UPDATE: _update(facts),
        NoticeKind.WEEKLY_REMINDER: _reminder(facts),
        NoticeKind.WEEKLY_MISSING: _missing(facts),
        NoticeKind.WEEKLY_ESCALATION: _escalation(facts),
        NoticeKind.WEEKLY_CORRECTION: _correction(facts),
    }


@dataclass
class _Facts:
    """Read once; as many queries whoever asks."""

    person: Person
    now: datetime

    @cached_property
    def organisation(self) -> Organisation:
        found: Organisation = organisation_of(self.person)
        return found

    @cached_property
    def week(self) -> WeeklyUpdate | None:
        """Of the week that the organisation's clock is in."""
        return WeeklyUpdate.objects.filter(key=current_week(self.now, self.organisation).key).first()

    @cached_property
    def writes(self) -> list[Area]:
        """The areas whose update is hers to write."""
        areas = list(Area.objects.active().in_order())
        try:
            found = resolve_many(ACTIVITY, "R", areas, on=self.organisation.day(self.now))
        except UnknownActivity:
            return []
        return [area for area in areas if self.person in found[area.pk].people]

    @cached_property
    def is_accountable(self) -> bool:
        try:
            return self.person in resolve(ACTIVITY, "A", on=self.organisation.day(self.now)).people
        except UnknownActivity:
            return False

    @cached_property
    def is_submitted(self) -> bool:
        """Everything of hers is in, or explained, this week."""
        if self.week is None or not self.writes:
            return False
        return not self.week.area_updates.filter(area__in=self.writes, state=AreaState.OPEN).exists()

    def coming(self) -> Iterator[Times]:
        """The times of this week, as they stand in the update, and of the next ones."""
        week = current_week(self.now, self.organisation)
        if self.week is not None:
            yield Times(self.week.deadline_at, self.week.publish_at)
        elif times := times_of(week, self.organisation):
            yield times
        for _ahead in range(AHEAD):
            week = week.next()
            if times := times_of(week, self.organisation):
                yield times


def _update(facts: _Facts) -> Audience:
    usually = _("Everybody who follows the weekly update.")
    subscription = subscription_of(facts.person)
    if subscription is None:
        return Audience(usually)
    if subscription.all_areas:
        reasons = (_("You follow all areas."),)
    else:
        names = list(subscription.areas.order_by("position", "sort_key").values_list("name", flat=True))
        reasons = (_("You follow %(areas)s.") % {"areas": _named(names)},)
    is_out = facts.week is not None and facts.week.state == UpdateState.PUBLISHED
    coming = [times.publish_at for times in facts.coming()][1 if is_out else 0 :]
    return Audience(usually, reasons, next((at for at in coming if at > facts.now), None), _("the update of the week"))


def _reminder(facts: _Facts) -> Audience:
    usually = _("Whoever is responsible for the update of an area that is not submitted yet.")
    if not facts.writes:
        return Audience(usually)
    held = standing_of(facts.person, facts.now).areas
    by_role: dict[str, list[str]] = {}
    for area in facts.writes:
        as_whom = [kind.label for kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY) if (area.pk, kind) in held]
        by_role.setdefault(str(as_whom[0]) if as_whom else _("per RACI"), []).append(area.name)
    reasons = tuple(
        _("You write the update of %(areas)s (%(role)s).") % {"areas": _named(names), "role": role}
        for role, names in by_role.items()
    )
    return Audience(usually, reasons, _next_reminder(facts), _("a reminder, unless you submit before"))


def _next_reminder(facts: _Facts) -> datetime | None:
    person, weeks = facts.person, list(facts.coming())
    for times in weeks[1 if facts.is_submitted else 0 :]:
        moments = reminders_at(
            deadline=times.deadline_at,
            befores=BEFORES,
            zone=person.zone.key,
            working_days=person.working_days or [0, 1, 2, 3, 4],
            day_starts=person.day_starts,
            day_ends=person.day_ends,
            calendar=facts.organisation.calendar,
        )
        if after := [moment for moment in moments if moment > facts.now]:
            return after[0]
    return None


def _named(names: list[str]) -> str:
    """'Payments, Search, Mobile and 4 more'."""
    if len(names) <= NAMED:
        return ", ".join(names)
    words = {"names": ", ".join(names[: NAMED - 1]), "number": len(names) - NAMED + 1}
    return _("%(names)s and %(number)d more") % words


def _next_deadline(facts: _Facts) -> datetime | None:
    return next((times.deadline_at for times in facts.coming() if times.deadline_at > facts.now), None)


def _missing(facts: _Facts) -> Audience:
    usually = _("Whoever is accountable for the weekly update.")
    if not facts.is_accountable:
        return Audience(usually)
    reasons = (_("You are accountable for the weekly update (RACI)."),)
    return Audience(usually, reasons, _next_deadline(facts), _("if areas are missing then"))


def _escalation(facts: _Facts) -> Audience:
    usually = _("Heads of Product.")
    if Role.HEAD_OF_PRODUCT not in standing_of(facts.person, facts.now).roles:
        return Audience(usually)
    reasons = (_("You are Head of Product."),)
    return Audience(usually, reasons, _next_deadline(facts), _("if an area then missed two weeks in a row"))


def _correction(facts: _Facts) -> Audience:
    reasons = []
    if facts.is_accountable:
        reasons.append(_("You are accountable for the weekly update (RACI): proposals come to you."))
    kinds = {kind for _area, kind in standing_of(facts.person, facts.now).areas}
    if kinds & {AreaRoleKind.PM, AreaRoleKind.DEPUTY}:
        reasons.append(_("You write for an area: you hear what became of a correction that you proposed."))
    return Audience(_("Who decides about a correction, and who proposed it."), tuple(reasons))
