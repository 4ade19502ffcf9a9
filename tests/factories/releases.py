"""Releases on their way: a draft, one that is planned, one whose checklist is done."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person
from productops.people.seed import FUNCTIONS
from releases.actions.items import Shown, set_state
from releases.actions.planning import assign_tier, draft, move_launch, settling_once
from releases.enums import ItemState, Tier
from releases.models import PolicyVersion, Release
from releases.presets import preset
from tests.factories.people import LONG_AGO, PersonFactory, area_with_pm, in_role

LAUNCH = date(2027, 1, 19)  # a Tuesday; the tests' now is Wed 25 Nov 2026
FEATURE = {"visible": "feature", "reach": "some"}  # tier 2
MIGRATION = {"visible": "feature", "reach": "all", "migration": "yes"}  # tier 3
WORDING = {"visible": "fix"}  # tier 1
ANSWERS = {Tier.LOW: WORDING, Tier.MEDIUM: FEATURE, Tier.HIGH: MIGRATION}


def policy(number: int = 1, now: datetime | None = None, **changes: Any) -> PolicyVersion:
    """The policy of a scaling company, in force."""
    content = preset("scaling", regulated=False, language="en") | changes
    found, _made = PolicyVersion.objects.get_or_create(
        number=number, defaults={"content": content, "made_at": now or datetime.fromisoformat("2026-11-01T08:00Z")}
    )
    return found


def functions_with_leads() -> dict[str, Person]:
    """Every function of the seed has a lead."""
    leads = {}
    for slug in FUNCTIONS:
        leads[slug] = in_role(Role.FUNCTION_LEAD, name=f"Lead of {slug}")
        Function.objects.filter(slug=slug).update(lead=leads[slug])
    return leads


def staffed_area(**fields: Any) -> Area:
    """An area with its PM and Eng lead; `area.eng_lead` is that person."""
    area = area_with_pm(**fields)
    area.eng_lead = PersonFactory(name="Eng lead")  # type: ignore[attr-defined]
    AreaRole.objects.create(area=area, person=area.eng_lead, kind=AreaRoleKind.ENG_LEAD, starts_on=LONG_AGO)  # type: ignore[attr-defined]
    return area


def drafted(area: Area, now: datetime, name: str = "Instant payouts", **fields: Any) -> Release:
    return draft(name=name, area=area, by=area.pm, now=now, **fields)  # type: ignore[attr-defined]


def planned(
    area: Area, now: datetime, tier: Tier = Tier.MEDIUM, launch_on: date | None = LAUNCH, **fields: Any
) -> Release:
    """A release of this tier with its checklist, as its PM planned it."""
    policy()
    row = drafted(area, now, **fields)
    pm: Person = area.pm  # type: ignore[attr-defined]
    row = assign_tier(
        release=row, answers=ANSWERS[tier], tier=tier, reason="", by=pm, now=now, seen_version=row.version
    )
    if launch_on:
        row = move_launch(release=row, launch_on=launch_on, reason="", by=pm, now=now, seen_version=row.version)
    return row


def all_done(release: Release, now: datetime) -> None:
    """Every item that people settle is done by whose it is, with what it asks to show."""
    with transaction.atomic(), settling_once(now=now):
        for item in release.items.filter(retired_at=None, fact="").exclude(state=ItemState.DONE):
            who = item.person or item.function.lead
            assert who is not None
            shown = [Shown(url="https://docs.example.com/proof"), Shown(note="Checked on staging.")]
            set_state(items=[item], state=ItemState.DONE, shown=shown, by=who, now=now)
