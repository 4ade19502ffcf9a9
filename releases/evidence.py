"""What a ship decision stands on, frozen: plain data for the card, the log and their SHA-256."""

from datetime import datetime
from typing import Any

from releases.models import Release, Round
from releases.preflight import Preflight


def evidence_of(release: Release, seen: Preflight, round_: Round, *, now: datetime) -> dict[str, Any]:
    """Everything that the card shows, as canonical plain data: names by id, so that erasure reaches them."""
    items = release.items.asked_for().select_related("function").prefetch_related("evidence").order_by("position", "id")
    return {
        "release": {
            "key": release.key,
            "name": release.name,
            "tier": release.tier,
            "summary": release.summary,
            "area": release.area.name,
            "launch_on": _day(release.launch_on),
            "window": [_day(release.window_from), _day(release.window_to)],
            "build": release.build_tag,
            "policy": release.policy.number if release.policy else None,
        },
        "items": [
            {
                "title": item.title,
                "gate": item.gate,
                "function": item.function.name,
                "state": item.state,
                "reason": item.reason,
                "required": item.required,
                "evidence": [
                    {"kind": each.kind, "url": each.url, "note": each.note, "file": str(each.upload_id or "")}
                    for each in item.evidence.all()
                    if each.withdrawn_at is None
                ],
            }
            for item in items
        ],
        "signoffs": [
            {
                "function": each.facts.name,
                "state": str(each.facts.state),
                "comment": each.facts.comment,
                "by": each.last.given_by_id if each.last else None,
                "at": each.last.given_at.isoformat() if each.last else None,
                "label": each.last.label if each.last else "",
            }
            for each in seen.asked
        ],
        "risks": [{"title": risk.title, "high": risk.high, "mitigated": risk.mitigated} for risk in seen.facts.risks],
        "dependencies": [{"name": each.name, "delivered": each.delivered} for each in seen.facts.dependencies],
        "rollback": {
            "procedure": release.rollback_procedure,
            "owner": release.rollback_owner_id,
            "criteria": release.rollback_criteria,
        },
        "critical_bugs": release.critical_bugs,
        "bundle": {"asked": str(seen.facts.bundle.asked), "published_on": _day(seen.facts.bundle.published_on)},
        "blockers": [{"ref": each.ref, "words": each.words, "reserved": each.reserved} for each in seen.blockers],
        "overrides": [
            {"ref": each.ref, "words": each.words, "reason": each.reason, "by": each.given_by_id}
            for each in round_.overrides.all()
        ],
        "round": round_.number,
        "at": now.isoformat(),
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
