"""The doors that plan a release: what they write, tell, refuse; and that nothing done is lost on the way."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person
from productops.people.permissions import PermissionRefused
from productops.search.engine import find
from releases.actions.items import Shown, set_state
from releases.actions.planning import (
    assign_tier,
    challenge_tier,
    draft,
    edit,
    move_launch,
    move_policy,
    settling_once,
)
from releases.actions.stages import hold
from releases.enums import ItemState, Tier
from releases.models import DateSlip, Release
from tests.factories import OrganisationFactory, PersonFactory, in_role
from tests.factories.releases import (
    ANSWERS,
    FEATURE,
    LAUNCH,
    all_done,
    drafted,
    functions_with_leads,
    planned,
    policy,
    staffed_area,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


def events(release: Release) -> list[str]:
    rows = DomainEvent.objects.filter(object_type="releases.release", object_id=str(release.pk)).order_by("id")
    return [name for name in rows.values_list("name", flat=True) if name != "release.health_changed"]


def assigned(release: Release, tier: Tier, now: datetime, **changes: Any) -> Release:
    release.refresh_from_db()
    given = {"answers": ANSWERS[tier], "reason": "", "by": release.area.roles.get(kind="pm").person} | changes
    return assign_tier(release=release, tier=tier, now=now, seen_version=release.version, **given)


def test_a_draft_is_for_those_who_prepare_it(area: Area, now: datetime) -> None:
    release = drafted(area, now)
    assert (release.key, release.stage, release.draft) == ("PAYM-1", "planned", True)
    assert drafted(area, now, name="Refunds").key == "PAYM-2"
    stranger, ops = in_role(Role.STAKEHOLDER), in_role(Role.PRODUCT_OPS)
    assert not Release.objects.visible_to(stranger).exists()
    assert Release.objects.visible_to(ops).count() == Release.objects.visible_to(area.eng_lead).count() == 2  # type: ignore[attr-defined]
    assert [list(find(who, "instant")) != [] for who in (stranger, area.pm)] == [False, True]  # type: ignore[attr-defined]
    with pytest.raises(PermissionRefused):
        draft(name="Sneaked in", area=area, by=stranger, now=now)


def test_an_area_goes_on_from_a_key_that_came_with_a_release(area: Area, now: datetime) -> None:
    assert drafted(area, now, key="PAY-31").key == "PAY-31"
    assert drafted(area, now).key == "PAY-32"
    for key in ("PAY-31", "pay-33", "PAY-"):
        with pytest.raises(Invalid) as refused:
            drafted(area, now, key=key)
        assert "key" in refused.value.errors


def test_what_follows_from_several_doors_follows_once(area: Area, now: datetime) -> None:
    release = planned(area, now)
    before = DomainEvent.objects.filter(name="release.health_changed").count()
    with settling_once(now=now):
        release = edit(release=release, fields={"critical_bugs": 2}, by=area.pm, now=now, seen_version=release.version)  # type: ignore[attr-defined]
        with settling_once(now=now):
            hold(release=release, reason="Waits for the bank.", by=area.pm, now=now)  # type: ignore[attr-defined]
        release.refresh_from_db()
        assert (release.health, release.health_reasons) == ("on_track", [])
        assert release.items.get(key="bugs").state == "done"
    release.refresh_from_db()
    assert (release.health, len(release.health_reasons)) == ("at_risk", 2)
    assert release.items.get(key="bugs").state == "open"
    assert DomainEvent.objects.filter(name="release.health_changed").count() == before + 1
    with pytest.raises(RuntimeError), settling_once(now=now):
        raise RuntimeError
    edit(release=release, fields={"critical_bugs": 0}, by=area.pm, now=now, seen_version=release.version)  # type: ignore[attr-defined]
    assert release.items.get(key="bugs").state == "done"


def test_assigning_the_tier_starts_it_and_makes_the_checklist(area: Area, now: datetime) -> None:
    release = planned(area, now)
    assert (release.tier, release.tier_suggested, release.policy.number) == (2, 2, 1)  # type: ignore[union-attr]
    items = {item.key: item for item in release.items.all()}
    assert [item.key for item in release.items.all()][:3] == ["scope", "qa", "build"]
    assert items["scope"].person == area.eng_lead  # type: ignore[attr-defined]
    assert items["notes"].person == area.pm  # type: ignore[attr-defined]
    assert items["qa"].person.name == "Lead of qa"
    assert items["scope"].due_on == date(2027, 1, 12)
    assert (items["bugs"].state, items["rollback"].state) == ("done", "open")
    assert (release.notice_needed, release.notice_given, release.first_launch_on) == (5, 35, LAUNCH)
    assert events(release) == ["release.drafted", "release.tier_assigned", "release.launch_moved"]
    assert list(find(in_role(Role.STAKEHOLDER), "paym-1").values_list("title", flat=True)) == ["Instant payouts"]


def test_a_lower_tier_takes_a_reason_and_product_ops_sees_it(area: Area, now: datetime) -> None:
    ops = in_role(Role.PRODUCT_OPS)
    policy()
    release = drafted(area, now)
    with pytest.raises(Invalid) as refused:
        assigned(release, Tier.LOW, now, answers=FEATURE)
    assert set(refused.value.errors) == {"reason"}
    assert Release.objects.get().tier is None
    assigned(release, Tier.LOW, now, answers=FEATURE, reason="Only the internal team sees it.")
    assert Notice.objects.get(data__event="tier_lowered").people == [ops.pk]
    with pytest.raises(PermissionRefused):
        assigned(release, Tier.MEDIUM, now, by=ops)


def test_moving_the_launch_keeps_every_slip_and_tells_each_once(area: Area, now: datetime) -> None:
    release = planned(area, now)
    Notice.objects.all().delete()
    pm = area.pm  # type: ignore[attr-defined]
    with pytest.raises(Invalid) as refused:
        move_launch(
            release=release, launch_on=date(2027, 2, 2), reason="", by=pm, now=now, seen_version=release.version
        )
    assert set(refused.value.errors) == {"reason"}
    moved = move_launch(
        release=release, launch_on=date(2027, 2, 2), reason="Ledger is late", by=pm, now=now,
        seen_version=release.version,
    )  # fmt: skip
    [slip] = DateSlip.objects.all()
    assert (slip.was_on, slip.moved_to, slip.reason, slip.business_days) == (
        LAUNCH,
        date(2027, 2, 2),
        "Ledger is late",
        10,
    )
    assert (moved.first_launch_on, moved.items.get(key="scope").due_on) == (LAUNCH, date(2027, 1, 26))
    [told] = Notice.objects.filter(data__event="replanned")
    owners = set(release.items.filter(state="open").values_list("person", flat=True)) - {pm.pk}
    assert set(told.people) == owners
    with pytest.raises(Stale):
        move_launch(release=release, launch_on=LAUNCH, reason="x", by=pm, now=now, seen_version=release.version)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        DateSlip.objects.update(reason="never happened")


def test_a_higher_and_lower_and_higher_tier_loses_no_done_work(area: Area, now: datetime) -> None:
    release = planned(area, now, Tier.HIGH)
    walkthrough = release.items.get(key="walkthrough")
    set_state(
        items=[walkthrough], state=ItemState.DONE, shown=[Shown(url="https://x.example/w")], by=walkthrough.person,
        now=now,
    )  # fmt: skip
    assigned(release, Tier.MEDIUM, now, reason="Only for the pilot.", answers=ANSWERS[Tier.HIGH])
    walkthrough.refresh_from_db()
    assert (walkthrough.state, walkthrough.retired_at) == ("done", now)
    assigned(release, Tier.LOW, now, reason="A label after all.", answers=ANSWERS[Tier.HIGH])
    assert not release.items.filter(retired_at=None).exists()
    assigned(release, Tier.HIGH, now + timedelta(hours=1))
    walkthrough.refresh_from_db()
    assert (walkthrough.state, walkthrough.retired_at) == ("done", None)
    assert release.items.filter(retired_at=None).count() == 21


def test_the_release_keeps_its_policy_until_it_is_moved(area: Area, now: datetime) -> None:
    release = planned(area, now)
    newer = policy(2)
    content = dict(newer.content)
    content["tiers"] = {**content["tiers"], "2": {**content["tiers"]["2"], "lead_days": 9, "checklist": []}}
    third = policy(3, **{"tiers": content["tiers"]})
    release = Release.objects.get()
    assert release.policy.number == 1  # type: ignore[union-attr]
    moved = move_policy(release=release, to=third, by=area.pm, now=now, seen_version=release.version)  # type: ignore[attr-defined]
    assert (moved.policy.number, moved.notice_needed) == (3, 9)  # type: ignore[union-attr]
    assert not moved.items.filter(retired_at=None).exists()
    with pytest.raises(PermissionRefused):
        move_policy(release=moved, to=newer, by=in_role(Role.ADMIN), now=now, seen_version=moved.version)


def test_what_fields_prove_settles_itself_and_opens_again(area: Area, now: datetime) -> None:
    release = planned(area, now)
    with pytest.raises(Invalid, match="settles itself"):
        set_state(
            items=[release.items.get(key="rollback")], state=ItemState.DONE, by=area.eng_lead, now=now,  # type: ignore[attr-defined]
            shown=[Shown(note="done")],
        )  # fmt: skip
    plan = {
        "rollback_procedure": "Switch the flag off",
        "rollback_owner": area.eng_lead,  # type: ignore[attr-defined]
        "rollback_criteria": "One payout goes out twice",
    }
    written = edit(release=release, fields=plan, by=area.eng_lead, now=now, seen_version=release.version)  # type: ignore[attr-defined]
    assert written.items.get(key="rollback").state == "done"
    same = edit(release=written, fields=plan, by=area.pm, now=now, seen_version=0)  # type: ignore[attr-defined]
    assert same.version == written.version
    bugs = edit(release=written, fields={"critical_bugs": 2}, by=area.pm, now=now, seen_version=written.version)  # type: ignore[attr-defined]
    assert (bugs.items.get(key="bugs").state, Release.objects.get().health) == ("open", "at_risk")
    with pytest.raises(Stale) as told:
        edit(release=release, fields={"critical_bugs": 1}, by=area.pm, now=now, seen_version=written.version)  # type: ignore[attr-defined]
    assert "0 → 2" in told.value.context["changes"][0].detail
    built = edit(release=release, fields={"build_tag": "4.18"}, by=area.pm, now=now, seen_version=written.version)  # type: ignore[attr-defined]
    assert (built.build_tag, built.critical_bugs) == ("4.18", 2)  # who changes something else does not disturb


def test_a_moved_date_and_changed_facts_keep_each_other(area: Area, now: datetime) -> None:
    release = planned(area, now)
    seen = release.version
    later = date(2027, 2, 2)
    move_launch(release=release, launch_on=later, reason="Ledger", by=area.pm, now=now, seen_version=seen)  # type: ignore[attr-defined]
    support, legal = (Function.objects.get(slug=slug) for slug in ("support", "legal"))
    facts = {"name": "Instant payouts, EU", "functions": [support], "segments": ["EU merchants"]}
    edit(release=release, fields=facts, by=area.eng_lead, now=now, seen_version=seen)  # type: ignore[attr-defined]
    row = Release.objects.get()
    assert (row.launch_on, row.name, [*row.functions.all()]) == (later, "Instant payouts, EU", [support])
    with pytest.raises(Stale):
        edit(release=release, fields={"functions": [legal]}, by=area.pm, now=now, seen_version=seen)  # type: ignore[attr-defined]
    with pytest.raises(Stale):  # and the other way round: the date is chosen on what the page showed
        move_launch(release=release, launch_on=LAUNCH, reason="Back", by=area.pm, now=now, seen_version=seen)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"customer_word": "from"}, {"customer_from", "customer_sentence"}),
        ({"customer_word": "from", "customer_from": LAUNCH}, {"customer_sentence"}),
        ({"customer_word": "maybe"}, {"customer_word"}),
        ({"bugs_url": "javascript:alert(1)"}, {"bugs_url"}),
        ({"name": ""}, {"name"}),
        ({"segments": ["x" * 61]}, {"segments"}),
        ({"customer_word": "nda"}, set()),
    ],
)
def test_what_a_release_says_of_itself_fits(area: Area, now: datetime, fields: dict[str, Any], wrong: set[str]) -> None:
    release = planned(area, now, launch_on=None)
    if not wrong:
        edit(release=release, fields=fields, by=area.pm, now=now, seen_version=release.version)  # type: ignore[attr-defined]
        return
    with pytest.raises(Invalid) as refused:
        edit(release=release, fields=fields, by=area.pm, now=now, seen_version=release.version)  # type: ignore[attr-defined]
    assert set(refused.value.errors) == wrong


def test_a_deputy_takes_over_half_way(area: Area, now: datetime) -> None:
    release = planned(area, now)
    deputy = PersonFactory(name="Deputy")
    day = now.date()
    AreaRole.objects.create(
        area=area, person=deputy, kind=AreaRoleKind.DEPUTY, starts_on=day, ends_on=day + timedelta(days=7)
    )
    moved = move_launch(
        release=release, launch_on=date(2027, 1, 26), reason="PM on leave", by=deputy, now=now,
        seen_version=release.version,
    )  # fmt: skip
    assert moved.launch_on == date(2027, 1, 26)
    late, later = now + timedelta(days=8), Person.objects.get(pk=deputy.pk)
    with pytest.raises(PermissionRefused):
        edit(release=moved, fields={"build_tag": "1"}, by=later, now=late, seen_version=moved.version)


def test_a_challenge_asks_the_pm_and_her_answer_ends_it(area: Area, now: datetime) -> None:
    release, ops = planned(area, now), in_role(Role.PRODUCT_OPS)
    challenged = challenge_tier(release=release, reason="It migrates data.", by=ops, now=now)
    assert Notice.objects.get(data__event="tier_challenged").people == [area.pm.pk]  # type: ignore[attr-defined]
    answered = assigned(challenged, Tier.HIGH, now)
    assert (answered.challenge, answered.tier) == ("", 3)
    with pytest.raises(PermissionRefused):
        challenge_tier(release=answered, reason="x", by=area.pm, now=now)  # type: ignore[attr-defined]


def test_the_database_refuses_illegal_stages_too(area: Area, now: datetime) -> None:
    release = planned(area, now, Tier.LOW, launch_on=None)
    for stage in ("closed", "approved", "in_review", "nonsense"):
        refused = pytest.raises((ProgrammingError, IntegrityError))
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE releases_release SET stage = %s WHERE id = %s", [stage, release.pk])


def test_everything_done_leaves_nothing_to_worry_about(area: Area, now: datetime) -> None:
    release = planned(area, now)
    fields = {
        "rollback_procedure": "Flag off", "rollback_owner": area.pm, "rollback_criteria": "Any loss",  # type: ignore[attr-defined]
        "build_tag": "4.18.2", "monitoring": "Payout latency", "alert_thresholds": "p95 > 10 min",
        "dashboard_url": "https://dash.example.com/payouts",
    }  # fmt: skip
    release = edit(release=release, fields=fields, by=area.pm, now=now, seen_version=release.version)  # type: ignore[attr-defined]
    all_done(release, now)
    release.refresh_from_db()
    assert (release.health, release.health_reasons) == ("on_track", [])
    assert not release.items.filter(retired_at=None).exclude(state="done").exists()
