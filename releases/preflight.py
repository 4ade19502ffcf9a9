"""Everything that a go/no-go depends on, read from the database: as many statements however long the checklist is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from productops.people.models import Function, Organisation
from releases.blockers import Blocker, BundleFacts, PreflightFacts, SignoffFacts, blockers
from releases.bundling import missing_in
from releases.enums import Answer, BundleState, Tier
from releases.go_no_go import GOING, Approval, Held, Standing, approval
from releases.models import (
    Bundle,
    Condition,
    ReadinessMeeting,
    Release,
    Round,
    ShipDecision,
    Signoff,
    SignoffRequest,
    Training,
)
from releases.policy import TierPolicy
from releases.queries import facts_of, freezes, tier_policy_of
from releases.signoffs import Given, Request, changed, digest, material_of, stamp_of, state_of


@dataclass(frozen=True)
class Asked:
    """One function's sign-off: the row (None: nobody asked), its latest answer, and where it stands."""

    function: Function
    row: SignoffRequest | None
    last: Signoff | None
    request: Request
    facts: SignoffFacts


@dataclass(frozen=True)
class Preflight:
    """A release as the decision sees it. `stamp` is of what is material; `seen` of everything that was looked at."""

    facts: PreflightFacts
    blockers: tuple[Blocker, ...]
    asked: tuple[Asked, ...]
    material: Mapping[str, str]
    policy: TierPolicy | None

    @property
    def stamp(self) -> str:
        return stamp_of(self.material)

    @property
    def seen(self) -> str:
        """What the page showed, as one hash: when it differs at the decision, something changed in between."""
        states = [[each.facts.function, str(each.facts.state)] for each in self.asked]
        return digest([self.stamp, [blocker.ref for blocker in self.blockers], states])


def preflight(release: Release, *, now: datetime) -> Preflight:
    """Everything that stands between `release` and a go, now."""
    organisation = Organisation.current()
    today = organisation.day(now)
    policy = tier_policy_of(release)
    bundle = Bundle.objects.filter(release=release).prefetch_related("sections").first()
    material = material_of(_values(release, bundle))
    asked = tuple(asked_of(release, policy, material, now))
    health = facts_of([release])[release.pk]
    facts = PreflightFacts(
        tier=Tier(release.tier or Tier.LOW),
        launch_on=release.launch_on,
        items=health.items,
        bundle=_bundle_facts(bundle, policy, organisation),
        signoffs=tuple(each.facts for each in asked),
        risks=health.risks,
        dependencies=health.dependencies,
        critical_bugs=release.critical_bugs,
        rollback_complete=release.rollback_complete,
        meeting_asked=bool(policy and policy.meeting),
        meeting_held=ReadinessMeeting.objects.filter(release=release, held_at__isnull=False).exists(),
        training_asked=bool(policy and policy.training),
        training_held=Training.objects.filter(release=release, held_at__isnull=False).exists(),
        freezes=tuple(window.as_window() for window in freezes()),
    )
    return Preflight(facts, blockers(facts, today=today, calendar=organisation.calendar), asked, material, policy)


def material_now(release: Release) -> dict[str, str]:
    """The hashes of what is material, as the release is now."""
    bundle = Bundle.objects.filter(release=release).prefetch_related("sections").first()
    return material_of(_values(release, bundle))


def _values(release: Release, bundle: Bundle | None) -> dict[str, Any]:
    """The values behind `signoffs.MATERIAL`."""
    sections = bundle.sections.all() if bundle else ()
    return {
        "tier": release.tier,
        "summary": [release.name, release.summary],
        "segments": sorted(release.segments),
        "areas": [release.area_id, *sorted(area.pk for area in release.other_areas.all())],
        "functions": sorted(function.pk for function in release.functions.all()),
        "build": release.build_tag,
        "bundle": {part.kind: [part.text, part.not_applicable] for part in sections},
    }


def _bundle_facts(bundle: Bundle | None, policy: TierPolicy | None, organisation: Organisation) -> BundleFacts:
    if policy is None:
        return BundleFacts()
    published = bundle and bundle.state == BundleState.PUBLISHED and bundle.published_at
    return BundleFacts(
        asked=policy.bundle,
        published_on=organisation.day(published) if published else None,
        final_days=policy.final_days,
        missing=missing_in(policy.bundle, {part.kind: part for part in bundle.sections.all()} if bundle else {}),
    )


def asked_now(release: Release, *, now: datetime) -> list[Asked]:
    """Where every sign-off stands, for who asks about nothing else: a part of `preflight`."""
    return asked_of(release, tier_policy_of(release), material_now(release), now)


