"""Meridian's releases as acts: drafted, tiered, dated, moved, reviewed, launched, on the days that the file says.

Everything goes through the doors people use, as far as the clock has come; how it was decided is told by `decisions`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from productops.demo.decisions import decision_steps
from productops.demo.play import Act, Crew
from productops.demo.release_files import WrittenRelease, releases
from productops.demo.release_items import Step, item_steps
from productops.demo.release_moments import Moments
from productops.demo.release_parts import add_parts, delivery_steps, rollout_steps
from productops.demo.release_policy import policy_acts
from productops.people.models import Function, Organisation, Person
from productops.worktime import wall_clock
from releases.actions.approvals import look_again
from releases.actions.bundles import chase_readers
from releases.actions.confidentiality import keep_confidential, let_in
from releases.actions.dates import set_dates
from releases.actions.health import reassess_all
from releases.actions.planning import assign_tier, challenge_tier, draft, edit, move_launch, move_policy, settling_once
from releases.actions.signoffs import chase_all
from releases.actions.stages import hold, move, record_rollback
from releases.enums import Stage, Tier
from releases.models import Release
from releases.queries import policy_in_force
from releases.schedule import MORNING
from releases.stages import Move

ASSESSED_SINCE = -7  # the day since which the schedule looks every morning; before, nobody looked
CHASED_SINCE = -3


def releasing(crew: Crew, moments: Moments, now: datetime) -> Iterator[Act]:
    """Policy, releases and what the schedule does every morning, until `now`."""
    stories = {written.key: Story(written, crew, moments) for written in releases()}
    acts = [*policy_acts(crew, moments), *_mornings(moments)]
    for story in stories.values():
        acts += story.acts(stories)
    yield from (act for act in acts if act.at <= now)


def begins(moments: Moments) -> datetime:
    """When the schedule looked for the first time: what follows from all that went before may follow then, once."""
    return wall_clock(moments.day(ASSESSED_SINCE), MORNING, Organisation.current().timezone)


def _mornings(moments: Moments) -> Iterator[Act]:
    """What `releases.schedule` does on each business day; who is late is asked in the week of the demo."""
    organisation = Organisation.current()
    for number in range(ASSESSED_SINCE, 7):
        day = moments.day(number)
        if organisation.calendar.is_business_day(day):
            morning = wall_clock(day, MORNING, organisation.timezone)
            yield Act(morning, "", lambda by, now: reassess_all(now=now))
            if number >= CHASED_SINCE:
                yield Act(morning, "", lambda by, now: _chase(now))


def _chase(now: datetime) -> None:
    look_again(now=now)
    chase_all(now=now)
    chase_readers(now=now)


@dataclass
class Story:
    """What happens to one release. `row`: as the last door left it."""

    written: WrittenRelease
    crew: Crew
    moments: Moments
    row: Release = field(init=False)

    @property
    def pm(self) -> str:
        return self.crew.pms[self.written.area]

    def acts(self, others: Mapping[str, "Story"]) -> Iterator[Act]:
        """What one person did on one day is done in one go."""
        steps = sorted(self._steps(others), key=lambda step: step[0])
        places: Counter[int] = Counter()
        for (day, who), found in groupby(steps, key=lambda step: step[:2]):
            yield Act(self.moments.at(day, places[day], who, self.written.key), who, _in_one_go([*found]))
            places[day] += 1

    def _steps(self, others: Mapping[str, "Story"]) -> Iterator[Step]:
        """In the order in which they happen on one day."""
        written = self.written
        yield written.drafted, self.pm, self._draft
        if written.tier is None:
            return
        yield written.drafted, self.pm, self._assign_tier
        if written.dated is not None:
            yield written.dated, self.pm, self._date
        if found := written.confidential:
            yield found["day"], self.pm, lambda by, now: self._confidential(found, by, now)
        parts_of = {key: story for key, story in others.items() if key != written.key}
        yield written.drafted, self.pm, lambda by, now: self._parts(parts_of, by, now)
        for change in written.edits:
            yield change["day"], change.get("by", self.pm), self._edit(change["set"])
        if written.newest_policy is not None:
            yield written.newest_policy, self.pm, self._newest_policy
        if written.reviewed is not None:
            yield written.reviewed, self.pm, self._move(Move.BEGIN_REVIEW)
        yield from item_steps(written, self.crew, lambda: self.row)
        yield from delivery_steps(written, self.pm, lambda: self.row)
        yield from rollout_steps(written, self.pm, lambda: self.row)
        for slip in written.moves:
            yield slip["day"], self.pm, self._slip(slip)
        yield from decision_steps(written.key, self.pm, self.crew, self.moments, lambda: self.row)
        yield from self._ends()

    def _ends(self) -> Iterator[Step]:
        written = self.written
        if found := written.challenge:
            yield found["day"], found["by"], self._challenge
        if found := written.held:
            yield found["day"], self.pm, self._hold
        if written.launched is not None:
            yield written.launched, self.pm, self._launch
        if found := written.rolled_back:
            yield found["day"], self.pm, self._roll_back
        if written.closed is not None:
            yield written.closed, self.pm, self._move(Move.CLOSE)
        if found := written.cancelled:
            yield found["day"], self.pm, self._move(Move.CANCEL, found["why"])

    def _draft(self, by: Person, now: datetime) -> None:
        written = self.written
        fields = self._values(written.fields)
        if written.window:
            fields["window_from"], fields["window_to"] = map(self.moments.day, written.window)
        if written.decision is not None and written.dated is None and not written.moves:
            fields["decision_on"] = self.moments.day(written.decision)
        area = self.crew.areas[written.area]
        self.row = draft(
            key=written.key, name=written.name, area=area, summary=written.summary, by=by, now=now, **fields
        )
        if written.launch is not None and written.dated is None:
            self._date(by, now)  # before the tier, so that the checklist is made once

    def _values(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """As the model has them: people for addresses, days for numbers."""
        found = dict(fields)
        if "rollback_owner" in found:
            found["rollback_owner"] = self.crew.people[found["rollback_owner"]]
        if "customer_from" in found:
            found["customer_from"] = self.moments.day(found["customer_from"])
        return found

    def _date(self, by: Person, now: datetime) -> None:
        assert self.written.launch is not None
        day = self.moments.day(self.written.launch)
        self.row = move_launch(
            release=self.row, launch_on=day, reason="", by=by, now=now, seen_version=self.row.version
        )

    def _assign_tier(self, by: Person, now: datetime) -> None:
        written = self.written
        self.row = assign_tier(
            release=self.row, answers=written.answers, tier=Tier(written.tier or 0), reason=written.why, by=by, now=now,
            seen_version=self.row.version,
        )  # fmt: skip

    def _parts(self, others: Mapping[str, "Story"], by: Person, now: datetime) -> None:
        if affects := self.written.affects:
            areas = [self.crew.areas[slug] for slug in affects["areas"]]
            functions = list(Function.objects.filter(slug__in=affects["functions"]))
            self._edit({"functions": functions, "other_areas": areas})(by, now)
        add_parts(self.row, self.written, self.crew, self.moments, lambda key: others[key].row, by, now)

    def _edit(self, fields: Mapping[str, Any]) -> Callable[[Person, datetime], object]:
        def do(by: Person, now: datetime) -> None:
            self.row = edit(release=self.row, fields=fields, by=by, now=now, seen_version=self.row.version)

        return do

    def _newest_policy(self, by: Person, now: datetime) -> None:
        newest = policy_in_force()
        assert newest
        self.row = move_policy(release=self.row, to=newest, by=by, now=now, seen_version=self.row.version)

    def _slip(self, slip: Mapping[str, Any]) -> Callable[[Person, datetime], object]:
        last = slip is self.written.moves[-1]

        def do(by: Person, now: datetime) -> None:
            window = [*map(self.moments.day, slip["window"])] if "window" in slip else []
            decision = self.written.decision if last else None
            self.row = set_dates(
                release=self.row,
                launch_on=self.moments.day(slip["to"]),
                reason=slip["why"],
                window_from=window[0] if window else self.row.window_from,
                window_to=window[1] if window else self.row.window_to,
                decision_on=self.row.decision_on if decision is None else self.moments.day(decision),
                by=by,
                now=now,
                seen_version=self.row.version,
            )

        return do

    def _move(self, step: Move, reason: str = "") -> Callable[[Person, datetime], object]:
        def do(by: Person, now: datetime) -> None:
            self.row = move(release=self.row, move=step, reason=reason, by=by, now=now)

        return do

    def _launch(self, by: Person, now: datetime) -> None:
        """What nobody approved went out nevertheless; then that is recorded."""
        asked = self.written.tier != Tier.LOW
        known = Move.RECORD_LAUNCH if asked and self.row.stage != Stage.APPROVED else Move.LAUNCH
        self._move(known)(by, now)

    def _challenge(self, by: Person, now: datetime) -> None:
        assert self.written.challenge
        self.row = challenge_tier(release=self.row, reason=self.written.challenge["why"], by=by, now=now)

    def _hold(self, by: Person, now: datetime) -> None:
        assert self.written.held
        self.row = hold(release=self.row, reason=self.written.held["why"], by=by, now=now)

    def _roll_back(self, by: Person, now: datetime) -> None:
        assert self.written.rolled_back
        self.row = record_rollback(release=self.row, reason=self.written.rolled_back["why"], by=by, now=now)

    def _confidential(self, found: Mapping[str, Any], by: Person, now: datetime) -> None:
        self.row = keep_confidential(release=self.row, reason=found["why"], by=by, now=now)
        for email in found["insiders"]:
            self.row = let_in(release=self.row, person=self.crew.people[email], by=by, now=now)


def _in_one_go(steps: Sequence[Step]) -> Callable[[Person | None, datetime], object]:
    def act(by: Person | None, now: datetime) -> None:
        assert by
        with settling_once(now=now):
            for _day, _who, do in steps:
                do(by, now)

    return act
