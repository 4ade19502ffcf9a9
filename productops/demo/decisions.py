"""What was said before a launch and how it was decided: sign-offs, meetings, overrides, go/no-go, as steps of a story.

Everything by the doors people use. What stands in the way on the calendar of the day, such as a freeze around New
Year, is taken on by the Head of Product where the file says "go"; what nobody foresaw leaves the release undecided.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from productops.demo.bundles import bundle_steps
from productops.demo.decision_files import WrittenDecisions, decisions_of, email
from productops.demo.play import Crew
from productops.demo.release_files import Facts
from productops.demo.release_items import Do, Step
from productops.demo.release_moments import LATE, Moments
from productops.people.models import Function, Organisation, Person
from productops.worktime import wall_clock
from releases.actions import decisions, meetings, rounds, signoffs
from releases.actions.planning import edit
from releases.actions.replanning import prove
from releases.blockers import Blocker, BlockerKind
from releases.enums import Answer, Outcome
from releases.go_no_go import Promise, Proposal, objections
from releases.models import Release
from releases.preflight import open_conditions, open_round, preflight

HEAD, OPS = "ewa@meridian.example", "maja@meridian.example"
MEET_AT, TRAIN_AT = time(11, 0), time(9, 30)
IN_FREEZE = "Agreed before the freeze began: Support and Reliability are there on that day."


def decision_steps(key: str, pm: str, crew: Crew, moments: Moments, row: Callable[[], Release]) -> Iterator[Step]:
    """In the order in which they happen on one day. `row` gives the release as the last door left it."""
    if written := decisions_of().get(key):
        story = _Story(written, pm, crew, moments, row)
        for day, who, do in story.steps():
            yield day, who, story.and_look(do)


def _moment(found: Facts) -> float:
    return float(found["day"] + (LATE if found.get("late") else 0))


@dataclass(frozen=True)
class _Story:
    written: WrittenDecisions
    pm: str
    crew: Crew
    moments: Moments
    row: Callable[[], Release]

    def steps(self) -> Iterator[Step]:
        written = self.written
        if written.bundle:
            yield from bundle_steps(written.bundle, self.pm, OPS, self.crew, self.row)
        for found in written.asked:
            yield _moment(found), self.pm, self._ask(found)
        for found in written.signed:
            yield _moment(found), email(found["by"]), self._wait(found) if "waits" in found else self._sign(found)
        yield from self._sessions()
        for found in written.wanted:
            yield _moment(found), email(found["by"]), self._want(found)
        for found in written.overridden:
            yield _moment(found), email(found["by"]), self._override(found)
        for found in written.decided:
            yield _moment(found), self.pm, self._decide(found)
            for condition in found.get("conditions", ()):
                if met := condition.get("met"):
                    yield _moment(met), email(met["by"]), self._meet(condition["what"], met["how"])

    def _sessions(self) -> Iterator[Step]:
        if training := self.written.training:
            yield training["planned"], OPS, self._plan_training(training)
            yield training["held"] + LATE, OPS, self._train(training)
        for found in self.written.meetings:
            yield found["planned"] + (LATE if found.get("late") else 0), OPS, self._plan_meeting(found)
            if "came" in found:
                yield found["held"] + LATE, OPS, self._meet_up(found)

    def and_look(self, do: Do) -> Do:
        """`do`, and what it made of the release is known to what comes next."""

        def act(by: Person, now: datetime) -> None:
            do(by, now)
            self.row().refresh_from_db()

        return act

    def _ask(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            functions = list(Function.objects.filter(slug__in=found["functions"]))
            signoffs.ask(release=self.row(), functions=functions, by=by, now=now)

        return do

    def _sign(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            answer = Answer(found.get("answer", Answer.READY))
            asked = self.row().signoff_requests.select_related("release").get(function__slug=found["function"])
            signoffs.answer(request=asked, answer=answer, comment=found.get("comment", ""), by=by, now=now)

        return do

    def _wait(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            asked = self.row().signoff_requests.select_related("release").get(function__slug=found["function"])
            signoffs.wait_for(request=asked, waiting_for=found["waits"], by=by, now=now)

        return do

    def _at(self, day: int, clock: time) -> datetime:
        return wall_clock(self.moments.day(day), clock, self.moments.zones[OPS])

    def _people(self, found: Facts) -> list[Person]:
        return [self.crew.people[email(name)] for name in found["came"]]

    def _plan_training(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            starts_at = self._at(found["held"], TRAIN_AT)
            meetings.plan_training(
                release=self.row(), starts_at=starts_at, place="Room Baltic, and by video",
                materials_url=found["materials"], by=by, now=now,
            )  # fmt: skip

        return do

    def _train(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            meetings.record_training(
                release=self.row(), attended=self._people(found), notes=found["notes"], by=by, now=now
            )

        return do

    def _plan_meeting(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            meetings.plan_meeting(release=self.row(), starts_at=self._at(found["held"], MEET_AT), by=by, now=now)

        return do

    def _meet_up(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            meetings.record_meeting(
                release=self.row(), attended=self._people(found), notes=found["notes"], by=by, now=now
            )

        return do

    def _want(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            rounds.ask_for_override(release=self.row(), ref=found["ref"], by=by, now=now)

        return do

    def _override(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            row = self.row()
            prove(row, now=now)
            for blocker in preflight(row, now=now).blockers:
                if blocker.ref == found["ref"] or blocker.kind == found["ref"]:
                    rounds.override(release=row, ref=blocker.ref, reason=found["why"], by=by, now=now)

        return do

    def _decide(self, found: Facts) -> Do:
        def do(by: Person, now: datetime) -> None:
            row = self.row()
            prove(row, now=now)
            seen = preflight(row, now=now)
            self._through_freezes(seen.blockers, now)
            new_day = self.moments.day(found["to"]) if "to" in found else None
            conditions = tuple(self._promise(each) for each in found.get("conditions", ()))
            proposal = Proposal(Outcome(found["outcome"]), found["why"], conditions, new_day)
            round_ = open_round(row)
            taken_on = frozenset(round_.overrides.values_list("ref", flat=True)) if round_ else frozenset()
            today = Organisation.current().day(now)
            if objections(proposal, seen.blockers, taken_on, launch_on=row.launch_on, today=today):
                return
            decisions.record_decision(release=row, proposal=proposal, seen=seen.seen, by=by, now=now)
            if "window" in found:
                row.refresh_from_db()
                first, last = map(self.moments.day, found["window"])
                fields = {"window_from": first, "window_to": last}
                edit(release=row, fields=fields, by=by, now=now, seen_version=row.version)

        return do

    def _through_freezes(self, found: tuple[Blocker, ...], now: datetime) -> None:
        for blocker in found:
            if blocker.kind == BlockerKind.FREEZE:
                head = self.crew.people[HEAD]
                rounds.override(release=self.row(), ref=blocker.ref, reason=IN_FREEZE, by=head, now=now)

    def _promise(self, found: Facts) -> Promise:
        owner = self.crew.people[email(found["owner"])]
        return Promise(found["what"], owner.pk, self.moments.day(found["by"]), found.get("ref", ""))

    def _meet(self, what: str, how: str) -> Do:
        def do(by: Person, now: datetime) -> None:
            if condition := open_conditions(self.row()).filter(what=what).first():
                decisions.meet_condition(condition=condition, how=how, by=by, now=now)

        return do
