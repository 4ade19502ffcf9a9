"""What Meridian asks of its releases, as acts: a policy with a second version, an area's own list, two freezes."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from productops.demo.play import Act, Crew
from productops.demo.release_files import releases_file
from productops.demo.release_moments import Moments
from productops.people.models import Person
from productops.people.standing import day_of
from releases.actions.freezes import add_freeze
from releases.actions.policies import choose_preset, publish_area_checklist, publish_policy
from releases.presets import preset
from releases.queries import policy_in_force

ADMIN = "ravi@meridian.example"
NOVEMBER, DECEMBER, THURSDAY = 11, 12, 3


def policy_acts(crew: Crew, moments: Moments) -> Iterator[Act]:
    """The admin chooses the policy when the portal is set up and changes it once; a PM adds a line of her area's."""
    chosen = releases_file()["policy"]

    def choose(by: Person | None, now: datetime) -> None:
        assert by
        choose_preset(size=chosen["chosen"], regulated=False, note="", by=by, now=now, seen_number=0)
        for name, first, last in freezes_after(day_of(by, now), releases_file()["freezes"]):
            add_freeze(name=name, starts_on=first, ends_on=last, by=by, now=now)

    def change(by: Person | None, now: datetime) -> None:
        assert by
        before = policy_in_force()
        assert before
        content = with_earlier_macros(before.content, chosen["macros"])
        publish_policy(content=content, note=chosen["note"], by=by, now=now, seen_number=before.number)

    yield Act(moments.set_up, ADMIN, choose)
    yield Act(moments.at(chosen["day"], 0, ADMIN), ADMIN, change)
    yield _area_list(crew, moments, releases_file()["area_checklist"])


def _area_list(crew: Crew, moments: Moments, found: Mapping[str, Any]) -> Act:
    pm = crew.pms[found["area"]]

    def add(by: Person | None, now: datetime) -> None:
        assert by
        area = crew.areas[found["area"]]
        publish_area_checklist(area=area, items=found["items"], note=found["note"], by=by, now=now, seen_number=0)

    return Act(moments.at(found["day"], 0, pm), pm, add)


def with_earlier_macros(content: Mapping[str, Any], days: Mapping[int, int]) -> dict[str, Any]:
    """The policy with Support's macros due so many business days before launch, by tier."""
    changed: dict[str, Any] = deepcopy(dict(content))
    for tier, before in days.items():
        for line in changed["tiers"][str(tier)]["checklist"]:
            if line["key"] == "macros":
                line["days_before"] = before
    return changed


@cache
def function_of_items() -> dict[str, str]:
    """Which function each line of a checklist belongs to, by the line's key."""
    found = releases_file()
    tiers = preset(found["policy"]["chosen"], regulated=False, language="en")["tiers"].values()
    lines = {line["key"]: line["function"] for tier in tiers for line in tier["checklist"]}
    return lines | {f"area:{line['key']}": line["function"] for line in found["area_checklist"]["items"]}


def freezes_after(day: date, names: Mapping[str, str]) -> Iterator[tuple[str, date, date]]:
    """The days from Black Friday to Cyber Monday and those around New Year that come next, or are under way.

    Two of each: a demo that was set up before the one shall know the next.
    """
    for year in range(day.year - 1, day.year + 2):
        friday = _fourth_thursday_of_november(year) + timedelta(days=1)
        monday = friday + timedelta(days=3)
        if monday >= day:
            yield names["black_friday"], friday, monday
        if date(year + 1, 1, 3) >= day:
            yield names["year_end"], date(year, DECEMBER, 21), date(year + 1, 1, 3)


def _fourth_thursday_of_november(year: int) -> date:
    first = date(year, NOVEMBER, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 21)
