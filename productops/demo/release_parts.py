"""What a release of the demo is made of beside its checklist: links, risks, what it waits for, flags, rollout."""

from collections.abc import Callable, Iterator
from datetime import datetime

from productops.demo.play import Crew
from productops.demo.release_files import WrittenRelease
from productops.demo.release_items import Do, Step
from productops.demo.release_moments import Moments
from productops.people.models import Function, Person
from releases.actions.dependencies import deliver, depend_on_function, depend_on_release
from releases.actions.parts import add, reach
from releases.models import FeatureFlag, Release, ReleaseLink, Risk, RolloutStep


def add_parts(
    row: Release,
    written: WrittenRelease,
    crew: Crew,
    moments: Moments,
    other: Callable[[str], Release],
    by: Person,
    now: datetime,
) -> None:
    """All of them at once, when the release begins. `other` gives a release by its key."""
    for title, url in written.links:
        add(release=row, part=ReleaseLink, facts={"title": title, "url": url}, by=by, now=now)
    for risk in written.risks:
        add(release=row, part=Risk, facts={**risk, "owner": crew.people[risk["owner"]]}, by=by, now=now)
    for flag in written.flags:
        add(release=row, part=FeatureFlag, facts={**flag, "owner": crew.people[flag["owner"]]}, by=by, now=now)
    for step in written.rollout:
        facts = {"share": step["share"], "audience": step["audience"], "on": moments.day(step["day"])}
        add(release=row, part=RolloutStep, facts=facts, by=by, now=now)
    for found in written.dependencies:
        promised = moments.day(found["promised"])
        if "release" in found:
            depend_on_release(
                release=row, on=other(found["release"]), deliverable=found["deliverable"], promised_on=promised,
                by=by, now=now,
            )  # fmt: skip
        else:
            on = Function.objects.get(slug=found["function"])
            depend_on_function(
                release=row, on=on, deliverable=found["deliverable"], promised_on=promised, by=by, now=now
            )


def delivery_steps(written: WrittenRelease, pm: str, row: Callable[[], Release]) -> Iterator[Step]:
    """What a function delivered, recorded by the PM."""
    for found in written.dependencies:
        if "delivered" in found:
            yield found["delivered"], pm, _delivered(found["deliverable"], row)


def _delivered(deliverable: str, row: Callable[[], Release]) -> Do:
    def do(by: Person, now: datetime) -> None:
        deliver(dependency=row().dependencies.get(deliverable=deliverable), delivered=True, by=by, now=now)

    return do


def rollout_steps(written: WrittenRelease, pm: str, row: Callable[[], Release]) -> Iterator[Step]:
    for step in written.rollout:
        if "reached" in step:
            yield step["reached"], pm, _reached(step["share"], row)


def _reached(share: int, row: Callable[[], Release]) -> Do:
    def do(by: Person, now: datetime) -> None:
        reach(step=row().rollout.get(share=share), reached=True, by=by, now=now)

    return do