def requests_of(release: Release) -> list[SignoffRequest]:
    """Who was asked, with their answers (the latest last) and pauses. Three statements."""
    rows = SignoffRequest.objects.filter(release=release, withdrawn_at=None).select_related("function")
    answers = Prefetch("answers", Signoff.objects.select_related("given_by").order_by("id"))
    return list(rows.prefetch_related(answers, "pauses").order_by("function__name"))


def asked_of(release: Release, policy: TierPolicy | None, material: Mapping[str, str], now: datetime) -> list[Asked]:
    """Every function whose word is wanted: by the policy, because it is affected, or because somebody asked it."""
    rows = {row.function.slug: row for row in requests_of(release)}
    wanted = set(policy.signoffs) if policy else set()
    affected = {function.slug: function for function in release.functions.all()} if policy and policy.gates else {}
    functions = {row.function.slug: row.function for row in rows.values()} | affected
    if missing := wanted - functions.keys():
        functions |= {function.slug: function for function in Function.objects.filter(slug__in=missing)}
    day = Organisation.current().day
    found = []
    for slug, function in sorted(functions.items(), key=lambda each: each[1].name):
        row = rows.get(slug)
        last = row.answers.all()[len(row.answers.all()) - 1] if row and row.answers.all() else None
        request = Request(
            function=slug,
            name=function.name,
            asked_on=day(row.asked_at) if row and row.asked_at else None,
            answered=bool(row and row.answered_at),
            given=Given(Answer(last.answer), last.stamp, last.comment, last.given_by_id) if last else None,
            pauses=tuple((day(each.since), day(each.until) if each.until else None) for each in row.pauses.all())
            if row
            else (),
        )
        waiting = next((each.waiting_for for each in row.pauses.all() if each.until is None), "") if row else ""
        facts = SignoffFacts(
            function=slug,
            name=function.name,
            state=state_of(request, stamp_of(material)),
            comment=waiting or (last.comment if last else ""),
            changed=tuple(changed(last.material, material)) if last else (),
        )
        found.append(Asked(function, row, last, request, facts))
    return found


def last_decision(release: Release) -> ShipDecision | None:
    """The newest decision with what its approval stands on."""
    rows = release.decisions.select_related("round", "decided_by")
    return rows.prefetch_related("conditions__outcome", "conditions__owner", "reconfirmations").order_by("-id").first()


def overridden_since(decision: ShipDecision | None, release: Release) -> frozenset[str]:
    """References of the blockers that somebody took on: in the deciding round and after it, or in the open one."""
    rounds = Round.objects.filter(release=release)
    rounds = rounds.filter(number__gte=decision.round.number) if decision else rounds.filter(decision=None)
    return frozenset(rounds.exclude(overrides=None).values_list("overrides__ref", flat=True))


def approval_of(release: Release, seen: Preflight, *, now: datetime) -> Approval:
    """How the last decision stands, from what is there now."""
    return approval_by(last_decision(release), release, seen, now=now)


def approval_by(decision: ShipDecision | None, release: Release, seen: Preflight, *, now: datetime) -> Approval:
    """`approval_of`, for who has read the last decision already."""
    if decision is None or decision.outcome not in GOING:
        return Approval(given=False)
    confirmed = list(decision.reconfirmations.all())
    base = confirmed[-1].material if confirmed else decision.material
    standing = Standing(
        outcome=decision.outcome,  # type: ignore[arg-type]
        overridden=overridden_since(decision, release),
        conditions=tuple(held(condition) for condition in decision.conditions.all()),
        blockers=seen.blockers,
        material_changed=tuple(changed(base, seen.material)),
    )
    return approval(standing, today=Organisation.current().day(now))


def held(condition: Any) -> Held:
    """A condition with what became of it."""
    outcome = getattr(condition, "outcome", None)
    return Held(
        what=condition.what,
        due_on=condition.due_on,
        ref=condition.ref,
        met=bool(outcome and not outcome.overridden),
        overridden=bool(outcome and outcome.overridden),
    )


def open_conditions(release: Release) -> QuerySet[Condition]:
    """Conditions of the decision that stands which were neither met nor overridden."""
    newest = ShipDecision.objects.filter(release=release).order_by("-id").values("pk")[:1]
    return Condition.objects.filter(decision__in=newest, outcome=None).select_related("owner", "decision__release")


def open_round(release: Release) -> Round | None:
    """The round that waits for its decision."""
    return Round.objects.filter(release=release, decision=None).order_by("-number").first()
