"""Reads of releases that are reused or heavier than one filter. As many statements however many releases."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from productops.people.enums import AreaRoleKind
from productops.people.models import AreaRole, Function
from releases.checklist import SETTLED, Item, TemplateItem
from releases.enums import (
    Answer,
    BundleState,
    EvidenceRule,
    Gate,
    Health,
    ItemState,
    RiskState,
    Severity,
    Stage,
    Tier,
)
from releases.models import (
    AreaChecklist,
    Bundle,
    Dependency,
    FreezeWindow,
    PolicyVersion,
    Release,
    ReleaseItem,
    Risk,
    Signoff,
    SignoffRequest,
)
from releases.owners import Holders
from releases.policy import Policy, TierPolicy, template_for
from releases.policy_reading import area_lines, read
from releases.readiness import BundleHealth, Facts, NotReady
from releases.readiness import Dependency as DependencyFacts
from releases.readiness import Risk as RiskFacts


def function_slugs() -> frozenset[str]:
    return frozenset(Function.objects.values_list("slug", flat=True))


def policy_in_force() -> PolicyVersion | None:
    """The newest version; None before the first one is chosen."""
    return PolicyVersion.objects.order_by("-number").first()


def policy_of(version: PolicyVersion) -> Policy:
    """What a stored version says. It was checked when it was stored, and a function is never deleted.

    Read once per loaded row: a page asks it for more than one thing, and a version never changes.
    """
    policy: Policy | None = vars(version).get("_policy")
    if policy is None:
        policy = vars(version)["_policy"] = read(version.content, functions=function_slugs())
    return policy


def area_checklist_in_force(area_id: int) -> AreaChecklist | None:
    return AreaChecklist.objects.filter(area=area_id).order_by("-number").first()


def template_of(release: Release) -> tuple[TemplateItem, ...]:
    """The checklist that the release's own versions of policy and area list ask at its tier; empty for a draft."""
    if release.tier is None or release.policy is None:
        return ()
    policy, tier = policy_of(release.policy), Tier(release.tier)
    listed = release.area_checklist
    added = area_lines(listed.items, tier=tier, policy=policy, functions=function_slugs()) if listed else ()
    return template_for(policy, tier, added)


def tier_policy_of(release: Release) -> TierPolicy | None:
    """What the release's tier asks; None for a draft."""
    if release.tier is None or release.policy is None:
        return None
    return policy_of(release.policy).of(Tier(release.tier))


def freezes() -> list[FreezeWindow]:
    return list(FreezeWindow.objects.order_by("starts_on"))


def holders_of(area_id: int, day: date) -> Holders:
    """Who is what in the area on a day; only active people."""
    pm = eng_lead = None
    contacts = {}
    roles = AreaRole.objects.on(day).filter(area=area_id, person__is_active=True).select_related("function")
    for role in roles:
        if role.kind == AreaRoleKind.PM:
            pm = role.person_id
        elif role.kind == AreaRoleKind.ENG_LEAD:
            eng_lead = role.person_id
        elif role.kind == AreaRoleKind.CONTACT and role.function:
            contacts[role.function.slug] = role.person_id
    leads = Function.objects.filter(lead__is_active=True).values_list("slug", "lead")
    return Holders(pm, eng_lead, contacts, {slug: lead for slug, lead in leads if lead})


def item_facts(item: ReleaseItem, function: str) -> Item:
    """The row as the rules of `releases.checklist` know it."""
    return Item(
        key=item.key,
        gate=Gate(item.gate),
        title=item.title,
        function=function,
        due_on=item.due_on,
        state=ItemState(item.state),
        evidence=EvidenceRule(item.evidence_rule),
        required=item.required,
        fact=item.fact,
        retired=item.retired_at is not None,
    )


def facts_of(releases: Collection[Release]) -> dict[int, Facts]:
    """Everything that health and gates depend on, by release. Four statements."""
    ids = [release.pk for release in releases]
    items = _items_of(ReleaseItem.objects.asked_for().filter(release__in=ids))
    gates = {pk: dict.fromkeys(item.gate for item in found) for pk, found in items.items()}
    return _facts(releases, items, gates)


