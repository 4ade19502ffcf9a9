"""Who may do what, decided in one place: `can(person, permission, obj) -> Decision`.

"Product Ops informs, PMs decide" is enforced here. Every right is a `Rule` that names who holds it (roles,
area roles, function leads) and, where two hats on one head matter, whose earlier act calls for other eyes.
Objects say what they are about through `permission_scope() -> Scope`; this module imports no other app.
Admin is an ordinary role: it never includes a decision right.

Self-approval resolves one person's two hats, it grants nothing: where a rule wants other eyes and nobody else
holds the right, the act is allowed and labelled (decisions.md).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from productops.people.enums import AreaRoleKind, Role
from productops.people.standing import Standing, standing_of


class Permission(StrEnum):
    """Every right the portal knows; the words are what a refusal says."""

    WRITE_AREA_UPDATE = "weekly_update.write"
    EXCUSE_AREA_UPDATE = "weekly_update.excuse"
    NOTE_AREA_UPDATE = "weekly_update.note"
    SEE_DRAFT = "weekly_update.see_draft"
    AGGREGATE_UPDATE = "weekly_update.aggregate"
    PUBLISH_UPDATE = "weekly_update.publish"
    PROPOSE_CORRECTION = "weekly_update.propose_correction"
    SEE_READ_RATE = "weekly_update.see_read_rate"
    DRAFT_RELEASE = "release.draft"
    EDIT_RELEASE = "release.edit"
    PLAN_RELEASE = "release.plan"
    MOVE_RELEASE_POLICY = "release.move_policy"
    KEEP_RELEASE_CONFIDENTIAL = "release.keep_confidential"
    LAUNCH_RELEASE = "release.launch"
    RECORD_LAUNCH = "release.record_launch"
    SETTLE_ITEM = "release.settle_item"
    ASSIGN_ITEM = "release.assign_item"
    IMPORT_RELEASES = "release.import"
    CHANGE_AREA_CHECKLIST = "release.change_area_checklist"
    ASSIGN_TIER = "release.assign_tier"
    CHALLENGE_TIER = "release.challenge_tier"
    RUN_READINESS_CHECK = "release.run_readiness_check"
    WAIVE_ITEM = "release.waive_item"
    ASK_SIGNOFF = "release.ask_signoff"
    SIGN_OFF = "release.sign_off"
    RECORD_SHIP_DECISION = "release.record_decision"
    ESCALATE_DECISION = "release.escalate_decision"
    MEET_CONDITION = "release.meet_condition"
    WRITE_BUNDLE = "bundle.write"
    REVIEW_BUNDLE = "bundle.review"
    HOLD_TRAINING = "release.training"
    OVERRIDE_BLOCKER = "release.override_blocker"
    PUBLISH_BUNDLE = "release.publish_bundle"
    PUBLISH_DIGEST = "digest.publish"
    PUBLISH_SNAPSHOT = "snapshot.publish"
    ANSWER_INSIGHT = "insight.answer"
    ESCALATE_INSIGHT = "insight.escalate"
    PUBLISH_ROADMAP = "roadmap.publish"
    APPROVE_ROADMAP = "roadmap.approve"
    ADD_DECISION = "decision.add"
    KEEP_DECISION_LOG = "decision.keep_log"
    CHANGE_DECISION = "decision.change"
    SUPERSEDE_DECISION = "decision.supersede"
    REVIEW_DECISION = "decision.review"
    CORRECT_DECISION = "decision.correct"
    CHANGE_RACI = "raci.change"
    CHANGE_ROLES = "roles.change"
    CHANGE_POLICY = "policy.change"
    CHANGE_TEMPLATE = "template.change"
    MANAGE_PEOPLE = "people.manage"
    EXPORT_PERSON = "person.export"
    MANAGE_AREAS = "areas.manage"
    NAME_DEPUTY = "area.name_deputy"
    CONFIRM_MEETING = "meeting.confirm"
    EDIT_FUNCTION = "function.edit"
    EDIT_ORGANISATION = "organisation.edit"
    CLOSE_ACTION_ITEM = "action_item.close"
    MOVE_ACTION_ITEM = "action_item.move"
    HAND_OVER_ACTION_ITEM = "action_item.hand_over"
    SEE_DELIVERIES = "deliveries.see"
    MANAGE_CHANNELS = "channels.manage"
    SEE_LOOKUPS = "lookups.see"
    SEE_OWNERSHIP = "ownership.see"


@dataclass(frozen=True)
class Scope:
    """What an object is about, as far as rights are concerned. Ids, never objects."""

    area_id: int | None = None
    function_id: int | None = None
    owner_id: int | None = None
    of_pm: bool = False  # the PM's own work, in which her deputy stands in
    accountable_ids: frozenset[int] = frozenset()  # of "release readiness", resolved from RACI
    tier: int | None = None
    escalated: bool = False  # the decision went up the escalation path
    reserved: bool = False  # a blocker only the Head of Product may override
    head_approved: bool = False  # the roadmap's content
    checks_pass: bool = False
    ops_objected: bool = False
    objection_window_over: bool = False
    acted_by: frozenset[int] = frozenset()  # people whose act this one approves: other eyes wanted
    others_eligible: bool = True  # somebody else holds the right


@dataclass(frozen=True)
class Decision:
    """The answer of `can`: allowed or not, why in words for people, who may (for the refusal page), a label."""

    allowed: bool
    reason: str = ""
    who: tuple[str, ...] = ()
    label: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class PermissionRefused(Exception):
    """Raised by doors and loaders; answered with a 403 page that says who can do it and offers to ask them."""

    def __init__(self, decision: Decision, permission: Permission, scope: Scope) -> None:
        super().__init__(decision.reason)
        self.decision, self.permission, self.scope = decision, permission, scope


Test = Callable[[Standing, Scope], bool]


@dataclass(frozen=True)
class Holds:
    """One way to hold a right: a test, and how the refusal page names those who pass it."""

    who: str | Promise
    test: Test
    roles: frozenset[str] = frozenset()
    area_roles: bool = False
    function: bool = False


def role(*roles: Role) -> Holds:
    codes = frozenset(str(code) for code in roles)
    names = format_lazy(" / ".join(["{}"] * len(roles)), *(code.label for code in roles))
    return Holds(names, lambda standing, scope: bool(standing.roles & codes), roles=codes)


AREA_PM = Holds(_("the area’s PM or deputy"), lambda s, o: s.writes_for(o.area_id), area_roles=True)
ENG_LEAD = Holds(
    _("the area’s Eng lead"), lambda s, o: (o.area_id, AreaRoleKind.ENG_LEAD) in s.areas, area_roles=True
)
PM_OF_ITS = Holds(
    _("for the PM’s own items the area’s PM or deputy"),
    lambda s, o: o.of_pm and s.writes_for(o.area_id),
    area_roles=True,
)
OPS = role(Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD)
HEAD = role(Role.HEAD_OF_PRODUCT)
ADMIN = role(Role.ADMIN)
HEAD_ESCALATED = Holds(
    _("Head of Product, on escalation"),
    lambda s, o: o.escalated and Role.HEAD_OF_PRODUCT in s.roles,
    roles=frozenset({Role.HEAD_OF_PRODUCT}),
)
FUNCTION = Holds(
    _("the function’s lead or delegate"),
    lambda s, o: o.function_id is not None and o.function_id in s.functions,
    function=True,
)
CONTACT = Holds(
    _("the area’s contact of that function"), lambda s, o: (o.area_id, o.function_id) in s.contacts, function=True
)
OWNER = Holds(_("its owner"), lambda s, o: o.owner_id is not None and o.owner_id == s.person_id)
AUTHOR = Holds(_("its author"), OWNER.test)
ASSIGNEE = Holds(_("who is to do it"), OWNER.test)
ACCOUNTABLE = Holds(
    _("who is Accountable for release readiness in the RACI"),
    lambda s, o: not o.reserved and s.person_id in o.accountable_ids,
)
HEAD_RESERVED = Holds(
    _("Head of Product"),
    lambda s, o: o.reserved and Role.HEAD_OF_PRODUCT in s.roles,
    roles=frozenset({Role.HEAD_OF_PRODUCT}),
)
PM_TIER_2 = Holds(
    _("for tier 2 the PM, when the checks pass and Product Ops raised no objection"),
    lambda s, o: (
        o.tier == 2 and s.writes_for(o.area_id) and o.checks_pass and o.objection_window_over and not o.ops_objected
    ),
    area_roles=True,
)
OPS_APPROVED = Holds(
    _("Product Ops, after the Head of Product approved the content"),
    lambda s, o: o.head_approved and bool(s.roles & {Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD}),
    roles=frozenset({Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD}),
)


@dataclass(frozen=True)
class Rule:
    """A right: what it is called, who holds it, why others do not, and whether it wants other eyes."""

    name: str | Promise
    holds: tuple[Holds, ...]
    why: str | Promise = ""
    other_eyes: bool = False


INFORMS = _("Product Ops informs, PMs decide.")
P = Permission
__all__ = [
    "RULES",
    "Decision",
    "Permission",
    "PermissionRefused",
    "Scope",
    "Standing",
    "can",
    "decide",
    "require",
    "standing_of",
]
RULES: dict[Permission, Rule] = {
    P.WRITE_AREA_UPDATE: Rule(_("write and submit this area’s weekly update"), (AREA_PM,), INFORMS),
    P.EXCUSE_AREA_UPDATE: Rule(_("explain a missing update"), (AREA_PM,), INFORMS),
    P.NOTE_AREA_UPDATE: Rule(_("add an editor’s note"), (OPS,)),
    P.SEE_DRAFT: Rule(_("see this draft"), (AREA_PM,), _("A draft is seen by those who write it.")),
    P.AGGREGATE_UPDATE: Rule(_("aggregate the weekly update and edit its highlights"), (OPS,)),
    P.PUBLISH_UPDATE: Rule(_("publish the weekly update"), (OPS,)),
    P.PROPOSE_CORRECTION: Rule(_("propose a correction of this area’s published update"), (AREA_PM,), INFORMS),
    P.SEE_READ_RATE: Rule(_("see how many people read the weekly update"), (OPS, HEAD)),
    P.DRAFT_RELEASE: Rule(_("draft a release of this area"), (AREA_PM, OPS)),
    P.EDIT_RELEASE: Rule(_("change what this release says of itself"), (AREA_PM, ENG_LEAD, OPS)),
    P.PLAN_RELEASE: Rule(_("set the dates of this release, hold or cancel it"), (AREA_PM,), INFORMS),
    P.MOVE_RELEASE_POLICY: Rule(_("move this release to another version of the policy"), (AREA_PM, OPS)),
    P.KEEP_RELEASE_CONFIDENTIAL: Rule(_("keep this release confidential"), (AREA_PM, OPS)),
    P.LAUNCH_RELEASE: Rule(_("launch this release"), (AREA_PM,), INFORMS),
    P.RECORD_LAUNCH: Rule(_("record that this release was launched or rolled back"), (AREA_PM, OPS)),
    P.SETTLE_ITEM: Rule(
        _("settle this checklist item"),
        (ASSIGNEE, FUNCTION, CONTACT, PM_OF_ITS),
        _("Each function answers for its own items."),
    ),
    P.ASSIGN_ITEM: Rule(_("say whose this checklist item is"), (AREA_PM, ENG_LEAD, FUNCTION, CONTACT, OPS)),
    P.IMPORT_RELEASES: Rule(_("bring in releases from a spreadsheet"), (OPS, ADMIN)),
    P.CHANGE_AREA_CHECKLIST: Rule(_("change the lines that this area adds to checklists"), (AREA_PM, ADMIN)),
    P.ASSIGN_TIER: Rule(_("assign a release tier"), (AREA_PM,), INFORMS),
    P.CHALLENGE_TIER: Rule(_("challenge a release tier"), (OPS,)),
    P.RUN_READINESS_CHECK: Rule(_("run a readiness check"), (OPS,)),
    P.WAIVE_ITEM: Rule(
        _("waive this checklist item"),
        (FUNCTION, PM_OF_ITS),
        _("A required item is excused by the function that owns it."),
    ),
    P.ASK_SIGNOFF: Rule(_("ask a function for its sign-off"), (AREA_PM, OPS)),
    P.SIGN_OFF: Rule(
        _("sign off readiness for this function"),
        (FUNCTION, CONTACT),
        _("Each function answers for itself."),
        other_eyes=True,
    ),
    P.ESCALATE_DECISION: Rule(
        _("ask the Head of Product to decide"), (AREA_PM, OPS), _("The path of escalation begins with them.")
    ),
    P.MEET_CONDITION: Rule(_("say that this condition is met"), (OWNER, AREA_PM)),
    P.RECORD_SHIP_DECISION: Rule(_("record the ship decision"), (AREA_PM, HEAD_ESCALATED), INFORMS),
    P.OVERRIDE_BLOCKER: Rule(_("override this blocker"), (ACCOUNTABLE, HEAD_RESERVED), INFORMS),
    P.WRITE_BUNDLE: Rule(_("write the enablement bundle"), (AREA_PM, ENG_LEAD, OPS)),
    P.REVIEW_BUNDLE: Rule(_("object to the bundle’s publication"), (OPS,)),
    P.HOLD_TRAINING: Rule(_("plan and record trainings and readiness meetings"), (AREA_PM, OPS)),
    P.PUBLISH_BUNDLE: Rule(_("publish the enablement bundle"), (OPS, PM_TIER_2)),
    P.PUBLISH_DIGEST: Rule(_("publish a digest"), (OPS,)),
    P.PUBLISH_SNAPSHOT: Rule(_("publish a snapshot"), (OPS,)),
    P.ANSWER_INSIGHT: Rule(_("answer this insight"), (AREA_PM,), INFORMS),
    P.ESCALATE_INSIGHT: Rule(_("escalate an insight"), (OPS,)),
    P.PUBLISH_ROADMAP: Rule(_("publish the roadmap"), (OPS_APPROVED,), other_eyes=True),
    P.APPROVE_ROADMAP: Rule(_("approve the roadmap’s content"), (HEAD,)),
    P.ADD_DECISION: Rule(_("add this decision to the log"), (OWNER,), _("A decision is logged by its owner.")),
    P.KEEP_DECISION_LOG: Rule(_("keep the decision log in order"), (OPS,)),
    P.CHANGE_DECISION: Rule(_("change a decision"), (), _("A decision is superseded, never changed.")),
    P.SUPERSEDE_DECISION: Rule(_("supersede this decision"), (OWNER, AREA_PM, HEAD)),
    P.REVIEW_DECISION: Rule(_("keep this decision until another day"), (OWNER,)),
    P.CORRECT_DECISION: Rule(_("correct the wording of this decision"), (AUTHOR,)),
    P.CHANGE_RACI: Rule(_("change the RACI"), (ADMIN,)),
    P.CHANGE_ROLES: Rule(_("change roles"), (ADMIN,)),
    P.CHANGE_POLICY: Rule(_("change policies"), (ADMIN,)),
    P.CHANGE_TEMPLATE: Rule(_("change templates"), (ADMIN,)),
    P.MANAGE_PEOPLE: Rule(_("invite, change and deactivate people"), (ADMIN,)),
    P.EXPORT_PERSON: Rule(_("take this person’s data along"), (OWNER, ADMIN)),
    P.MANAGE_AREAS: Rule(_("change areas and who is what in them"), (ADMIN,)),
    P.NAME_DEPUTY: Rule(_("name a deputy"), (AREA_PM, ADMIN)),
    P.CONFIRM_MEETING: Rule(_("confirm the week of this meeting"), (AREA_PM, ADMIN)),
    P.EDIT_FUNCTION: Rule(_("change this function’s lead, delegates and notice"), (FUNCTION, ADMIN)),
    P.EDIT_ORGANISATION: Rule(_("change the organisation’s settings"), (ADMIN,)),
    P.CLOSE_ACTION_ITEM: Rule(_("say that this action item is done"), (ASSIGNEE, AREA_PM)),
    P.MOVE_ACTION_ITEM: Rule(_("move this action item to another day"), (ASSIGNEE, AREA_PM)),
    P.HAND_OVER_ACTION_ITEM: Rule(_("hand this action item over"), (ASSIGNEE, AREA_PM)),
    P.SEE_DELIVERIES: Rule(_("see what was sent to whom"), (OPS, ADMIN)),
    P.MANAGE_CHANNELS: Rule(_("set up the ways out of the portal"), (ADMIN,)),
    P.SEE_LOOKUPS: Rule(_("see what was looked up and not found"), (OPS,)),
    P.SEE_OWNERSHIP: Rule(_("see the ownership check"), (OPS, ADMIN, HEAD)),
}


def decide(standing: Standing, permission: Permission, scope: Scope) -> Decision:
    """The pure rule behind `can`: facts about a person and an object in, a decision with its reason out."""
    rule = RULES[permission]
    who = tuple(str(holds.who) for holds in rule.holds)
    if not standing.active:
        return Decision(False, gettext("This account is deactivated."), who)
    if not any(holds.test(standing, scope) for holds in rule.holds):
        return Decision(False, _refusal(rule, who), who)
    if rule.other_eyes and standing.person_id in scope.acted_by:
        if scope.others_eligible:
            return Decision(False, gettext("Somebody other than you must do this: you already acted on it."), who)
        return Decision(True, label=gettext("self-approved, nobody else eligible"), who=who)
    return Decision(True, who=who)


def _refusal(rule: Rule, who: Iterable[str]) -> str:
    *others, last = [*who] or [""]
    names = gettext(" or ").join([*filter(None, [", ".join(others)]), last])
    sentence = (
        gettext("Only %(who)s can %(act)s.") % {"act": rule.name, "who": names}
        if names
        else gettext("Nobody can %(act)s.") % {"act": rule.name}
    )
    return f"{sentence} {rule.why}".strip()


def scope_of(obj: Any) -> Scope:
    """An object's scope; a `Scope` stands for itself, None is the organisation."""
    if obj is None:
        return Scope()
    return obj if isinstance(obj, Scope) else obj.permission_scope()


def can(person: Any, permission: Permission, obj: Any = None, *, on: date | datetime) -> Decision:
    """May `person` do this to `obj` (a model with `permission_scope()`, a `Scope`, or None) on a day?"""
    return decide(standing_of(person, on), permission, scope_of(obj))


def require(person: Any, permission: Permission, obj: Any = None, *, on: date | datetime) -> Decision:
    """As `can`, raising `PermissionRefused` when not allowed."""
    scope = scope_of(obj)
    decision = decide(standing_of(person, on), permission, scope)
    if not decision.allowed:
        raise PermissionRefused(decision, permission, scope)
    return decision
