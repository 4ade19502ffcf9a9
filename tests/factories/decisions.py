"""Releases on their way to a decision: filled, checked, signed, published. Everything by the doors."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from productops.people.models import Area, Person
from releases.actions import bundles
from releases.actions.decisions import record_decision
from releases.actions.meetings import record_meeting, record_training
from releases.actions.planning import edit, settling_once
from releases.actions.signoffs import answer
from releases.actions.stages import move
from releases.enums import Answer, Outcome, Section, Stage, Tier
from releases.go_no_go import Proposal
from releases.models import Bundle, Release, ShipDecision, SignoffRequest
from releases.preflight import preflight
from releases.stages import Move
from tests.factories.releases import all_done, planned


def filled(release: Release, now: datetime) -> Release:
    """Its fields say what they must: rollback, monitoring, build, the sentence for customers."""
    pm: Person = release.area.pm  # type: ignore[attr-defined]
    fields: dict[str, Any] = {
        "summary": "Merchants in the EU receive card payouts within ten minutes.",
        "segments": ["EU merchants"],
        "build_tag": "4.18.2",
        "rollback_procedure": "Switch the flag off, drain the queue.",
        "rollback_owner": release.area.eng_lead,  # type: ignore[attr-defined]
        "rollback_criteria": "More than 1 % failed payouts in ten minutes.",
        "monitoring": "Failed payouts a minute, time to payout.",
        "alert_thresholds": "1 % failed, 15 minutes",
        "dashboard_url": "https://dash.example.com/payouts",
        "customer_sentence": "Payouts arrive within ten minutes.",
    }
    area = release.area
    row = edit(release=release, fields=fields, by=pm, now=now, seen_version=release.version)
    row.area = area
    return row


def bundled(release: Release, now: datetime, ops: Person, *, published: bool = True) -> Bundle:
    """Its bundle is written, out for review (so that sign-offs are asked) and published."""
    pm: Person = release.area.pm  # type: ignore[attr-defined]
    bundle = bundles.begin(release=release, by=pm, now=now)
    with transaction.atomic(), settling_once(now=now):
        for part in bundle.sections.filter(text=""):
            bundles.write(
                bundle=bundle, kind=Section(part.kind), text=f"About {part.kind}.", not_applicable="", by=pm, now=now,
                seen_version=part.version,
            )  # fmt: skip
    bundle = bundles.send_review_copy(bundle=bundle, short_notice_reason="", by=pm, now=now)
    if published:
        bundles.publish(bundle=bundle, seen_version=bundle.version, by=ops, now=now)
    return bundle


def signed(release: Release, now: datetime, said: Answer = Answer.READY) -> None:
    """Every function that was asked answers by its lead."""
    for request in SignoffRequest.objects.filter(release=release).select_related("function__lead", "release"):
        assert request.function.lead
        answer(request=request, answer=said, comment="", by=request.function.lead, now=now)


def to_be_decided(area: Area, now: datetime, ops: Person, tier: Tier = Tier.MEDIUM, **fields: Any) -> Release:
    """In review, and nothing in the way of a go."""
    row = planned(area, now, tier=tier, **fields)
    row.area = area
    with transaction.atomic(), settling_once(now=now):
        row = filled(row, now)
        all_done(row, now)
    move(release=row, move=Move.BEGIN_REVIEW, by=area.pm, now=now)  # type: ignore[attr-defined]
    if tier == Tier.HIGH:
        record_training(release=row, attended=[ops], notes="", by=ops, now=now)
        record_meeting(release=row, attended=[ops], notes="", by=ops, now=now)
    bundled(row, now, ops)
    signed(row, now)
    return fresh(row, area)


def fresh(release: Release, area: Area | None = None) -> Release:
    row = Release.objects.select_related("area", "policy", "area_checklist").get(pk=release.pk)
    row.area = area or release.area
    return row


def decided(release: Release, now: datetime, outcome: Outcome = Outcome.GO, **fields: Any) -> ShipDecision:
    """The PM decides on what she sees."""
    proposal = Proposal(outcome, **fields)
    return record_decision(
        release=release,
        proposal=proposal,
        seen=preflight(release, now=now).seen,
        by=release.area.pm,
        now=now,  # type: ignore[attr-defined]
    )


def approved(area: Area, now: datetime, ops: Person, tier: Tier = Tier.MEDIUM) -> Release:
    """A go was recorded."""
    row = to_be_decided(area, now, ops, tier)
    decided(row, now)
    row = fresh(row, area)
    assert row.stage == Stage.APPROVED
    return row


def later(now: datetime, **by: int) -> datetime:
    return now + timedelta(**by)


def before(day: date, days: int = 1) -> date:
    return day - timedelta(days=days)