def health_facts_of(releases: Collection[Release]) -> dict[int, Facts]:
    """What health depends on, by release: as `facts_of`, without the items that are settled. Five statements."""
    asked_for = ReleaseItem.objects.asked_for().filter(release__in=[release.pk for release in releases])
    gates: dict[int, dict[Gate, None]] = defaultdict(dict)
    for pk, gate in asked_for.order_by("gate").values_list("release_id", "gate").distinct():
        gates[pk][Gate(gate)] = None
    waiting = asked_for.filter(state__in=[ItemState.OPEN, ItemState.BLOCKED], required=True)
    return _facts(releases, _items_of(waiting), gates)


_ITEM = ("release_id", "key", "gate", "title", "function__slug", "due_on", "state", "evidence_rule", "required", "fact")


def _items_of(rows: QuerySet[ReleaseItem]) -> dict[int, list[Item]]:
    """Release id -> its items as facts, in their order. Plain columns: a model per row took half of the time."""
    items: dict[int, list[Item]] = defaultdict(list)
    for pk, key, gate, title, function, due_on, state, evidence, required, fact in rows.order_by(
        "position", "id"
    ).values_list(*_ITEM):
        items[pk].append(
            Item(
                key=key,
                gate=_GATES[gate],
                title=title,
                function=function,
                due_on=due_on,
                state=_STATES[state],
                evidence=_RULES[evidence],
                required=required,
                fact=fact,
            )
        )
    return items


_GATES: Mapping[str, Gate] = {gate.value: gate for gate in Gate}
_STATES: Mapping[str, ItemState] = {state.value: state for state in ItemState}
_RULES: Mapping[str, EvidenceRule] = {rule.value: rule for rule in EvidenceRule}


def _facts(
    releases: Collection[Release], items: Mapping[int, Sequence[Item]], gates: Mapping[int, Iterable[Gate]]
) -> dict[int, Facts]:
    ids = [release.pk for release in releases]
    risks: dict[int, list[RiskFacts]] = defaultdict(list)
    for risk in Risk.objects.filter(release__in=ids):
        settled = risk.state in (RiskState.MITIGATED, RiskState.ACCEPTED)
        risks[risk.release_id].append(RiskFacts(str(risk.pk), risk.title, risk.severity == Severity.HIGH, settled))
    dependencies: dict[int, list[DependencyFacts]] = defaultdict(list)
    for row in Dependency.objects.filter(release__in=ids).select_related("on_release", "on_function"):
        dependencies[row.release_id].append(_dependency(row))
    not_ready, bundles = not_ready_of(ids), bundles_of(releases)
    return {
        release.pk: Facts(
            stage=Stage(release.stage),
            launch_on=release.launch_on,
            gates=tuple(gates.get(release.pk, ())),
            items=tuple(items.get(release.pk, ())),
            dependencies=tuple(dependencies[release.pk]),
            risks=tuple(risks[release.pk]),
            critical_bugs=release.critical_bugs,
            rollback_complete=release.rollback_complete,
            on_hold_because=release.hold_reason if release.held_at else "",
            lead_needed=release.notice_needed or 0,
            lead_given=release.notice_given if release.notice_given is not None else release.notice_needed or 0,
            rolled_back=release.rolled_back_at is not None,
            not_ready=tuple(not_ready.get(release.pk, ())),
            bundle=bundles.get(release.pk),
            approval_stale=release.approval_stale_at is not None,
        )
        for release in releases
    }


def not_ready_of(ids: Collection[int]) -> dict[int, list[NotReady]]:
    """Release id -> functions whose last answer to a question that still stands is "not ready". One statement."""
    last = Signoff.objects.filter(request=OuterRef("pk")).order_by("-id")
    rows = (
        SignoffRequest.objects.filter(release__in=ids, withdrawn_at=None, answered_at__isnull=False)
        .annotate(said=Subquery(last.values("answer")[:1]), missing=Subquery(last.values("comment")[:1]))
        .filter(said=Answer.NOT_READY)
        .order_by("function__name")
    )
    found: dict[int, list[NotReady]] = defaultdict(list)
    for pk, slug, name, missing in rows.values_list("release_id", "function__slug", "function__name", "missing"):
        found[pk].append(NotReady(slug, name, missing))
    return found


