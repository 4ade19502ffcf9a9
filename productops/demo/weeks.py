"""Thirteen weeks of updates as acts: opened, written, submitted, aggregated, published.

A week that is over ends with Product Ops publishing it ten minutes or so before time. The one under way goes exactly
as far as the clock has come, see `loader`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from productops.demo.files import WrittenPart, WrittenWeek, with_dates
from productops.demo.moments import Span, opening, shortly_after, shortly_before, within
from productops.demo.play import Act, Crew
from productops.people.models import Organisation, Person
from productops.worktime import Week, iso_week
from rituals.actions.area_updates import Draft, excuse, save_draft, submit
from rituals.actions.publishing import aggregate, edit_front, publish
from rituals.actions.weeks import open_week
from rituals.enums import Heading
from rituals.merge import Typed
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.queries import highlights_of, stamp_of
from rituals.weeks import Times, current_week, times_of

EDITOR = "maja@meridian.example"
LAST_MINUTE = timedelta(minutes=4)  # nobody in the demo submits later than this before the deadline


def week_of(written: WrittenWeek, now: datetime, organisation: Organisation) -> Week:
    """The ISO week in which `written` was written."""
    return iso_week(current_week(now, organisation).monday - timedelta(weeks=written.weeks_ago))


def acts_of(written: WrittenWeek, crew: Crew, now: datetime) -> Iterator[Act]:
    """What happened in this week until `now`. Nothing in a week without a business day."""
    organisation = Organisation.current()
    week = week_of(written, now, organisation)
    times = times_of(week, organisation)
    if times is not None:
        yield from _Week(written, week, times, organisation, crew, now).acts()


@dataclass
class _Week:
    written: WrittenWeek
    week: Week
    times: Times
    organisation: Organisation
    crew: Crew
    now: datetime
    update: WeeklyUpdate = field(init=False)
    parts: dict[str, AreaUpdate] = field(init=False)

    def acts(self) -> Iterator[Act]:
        opened = opening(self.week, self.organisation.timezone, self.now)
        yield Act(opened, "", self._open)
        for part in self.written.parts:
            yield from self._writing(part, opened)
        deadline = self.times.deadline_at
        if deadline <= self.now:
            yield Act(shortly_after(deadline, f"{self.week} aggregated", not_after=self.now), "", self._aggregate)
        if self.written.title:
            published = shortly_before(
                self.times.publish_at, f"{self.week} published", minutes=(4, 17), not_before=deadline
            )
            edited = shortly_before(published, f"{self.week} edited", minutes=(3, 9), not_before=deadline)
            yield Act(edited, EDITOR, self._edit)
            yield Act(published, EDITOR, self._publish)

    def _writing(self, part: WrittenPart, opened: datetime) -> Iterator[Act]:
        if part.state in {"open", "missing"}:
            return
        pm = self.crew.pms[part.slug]
        moment = self._when(part, opened)
        match part.state:
            case "submitted":
                begun = shortly_before(moment, f"{self.week} {part.slug} begun", minutes=(2, 25), not_before=opened)
                yield Act(begun, pm, lambda by, now: self._save(part, by, now))
                yield Act(moment, pm, lambda by, now: self._submit(part, by, now))
            case "draft":
                yield Act(moment, pm, lambda by, now: self._save(part, by, now))
            case "excused":
                yield Act(moment, pm, lambda by, now: self._excuse(part, by, now))

    def _when(self, part: WrittenPart, opened: datetime) -> datetime:
        """Mostly on the day of the deadline, some on the one before; in what is over of this week."""
        due = self.organisation.day(self.times.deadline_at)
        days = self.organisation.calendar.business_days_of(self.week.monday)
        span = Span(opened, min(self.times.deadline_at - LAST_MINUTE, self.now), days)
        before = [day for day in days if day < due]
        zone = self.crew.people[self.crew.pms[part.slug]].timezone
        return within(span, f"{self.week} {part.slug}", zone=zone, usual=[due, due, *before[-1:]])

    def _open(self, by: Person | None, now: datetime) -> None:
        update = open_week(now=now, week=self.week)
        assert update
        self.update = update
        parts = update.area_updates.select_related("area")
        self.parts = {part.area.slug: part for part in parts}

    def _save(self, part: WrittenPart, by: Person | None, now: datetime) -> None:
        assert by
        save_draft(area_update=self.parts[part.slug], draft=self._draft(part), by=by, now=now)

    def _submit(self, part: WrittenPart, by: Person | None, now: datetime) -> None:
        assert by
        submit(area_update=self.parts[part.slug], by=by, now=now)

    def _excuse(self, part: WrittenPart, by: Person | None, now: datetime) -> None:
        assert by
        excuse(area_update=self.parts[part.slug], reason=part.excuse, by=by, now=now)

    def _draft(self, part: WrittenPart) -> Draft:
        """As the editor posts it into an empty draft. Ids of lines follow from their place: the same in every load."""
        lines = [Typed("health", part.health, ""), Typed("reason", part.reason, "")]
        headings: dict[str, Heading] = {}
        for number, (heading, text) in enumerate(part.lines):
            pk = str(uuid5(NAMESPACE_URL, f"https://meridian.example/{self.week}/{part.slug}/{number}"))
            headings[pk] = heading
            lines.append(Typed(pk, self._said(text), ""))
        return Draft(lines=tuple(lines), headings=headings)

    def _aggregate(self, by: Person | None, now: datetime) -> None:
        aggregate(update=self.update, by=None, now=now)

    def _edit(self, by: Person | None, now: datetime) -> None:
        """The editor writes highlights of her own in place of those found by the portal."""
        assert by
        self.update.refresh_from_db()
        found = [(line.pk, line.kind, "") for line in highlights_of(self.update)]
        own = [(None, kind.value, self._said(text)) for kind, text in self.written.highlights]
        edit_front(
            update=self.update,
            title=self.written.title,
            lines=[*found, *own],
            by=by,
            now=now,
            seen_version=self.update.version,
        )

    def _publish(self, by: Person | None, now: datetime) -> None:
        assert by
        self.update.refresh_from_db()
        publish(update=self.update, seen=stamp_of(self.update), by=by, now=now)

    def _said(self, text: str) -> str:
        return with_dates(text, self.week.monday, self.organisation.language)
