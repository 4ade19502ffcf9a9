"""Thirteen weeks of updates as acts: opened, written, submitted, aggregated, published, one of them corrected.

A week that is over ends with Product Ops publishing it ten minutes or so before time. The one under way goes exactly
as far as the clock has come, see `loader`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from productops.demo.correcting import Correcting
from productops.demo.files import WrittenAsk, WrittenPart, WrittenWeek, with_dates
from productops.demo.moments import Span, opening, shortly_after, shortly_before, within
from productops.demo.play import Act, Crew
from productops.followups.actions.doing import finish, move
from productops.followups.models import ActionItem
from productops.people.models import Organisation, Person
from productops.worktime import Week, iso_week, wall_clock
from rituals.actions.area_updates import Draft, excuse, save_draft, submit
from rituals.actions.publishing import edit_front, publish
from rituals.actions.weeks import open_week
from rituals.asks import DUE, WHO, line_id
from rituals.enums import Heading
from rituals.merge import Typed
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.queries import highlights_of, stamp_of
from rituals.schedule import close
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
            if wrong := self.written.correction:
                correcting = Correcting(wrong, self.week.key, lambda: self.parts[wrong.slug])
                yield from correcting.acts(published, self.crew.pms[wrong.slug], EDITOR, self.now)

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
                yield from self._following(part)
            case "draft":
                yield Act(moment, pm, lambda by, now: self._save(part, by, now))
            case "excused":
                yield Act(moment, pm, lambda by, now: self._excuse(part, by, now))

    def _following(self, part: WrittenPart) -> Iterator[Act]:
        """What became of what was asked, as far as the clock has come."""
        for ask in part.asks:
            zone = self.crew.people[ask.of].timezone
            if ask.moved is not None:
                at = wall_clock(self.week.monday + timedelta(days=ask.moved_on), time(16, 10), zone)
                if at <= self.now:
                    yield Act(at, ask.of, lambda by, now, ask=ask: self._move(part, ask, by, now))  # type: ignore[misc]
            if ask.done is not None:
                at = wall_clock(self.week.monday + timedelta(days=ask.done), time(11, 35), zone)
                if at <= self.now:
                    yield Act(at, ask.of, lambda by, now, ask=ask: self._finish(part, ask, by, now))  # type: ignore[misc]

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

    def _move(self, part: WrittenPart, ask: WrittenAsk, by: Person | None, now: datetime) -> None:
        assert by
        assert ask.moved is not None
        day, item = self.week.monday + timedelta(days=ask.moved), self._item(part, ask)
        move(item=item, due_on=day, reason=ask.why, version=item.version, by=by, now=now)

    def _finish(self, part: WrittenPart, ask: WrittenAsk, by: Person | None, now: datetime) -> None:
        assert by
        finish(item=self._item(part, ask), by=by, now=now)

    def _item(self, part: WrittenPart, ask: WrittenAsk) -> ActionItem:
        return ActionItem.objects.get(source=f"bullet:{self._ids(part, Heading.RISKS)[ask.line - 1]}")

    def _draft(self, part: WrittenPart) -> Draft:
        """As the editor posts it into an empty draft."""
        lines = [Typed("health", part.health, ""), Typed("reason", part.reason, "")]
        headings = dict(zip(self._ids(part), (heading for heading, _text in part.lines), strict=True))
        lines += [Typed(pk, self._said(text), "") for pk, (_h, text) in zip(headings, part.lines, strict=True)]
        for ask in part.asks:
            pk = self._ids(part, Heading.RISKS)[ask.line - 1]
            due = self.week.monday + timedelta(days=ask.by)
            lines += [Typed(line_id(pk, WHO), ask.of, ""), Typed(line_id(pk, DUE), due.isoformat(), "")]
        return Draft(lines=tuple(lines), headings=headings)

    def _ids(self, part: WrittenPart, under: Heading | None = None) -> list[str]:
        """Of a part's lines, or of those under one heading. They follow from the place: the same in every load."""
        address = f"https://meridian.example/{self.week}/{part.slug}"
        return [
            str(uuid5(NAMESPACE_URL, f"{address}/{number}"))
            for number, (heading, _text) in enumerate(part.lines)
            if under in (None, heading)
        ]

    def _aggregate(self, by: Person | None, now: datetime) -> None:
        close(self.update, now=now)

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