def bundles_of(releases: Collection[Release]) -> dict[int, BundleHealth]:
    """Release id -> how far the bundle is that its tier asks for; none for a tier without one.

    One statement, and one more for policies that were not loaded with the releases.
    """
    policy, tiers = Release._meta.get_field("policy"), {}
    for release in releases:
        if policy.is_cached(release) and (loaded := release.policy):
            tiers[loaded.pk] = loaded.content.get("tiers")
    if wanted := {release.policy_id for release in releases if release.policy_id} - tiers.keys():
        tiers |= dict(PolicyVersion.objects.filter(pk__in=wanted).values_list("pk", "content__tiers"))
    states = {
        pk: (sent is not None, state == BundleState.PUBLISHED)
        for pk, sent, state in Bundle.objects.filter(release__in=[release.pk for release in releases]).values_list(
            "release_id", "review_copy_at", "state"
        )
    }
    found = {}
    for release in releases:
        asked = (tiers.get(release.policy_id or 0) or {}).get(str(release.tier)) or {}
        if asked.get("bundle", "none") != "none":
            sent, published = states.get(release.pk, (False, False))
            found[release.pk] = BundleHealth(asked.get("lead_days", 0), asked.get("final_days", 2), sent, published)
    return found


def _dependency(row: Dependency) -> DependencyFacts:
    if row.on_release:
        other = row.on_release
        hidden = other.confidential or other.draft
        return DependencyFacts(
            # What is not for everybody is not named in words that everybody reads, its key neither.
            key=str(row.pk) if hidden else other.key,
            name="" if hidden else str(other),
            health=Health(other.health),
            delivered=other.stage in (Stage.LAUNCHED, Stage.CLOSED),
            promised_on=row.promised_on,
        )
    function = row.on_function
    return DependencyFacts(
        key=str(row.pk),
        name=row.deliverable,
        delivered=row.delivered_at is not None,
        promised_on=row.promised_on,
        function=function.slug if function else "",
    )


def current_gates(releases: Collection[Release]) -> dict[int, Gate]:
    """Release id -> the gate that it is at, as `stages.current_gate` says, of those given that are in review.

    Their policies must be loaded with them. Two statements, none for none.
    """
    rows = [release for release in releases if release.stage == Stage.IN_REVIEW and release.policy and release.tier]
    if not rows:
        return {}
    slugs = function_slugs()
    policies = {row.policy.pk: row.policy for row in rows if row.policy}
    asked = {pk: read(version.content, functions=slugs) for pk, version in policies.items()}
    items = ReleaseItem.objects.asked_for().filter(release__in=[row.pk for row in rows], required=True)
    waiting: dict[int, dict[Gate, bool]] = defaultdict(dict)
    for pk, gate, state in items.order_by().values_list("release_id", "gate", "state").distinct():
        left = waiting[pk].get(Gate(gate), False) or ItemState(state) not in SETTLED
        waiting[pk][Gate(gate)] = left
    found = {}
    for row in rows:
        assert row.policy is not None
        assert row.tier is not None
        for gate in asked[row.policy.pk].of(Tier(row.tier)).gates:
            if gate == Gate.GO_NO_GO or waiting[row.pk].get(gate, True):
                found[row.pk] = gate
                break
    return found


def proofs_of(release: Release, risks: Iterable[RiskFacts]) -> dict[str, bool]:
    """What the release's own fields prove, by the names that `policy.FACTS` offers."""
    return {
        "rollback": release.rollback_complete,
        "critical_bugs": release.critical_bugs == 0,
        "monitoring": bool(release.monitoring and release.alert_thresholds and release.dashboard_url),
        "build": bool(release.build_tag),
        "risks": all(risk.mitigated for risk in risks if risk.high),
        "customer_sentence": bool(release.customer_sentence),
    }
