"""The decision-rights table of the specification, row by row, on facts.

`can()` reads people from the database, so everybody in `people` is real; what the rights are about may not exist
yet (releases, insights, the roadmap), so objects are a `Scope`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person
from productops.people.permissions import (
    RULES,
    Permission,
    PermissionRefused,
    Scope,
    Standing,
    can,
    decide,
    require,
)
from tests.factories import AreaFactory, PersonFactory, in_role
from tests.factories.people import LONG_AGO

P = Permission
TODAY = date(2026, 11, 25)

EVERYBODY = frozenset(
    {
        "pm", "deputy", "deputy_of_last_week", "pm_elsewhere", "eng_lead", "contact", "contact_elsewhere", "lead",
        "delegate", "lead_elsewhere", "ops", "ops_lead", "head", "admin", "stakeholder", "executive", "owner", "gone",
    }
)  # fmt: skip


@pytest.fixture
def area(db: None) -> Area:
    area: Area = AreaFactory(slug="payments", name="Payments")
    return area


@pytest.fixture
def people(area: Area) -> dict[str, Person]:
    """One person per part. `gone` was PM, lead and holds every role, but is deactivated."""
    support, legal = Function.objects.get(slug="support"), Function.objects.get(slug="legal")
    elsewhere = AreaFactory(slug="elsewhere")
    found: dict[str, Person] = {
        "ops": in_role(Role.PRODUCT_OPS),
        "ops_lead": in_role(Role.PRODUCT_OPS_LEAD),
        "head": in_role(Role.HEAD_OF_PRODUCT),
        "admin": in_role(Role.ADMIN),
        "stakeholder": in_role(Role.STAKEHOLDER),
        "executive": in_role(Role.EXECUTIVE),
        "owner": PersonFactory(),
        "gone": in_role(*Role, is_active=False, deactivated_at="2026-01-01T00:00Z"),
    }

    def put(
        name: str, kind: AreaRoleKind, *, at: Area = area, function: Function | None = None, ends: date | None
    ) -> None:
        found[name] = in_role(Role.PM) if kind == AreaRoleKind.PM else PersonFactory()
        starts = date(2026, 11, 1) if ends else LONG_AGO
        AreaRole.objects.create(
            area=at, person=found[name], kind=kind, function=function, starts_on=starts, ends_on=ends
        )

    put("pm", AreaRoleKind.PM, ends=None)
    put("deputy", AreaRoleKind.DEPUTY, ends=date(2026, 11, 30))
    put("pm_elsewhere", AreaRoleKind.PM, at=elsewhere, ends=None)
    put("deputy_of_last_week", AreaRoleKind.DEPUTY, at=elsewhere, ends=date(2026, 11, 20))
    put("eng_lead", AreaRoleKind.ENG_LEAD, ends=None)
    put("contact", AreaRoleKind.CONTACT, function=support, ends=None)
    put("contact_elsewhere", AreaRoleKind.CONTACT, at=elsewhere, function=support, ends=None)
    found["lead"], found["delegate"], found["lead_elsewhere"] = (in_role(Role.FUNCTION_LEAD) for _each in range(3))
    support.lead, legal.lead = found["lead"], found["lead_elsewhere"]
    support.save()
    legal.save()
    support.delegates.add(found["delegate"])
    assert set(found) == EVERYBODY
    return found


About = Callable[[Scope], Scope]


def same(scope: Scope) -> Scope:
    return scope


PM = {"pm", "deputy"}
OPS = {"ops", "ops_lead"}
# One line per right of the table: what, about what, who may. Everybody else may not.
TABLE: list[tuple[str, Permission, About, set[str]]] = [
    ("submit or edit an area's weekly update", P.WRITE_AREA_UPDATE, same, PM),
    ("say why an update is missing", P.EXCUSE_AREA_UPDATE, same, PM),
    ("add an editor's note", P.NOTE_AREA_UPDATE, same, OPS),
    ("see a draft", P.SEE_DRAFT, same, PM),
    ("aggregate, edit the cross-cutting section", P.AGGREGATE_UPDATE, same, OPS),
    ("publish the update", P.PUBLISH_UPDATE, same, OPS),
    ("propose a correction of an area's published update", P.PROPOSE_CORRECTION, same, PM),
    ("see how many read the update", P.SEE_READ_RATE, same, {*OPS, "head"}),
    ("draft a release", P.DRAFT_RELEASE, same, PM | OPS),
    ("change what a release says of itself", P.EDIT_RELEASE, same, {*PM, *OPS, "eng_lead"}),
    ("set a release's dates", P.PLAN_RELEASE, same, PM),
    ("move a release to another policy", P.MOVE_RELEASE_POLICY, same, PM | OPS),
    ("keep a release confidential", P.KEEP_RELEASE_CONFIDENTIAL, same, PM | OPS),
    ("launch a release", P.LAUNCH_RELEASE, same, PM),
    ("record that it was launched", P.RECORD_LAUNCH, same, PM | OPS),
    ("settle an item of Support", P.SETTLE_ITEM, same, {"lead", "delegate", "contact", "owner"}),
    (
        "settle an item of the PM", P.SETTLE_ITEM, lambda s: replace(s, of_pm=True),
        {*PM, "lead", "delegate", "contact", "owner"},
    ),
    ("waive an item of the PM", P.WAIVE_ITEM, lambda s: replace(s, of_pm=True), {*PM, "lead", "delegate"}),
    ("say whose an item is", P.ASSIGN_ITEM, same, {*PM, *OPS, "eng_lead", "lead", "delegate", "contact"}),
    ("bring in releases", P.IMPORT_RELEASES, same, {*OPS, "admin"}),
    ("change an area's own checklist", P.CHANGE_AREA_CHECKLIST, same, {*PM, "admin"}),
    ("assign a release tier", P.ASSIGN_TIER, same, PM),
    ("challenge a tier", P.CHALLENGE_TIER, same, OPS),
    ("run a readiness check", P.RUN_READINESS_CHECK, same, OPS),
    ("waive an item of Support", P.WAIVE_ITEM, same, {"lead", "delegate"}),
    ("sign off for Support", P.SIGN_OFF, same, {"lead", "delegate", "contact"}),
    ("ask for a sign-off", P.ASK_SIGNOFF, same, {*PM, *OPS}),
    ("ask the Head of Product to decide", P.ESCALATE_DECISION, same, {*PM, *OPS}),
    ("say that a condition is met", P.MEET_CONDITION, same, {*PM, "owner"}),
    ("write the bundle", P.WRITE_BUNDLE, same, {*PM, "eng_lead", *OPS}),
    ("object to the bundle", P.REVIEW_BUNDLE, same, OPS),
    ("hold a training", P.HOLD_TRAINING, same, {*PM, *OPS}),
    ("record the ship decision", P.RECORD_SHIP_DECISION, same, PM),
    ("record it after escalation", P.RECORD_SHIP_DECISION, lambda s: replace(s, escalated=True), {*PM, "head"}),
    ("override a blocker", P.OVERRIDE_BLOCKER, same, {"pm"}),
    ("override a reserved blocker", P.OVERRIDE_BLOCKER, lambda s: replace(s, reserved=True), {"head"}),
    ("publish a bundle of tier 3", P.PUBLISH_BUNDLE, lambda s: replace(s, tier=3), OPS),
    ("publish a bundle of tier 2, unready", P.PUBLISH_BUNDLE, lambda s: replace(s, tier=2), OPS),
    (
        "publish a bundle of tier 2, ready, a day gone by",
        P.PUBLISH_BUNDLE,
        lambda s: replace(s, tier=2, checks_pass=True, objection_window_over=True),
        OPS | PM,
    ),
    (
        "publish a bundle of tier 2 on the first day",
        P.PUBLISH_BUNDLE,
        lambda s: replace(s, tier=2, checks_pass=True),
        OPS,
    ),
    (
        "publish a bundle of tier 2 that Product Ops objected to",
        P.PUBLISH_BUNDLE,
        lambda s: replace(s, tier=2, checks_pass=True, objection_window_over=True, ops_objected=True),
        OPS,
    ),
    ("publish a digest", P.PUBLISH_DIGEST, same, OPS),
    ("publish a snapshot", P.PUBLISH_SNAPSHOT, same, OPS),
    ("answer a routed insight", P.ANSWER_INSIGHT, same, PM),
    ("escalate an insight", P.ESCALATE_INSIGHT, same, OPS),
    ("publish a roadmap nobody approved", P.PUBLISH_ROADMAP, same, set()),
    ("publish an approved roadmap", P.PUBLISH_ROADMAP, lambda s: replace(s, head_approved=True), OPS),
    ("approve the roadmap's content", P.APPROVE_ROADMAP, same, {"head"}),
    ("add a decision to the log", P.ADD_DECISION, same, {"owner"}),
    ("keep the log in order", P.KEEP_DECISION_LOG, same, OPS),
    ("change a decision", P.CHANGE_DECISION, same, set()),
    ("supersede a decision", P.SUPERSEDE_DECISION, same, {"owner", *PM, "head"}),
    ("keep a decision", P.REVIEW_DECISION, same, {"owner"}),
    ("correct its wording", P.CORRECT_DECISION, same, {"owner"}),
    ("change RACI", P.CHANGE_RACI, same, {"admin"}),
    ("change roles", P.CHANGE_ROLES, same, {"admin"}),
    ("change policies", P.CHANGE_POLICY, same, {"admin"}),
    ("change templates", P.CHANGE_TEMPLATE, same, {"admin"}),
    ("invite, change, deactivate people", P.MANAGE_PEOPLE, same, {"admin"}),
    ("take a person's data along", P.EXPORT_PERSON, same, {"owner", "admin"}),
    ("change areas", P.MANAGE_AREAS, same, {"admin"}),
    ("name a deputy", P.NAME_DEPUTY, same, {*PM, "admin"}),
    ("confirm the week of a meeting", P.CONFIRM_MEETING, same, {*PM, "admin"}),
    ("change a function", P.EDIT_FUNCTION, same, {"lead", "delegate", "admin"}),
    ("change the organisation", P.EDIT_ORGANISATION, same, {"admin"}),
    ("say that an action item is done", P.CLOSE_ACTION_ITEM, same, {*PM, "owner"}),
    ("move an action item", P.MOVE_ACTION_ITEM, same, {*PM, "owner"}),
    ("hand an action item over", P.HAND_OVER_ACTION_ITEM, same, {*PM, "owner"}),
    ("see deliveries", P.SEE_DELIVERIES, same, {*OPS, "admin"}),
    ("set up channels", P.MANAGE_CHANNELS, same, {"admin"}),
    ("see what was looked up and not found", P.SEE_LOOKUPS, same, OPS),
    ("see the ownership check", P.SEE_OWNERSHIP, same, {*OPS, "admin", "head"}),
]


@pytest.mark.parametrize(("permission", "about", "allowed"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_decision_rights(
    people: dict[str, Person], area: Area, permission: Permission, about: About, allowed: set[str]
) -> None:
    scope = about(
        Scope(
            area_id=area.pk,
            function_id=Function.objects.get(slug="support").pk,
            owner_id=people["owner"].pk,
            accountable_ids=frozenset({people["pm"].pk}),
        )
    )
    may = {name for name, person in people.items() if can(person, permission, scope, on=TODAY)}
    assert may == allowed


def test_every_right_is_in_the_table() -> None:
    assert {row[1] for row in TABLE} == set(Permission) == set(RULES)


def test_admin_and_product_ops_hold_no_decision_right(people: dict[str, Person], area: Area) -> None:
    decisions = [
        P.WRITE_AREA_UPDATE, P.EXCUSE_AREA_UPDATE, P.ASSIGN_TIER, P.WAIVE_ITEM, P.SIGN_OFF, P.RECORD_SHIP_DECISION,
        P.OVERRIDE_BLOCKER, P.ANSWER_INSIGHT, P.APPROVE_ROADMAP, P.ADD_DECISION, P.CHANGE_DECISION,
    ]  # fmt: skip
    everything = Scope(area_id=area.pk, escalated=True, reserved=True, tier=2, checks_pass=True, head_approved=True)
    for name in ("admin", "ops", "ops_lead"):
        assert [right for right in decisions if can(people[name], right, everything, on=TODAY)] == []


def test_a_right_in_an_area_depends_on_the_day(people: dict[str, Person], area: Area) -> None:
    deputy = people["deputy"]
    days = {day: bool(can(deputy, P.WRITE_AREA_UPDATE, area, on=date(2026, *day))) for day in
            [(10, 31), (11, 1), (11, 30), (12, 1)]}  # fmt: skip
    assert days == {(10, 31): False, (11, 1): True, (11, 30): True, (12, 1): False}


def test_without_an_object_no_right_that_needs_one(people: dict[str, Person]) -> None:
    for permission in (P.WRITE_AREA_UPDATE, P.SIGN_OFF, P.WAIVE_ITEM, P.ADD_DECISION, P.OVERRIDE_BLOCKER):
        assert not any(can(person, permission, on=TODAY) for person in people.values())


def test_refusal_says_who_can(people: dict[str, Person], area: Area) -> None:
    with translation.override("en"), pytest.raises(PermissionRefused) as refused:
        require(people["ops"], P.WRITE_AREA_UPDATE, area, on=TODAY)
    assert refused.value.decision.reason == (
        "Only the area’s PM or deputy can write and submit this area’s weekly update. Product Ops informs, PMs decide."
    )
    assert refused.value.decision.who == ("the area’s PM or deputy",)


def test_nobody_signed_in_may_nothing() -> None:
    from django.contrib.auth.models import AnonymousUser

    scope = Scope(area_id=1, function_id=1, owner_id=0)
    assert not any(can(AnonymousUser(), permission, scope, on=TODAY) for permission in P)


class TestOtherEyes:
    """Publishing the roadmap wants other eyes than those that approved it."""

    OPS = Standing(person_id=7, roles=frozenset({Role.PRODUCT_OPS, Role.HEAD_OF_PRODUCT}))
    APPROVED = Scope(head_approved=True, acted_by=frozenset({7}))

    def test_refused_while_somebody_else_is_eligible(self) -> None:
        decision = decide(self.OPS, P.PUBLISH_ROADMAP, self.APPROVED)
        assert not decision
        assert "Somebody other than you" in decision.reason

    def test_allowed_and_labelled_when_nobody_else_is(self) -> None:
        decision = decide(self.OPS, P.PUBLISH_ROADMAP, replace(self.APPROVED, others_eligible=False))
        assert (decision.allowed, decision.label) == (True, "self-approved, nobody else eligible")

    def test_grants_no_right_the_person_does_not_hold(self) -> None:
        head = Standing(person_id=7, roles=frozenset({Role.HEAD_OF_PRODUCT}))
        assert not decide(head, P.PUBLISH_ROADMAP, replace(self.APPROVED, others_eligible=False))

    def test_no_label_for_somebody_else(self) -> None:
        other = replace(self.OPS, person_id=8)
        assert decide(other, P.PUBLISH_ROADMAP, self.APPROVED).label == ""

    def test_deactivated_is_refused_first(self) -> None:
        gone = replace(self.OPS, active=False)
        assert not decide(gone, P.PUBLISH_ROADMAP, replace(self.APPROVED, others_eligible=False))
