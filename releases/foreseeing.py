"""What re-planning a release would do, worked out without doing it: for the pages that ask before they act."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from productops.people.models import Function, Organisation, Person
from productops.people.standing import organisation_of
from releases.checklist import Item, Moved, Plan, plan
from releases.enums import Tier
from releases.lead_words import Word, words_for
from releases.models import AreaChecklist, PolicyVersion, Release
from releases.policy import Difference, Policy, TierPolicy, differences, template_for
from releases.policy_reading import area_lines
from releases.queries import freezes, function_slugs, holders_of, item_facts, policy_of, template_of


@dataclass(frozen=True)
class Line:
    """One item that would change. `was` and `due_on` differ where its day moves; `settled` items keep theirs."""

    title: str
    function: str
    due_on: date
    was: date | None = None


@dataclass(frozen=True)
class Foreseen:
    """What would be added, retired, moved or asked for again, and who would hear of it (never who does it)."""

    added: tuple[Line, ...] = ()
    retired: tuple[Line, ...] = ()
    moved: tuple[Line, ...] = ()
    changed: tuple[Line, ...] = ()
    revived: tuple[Line, ...] = ()
    people: tuple[Person, ...] = ()
    late: int = 0  # of what is still to be done, how much would be due before today

    def __bool__(self) -> bool:
        return bool(self.added or self.retired or self.moved or self.changed or self.revived)

    @property
    def coming(self) -> int:
        return len(self.added) + len(self.revived)


def foresee(release: Release, *, by: Person, today: date, **changes: Any) -> Foreseen:
    """The plan for `release` with `changes` of its tier, policy, area_checklist or launch_on. Writes nothing."""
    imagined = copy(release)
    for name, value in changes.items():
        setattr(imagined, name, value)
    if imagined.launch_on is None or imagined.tier is None:
        return Foreseen()
    functions = {row.pk: row for row in Function.objects.all()}
    rows = {row.key: row for row in release.items.all()} if release.pk else {}
    made = plan(
        template_of(imagined),
        [item_facts(row, functions[row.function_id].slug) for row in rows.values()],
        launch_on=imagined.launch_on,
        calendar=organisation_of(by).calendar,
    )
    people = _told(release, made, {key: row.person_id for key, row in rows.items()}, today) - {by.pk}
    return _in_words(
        made,
        {row.slug: row.name for row in functions.values()},
        tuple(Person.objects.filter(pk__in=people, is_active=True).order_by("name")),
        today,
    )


def _told(release: Release, made: Plan, persons: dict[str, int | None], today: date) -> set[int | None]:
    """As `notices.replanned` tells: whose open items are new, gone or another."""
    holders = holders_of(release.area_id, today) if made.added else None
    told = {persons[item.key] for item in (*made.retired, *_after(made)) if not item.settled}
    if holders:
        told |= {holders.of(item.function) for item in made.added}
    return told - {None}


def _in_words(made: Plan, names: dict[str, str], people: tuple[Person, ...], today: date) -> Foreseen:
    def line(item: Item, was: date | None = None) -> Line:
        return Line(item.title, names.get(item.function, item.function), item.due_on, was)

    def lines(changes: Iterable[Moved]) -> tuple[Line, ...]:
        return tuple(line(each.after, each.before.due_on) for each in changes)

    redated = [each for each in made.changed if each.before.due_on != each.after.due_on]
    return Foreseen(
        added=tuple(map(line, made.added)),
        retired=tuple(map(line, made.retired)),
        moved=lines(redated),
        changed=lines(each for each in made.changed if each not in redated),
        revived=lines(made.revived),
        people=people,
        late=sum(item.due_on < today and not item.settled for item in [*made.added, *_after(made)]),
    )


def _after(made: Plan) -> list[Item]:
    return [moved.after for moved in (*made.changed, *made.revived)]


def said_of_date(
    asked: TierPolicy | None, launch_on: date | None, *, organisation: Organisation, today: date
) -> tuple[Word, ...]:
    """The words about a launch date; without a tier those about the day alone."""
    if launch_on is None:
        return ()
    words = words_for(
        launch_on,
        needed=asked.lead_days if asked else 0,
        final_days=asked.final_days if asked else 0,
        today=today,
        calendar=organisation.calendar,
        freezes=[window.as_window() for window in freezes()],
    )
    return words if asked else tuple(word for word in words if word.kind != "notice")


def policy_differences(release: Release, to: PolicyVersion, listed: AreaChecklist | None) -> Sequence[Difference]:
    """What the release's own policy and area list ask, and what `to` and `listed` would. Empty for a draft."""
    if release.tier is None or release.policy is None:
        return ()
    tier, slugs = Tier(release.tier), function_slugs()
    names = dict(Function.objects.values_list("slug", "name"))
    before = _with_area(policy_of(release.policy), release.area_checklist, tier, slugs)
    after = _with_area(policy_of(to), listed, tier, slugs)
    return differences(before, after, tier, names)


def _with_area(policy: Policy, listed: AreaChecklist | None, tier: Tier, slugs: frozenset[str]) -> Policy:
    """The policy as if the area's lines were the organisation's, so that one comparison says both."""
    added = area_lines(listed.items, tier=tier, policy=policy, functions=slugs) if listed else ()
    asked = replace(policy.of(tier), checklist=template_for(policy, tier, added))
    return replace(policy, tiers={**policy.tiers, tier: asked})
