"""The card of a decision: one A4 page made of the evidence that was frozen, stored as made with the hash of its bytes.

A worker makes it; a decision without a card is found by the schedule. The card is in the organisation's language.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from comms.stopping import stopping
from productops.dates import say_in_full
from productops.editions import pdf
from productops.editions.documents import Document
from productops.editions.paper import digest_of, style_of
from productops.people.models import Organisation, Person
from releases.blockers import outside_words
from releases.enums import Gate, ItemState, Outcome, SignoffState, Stage
from releases.go_no_go import GOING
from releases.models import Card, Release, ShipDecision

SHEETS = ("reset", "tokens", "base", "components/signal", "components/card", "utilities")
ROOM = 12  # lines of a list on the card; the page has the rest


@dataclass(frozen=True)
class Gathered:
    """A gate in one line."""

    gate: str
    settled: int
    total: int
    waived: int
    shown: int


def facts_of(decision: ShipDecision, *, room: int = ROOM, dated: bool = True) -> dict[str, Any]:
    """What a card says, from the frozen evidence alone; names are as they are today.

    `dated`: whether the reader may know the launch date; else nothing is told from which it could be counted.
    """
    evidence = decision.evidence
    ids = {each.get("by") for each in [*evidence["signoffs"], *evidence["overrides"]]}
    ids |= {each["owner"] for each in evidence["conditions"]} | {evidence["rollback"]["owner"], decision.decided_by_id}
    names = dict(Person.objects.filter(pk__in=ids - {None}).values_list("pk", "name"))
    return {
        "decision": decision,
        "release": evidence["release"],
        "outcome": Outcome(decision.outcome),
        "going": decision.outcome in GOING,
        "launch_on": _day(evidence["release"]["launch_on"]) if dated else None,
        "new_launch_on": decision.new_launch_on if dated else None,
        "gates": _gates(evidence["items"]),
        "left": [item for item in evidence["items"] if item["required"] and item["state"] in ("open", "blocked")][
            :room
        ],
        "signoffs": [
            {
                **each,
                "state": SignoffState(each["state"]),
                "name": names.get(each["by"], ""),
                "comment": each["comment"] if dated else "",
            }
            for each in evidence["signoffs"]
        ],
        "risks": [risk for risk in evidence["risks"] if risk["high"]][:room],
        "dependencies": evidence["dependencies"][:room],
        "rollback": {**evidence["rollback"], "name": names.get(evidence["rollback"]["owner"], "")},
        "blockers": [_told(each, dated) for each in evidence["blockers"][:room]],
        "more_blockers": max(0, len(evidence["blockers"]) - room),
        "overrides": [
            {**_told(each, dated), "name": names.get(each["by"], "")} for each in evidence["overrides"][:room]
        ],
        "conditions": [
            {**each, "name": names.get(each["owner"], ""), "day": _day(each["due_on"]) if dated else None}
            for each in evidence["conditions"]
        ][:room],
        "decided_by": names.get(decision.decided_by_id, ""),
        "bundle": evidence["bundle"],
        "round": evidence["round"],
    }


def _told(blocker: Mapping[str, Any], dated: bool) -> dict[str, Any]:
    words = str(blocker["words"])
    return {**blocker, "words": words if dated else outside_words(str(blocker["ref"]), words)}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _gates(items: list[Mapping[str, Any]]) -> list[Gathered]:
    """One line per gate: how much is settled, waived, shown by evidence."""
    found = []
    for gate in Gate:
        of_gate = [item for item in items if item["gate"] == gate and item["required"]]
        if of_gate:
            settled = [item for item in of_gate if item["state"] not in (ItemState.OPEN, ItemState.BLOCKED)]
            waived = sum(item["state"] == ItemState.WAIVED for item in of_gate)
            shown = sum(len(item["evidence"]) for item in of_gate)
            found.append(Gathered(str(gate.label), len(settled), len(of_gate), waived, shown))
    return found


def document_of(decision: ShipDecision, language: str, *, room: int = ROOM) -> Document:
    """The card as HTML with its style; times in the organisation's zone."""
    organisation = Organisation.current()
    release = decision.release
    with override(language), timezone.override(ZoneInfo(organisation.timezone)):
        html = render_to_string(
            "releases/card_print.html",
            facts_of(decision, room=room)
            | {
                "language": language,
                "organisation": organisation.name,
                "today": timezone.localtime(decision.decided_at).date(),
                "decided_at": say_in_full(timezone.localtime(decision.decided_at)),
                "url": f"{settings.PORTAL_URL}{reverse('releases:card', args=[release.key, decision.round.number])}",
                "verify": f"{settings.PORTAL_URL}{reverse('releases:verify')}",
                "tight": room < ROOM,
            },
        )
    return Document(html, style_of(*SHEETS), digest_of([]), 1)


class _Pages:
    """Counts the pages that are begun."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, page: int) -> None:
        self.number = max(self.number, page)


def printed(decision: ShipDecision, language: str) -> bytes:
    """The PDF, on one page: with shorter lists when they do not fit. Raises `pdf.CannotHere`."""
    content = b""
    for room in (ROOM, 6, 3):
        pages = _Pages()
        content = pdf.printed(document_of(decision, language, room=room), on_page=pages)
        if pages.number <= 1:
            break
    return content


def make_due(*, now: Callable[[], datetime] = timezone.now) -> int:
    """Make the cards that are missing; says how many. Twice at once, one of the two is kept."""
    language = Organisation.current().language
    made = 0
    missing = ShipDecision.objects.exclude(cards__language=language).select_related("release", "round", "decided_by")
    for decision in missing.order_by("id")[:50]:
        if stopping():
            break  # the schedule finds the rest
        made += _keep(decision, language, printed(decision, language), now())
    return made


def _keep(decision: ShipDecision, language: str, content: bytes, now: datetime) -> bool:
    try:
        with transaction.atomic():
            Card.objects.create(
                decision=decision, language=language, content=content, size=len(content),
                sha256=hashlib.sha256(content).hexdigest(), evidence_sha256=decision.evidence_sha256, made_at=now,
            )  # fmt: skip
    except IntegrityError:
        return False  # another worker was quicker; its card is the card
    return True


@dataclass(frozen=True)
class Verdict:
    """What verification says of a file or a hash: whose card it is, and whether it still holds."""

    decision: ShipDecision | None = None
    current: bool = False
    newer: ShipDecision | None = None

    @property
    def genuine(self) -> bool:
        return self.decision is not None


def verify(sha256: str, person: Person) -> Verdict:
    """Whether these bytes are a card that the portal made, byte by byte, and whether its decision stands.

    `sha256` is of the PDF's bytes, or of the evidence as it is printed on the card. What the person may not see is
    not known.
    """
    seen = Release.objects.visible_to(person)
    decisions = ShipDecision.objects.filter(release__in=seen).select_related("release", "round", "decided_by")
    found = (
        decisions.filter(cards__sha256=sha256).first()
        or decisions.filter(evidence_sha256=sha256).order_by("id").first()
    )
    if found is None:
        return Verdict()
    newest = decisions.filter(release=found.release).order_by("-id").first()
    stands = found.outcome not in GOING or (
        found.release.approval_stale_at is None
        and found.release.stage in (Stage.APPROVED, Stage.LAUNCHED, Stage.CLOSED)
    )
    return Verdict(found, current=newest == found and stands, newer=newest if newest != found else None)
