"""Risks, flags, steps, links: added, changed, removed, put back; two people at once; who may."""

from datetime import date, datetime

import pytest

from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area
from productops.people.permissions import PermissionRefused
from releases.actions.parts import add, change, fingerprint, put_back, reach, remove
from releases.enums import RiskState, Severity
from releases.models import FeatureFlag, Release, ReleaseLink, Risk, RolloutStep
from tests.factories import OrganisationFactory, in_role
from tests.factories.releases import functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


@pytest.fixture
def release(area: Area, now: datetime) -> Release:
    return planned(area, now)


def test_a_high_risk_worries_until_it_is_mitigated(release: Release, area: Area, now: datetime) -> None:
    pm = area.pm  # type: ignore[attr-defined]
    risk = add(release=release, part=Risk, facts={"title": "Double payout", "severity": "high"}, by=pm, now=now)
    release.refresh_from_db()
    assert (release.health, [each["remedy"] for each in release.health_reasons]) == ("at_risk", ["risk"])
    with pytest.raises(Invalid) as refused:
        change(part=risk, facts={"state": RiskState.MITIGATED}, by=pm, now=now, seen=fingerprint(risk))
    assert set(refused.value.errors) == {"mitigation"}
    risk.refresh_from_db()
    mitigated = {"state": RiskState.MITIGATED, "mitigation": "Idempotency keys"}
    risk = change(part=risk, facts=mitigated, by=area.eng_lead, now=now, seen=fingerprint(risk))  # type: ignore[attr-defined]
    release.refresh_from_db()
    assert (release.health, risk.version) == ("on_track", 2)
    again = change(part=risk, facts=mitigated, by=pm, now=now, seen="older")
    assert again.version == 2
    assert list(
        DomainEvent.objects.filter(object_type="releases.release", name__startswith="release.risk")
        .order_by("id").values_list("name", "data__part")
    ) == [("release.risk_added", risk.pk), ("release.risk_changed", risk.pk)]  # fmt: skip


def test_two_people_change_one_risk(release: Release, area: Area, now: datetime) -> None:
    pm, ops = area.pm, in_role(Role.PRODUCT_OPS)  # type: ignore[attr-defined]
    risk = add(release=release, part=Risk, facts={"title": "Double payout"}, by=pm, now=now)
    seen = fingerprint(risk)
    change(part=risk, facts={"severity": Severity.HIGH}, by=pm, now=now, seen=seen)
    with pytest.raises(Stale) as told:
        change(part=risk, facts={"severity": Severity.LOW}, by=ops, now=now, seen=seen)
    risk.refresh_from_db()
    assert (risk.severity, told.value.context["version"]) == ("high", fingerprint(risk))
    assert "Medium → High" in told.value.context["changes"][0].detail
    remove(part=risk, by=pm, now=now)
    with pytest.raises(Stale, match="removed"):
        change(part=risk, facts={"severity": Severity.LOW}, by=ops, now=now, seen=seen)


def test_what_was_removed_comes_back_as_it_was(release: Release, area: Area, now: datetime) -> None:
    pm = area.pm  # type: ignore[attr-defined]
    facts = {"key": "instant-payouts", "system": "switchboard", "kill_switch_url": "https://flags.example.com/1"}
    flag = add(release=release, part=FeatureFlag, facts=facts, by=pm, now=now)
    remove(part=FeatureFlag.objects.get(), by=pm, now=now)
    assert not FeatureFlag.objects.exists()
    for _again in range(2):
        back = put_back(release=release, part=FeatureFlag, pk=flag.pk, by=pm, now=now)
    assert {name: getattr(back, name) for name in facts} == facts
    other = planned(area, now, name="Refunds")
    with pytest.raises(Stale):
        put_back(release=other, part=Risk, pk=flag.pk, by=pm, now=now)


@pytest.mark.parametrize(
    ("part", "facts", "field"),
    [
        (Risk, {"title": ""}, "title"),
        (Risk, {"title": "x", "severity": "enormous"}, "severity"),
        (Risk, {"title": "x" * 201}, "title"),
        (FeatureFlag, {"key": "x", "kill_switch_url": "javascript:alert(1)"}, "kill_switch_url"),
        (ReleaseLink, {"title": "PRD", "url": "ftp://files.example.com/prd"}, "url"),
        (RolloutStep, {"share": 0, "on": date(2027, 1, 19)}, "share"),
        (RolloutStep, {"share": 101, "on": date(2027, 1, 19)}, "share"),
        (RolloutStep, {"share": 5, "on": None}, "on"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    release: Release, area: Area, now: datetime, part: type[Risk], facts: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(release=release, part=part, facts=facts, by=area.pm, now=now)  # type: ignore[attr-defined]
    assert set(refused.value.errors) == {field}
    assert not part.objects.exists()


def test_a_step_is_reached_and_taken_back(release: Release, area: Area, now: datetime) -> None:
    pm = area.pm  # type: ignore[attr-defined]
    step = add(release=release, part=RolloutStep, facts={"share": 5, "on": date(2027, 1, 19)}, by=pm, now=now)
    step = reach(step=step, reached=True, by=pm, now=now)
    assert (step.reached_at, step.reached_by) == (now, pm)
    assert reach(step=step, reached=False, by=pm, now=now).reached_at is None


@pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.ADMIN, Role.HEAD_OF_PRODUCT])
def test_who_does_not_write_for_the_area_changes_nothing(release: Release, now: datetime, role: Role) -> None:
    with pytest.raises(PermissionRefused):
        add(release=release, part=Risk, facts={"title": "x"}, by=in_role(role), now=now)
