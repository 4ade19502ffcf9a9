"""What a person may not know of releases is nowhere: a canary in every field, and every address asked as everybody.

One confidential release, one draft, and one that everybody may see, whose internal dates lie in years that stand
nowhere else. The walk takes every address that `tests/routes.py` declares, so pages that come later join by themselves:
the page, its fragments, its downloads, and what is found when somebody looks for it. Who prepares is the control: the
same walk must find what may be seen.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.models import CharField, TextField
from django.urls import reverse

from comms.composers import Brief
from comms.models import Delivery, Notice
from productops.editions.models import Edition
from productops.people.models import Area, Function, Person
from productops.search.models import Passage, SearchRow
from releases import logging_decisions
from releases.actions.dependencies import depend_on_release
from releases.actions.health import reassess_all
from releases.enums import Outcome, Section
from releases.evidence import evidence_of
from releases.go_no_go import Proposal
from releases.mail import brief, letter, prepare
from releases.models import (
    Bundle,
    BundleSection,
    Card,
    Condition,
    DateSlip,
    Dependency,
    Escalation,
    Evidence,
    FeatureFlag,
    Override,
    PolicyVersion,
    ReadinessMeeting,
    Release,
    ReleaseItem,
    ReleaseLink,
    Risk,
    RolloutStep,
    Round,
    ShipDecision,
    Signoff,
    SignoffPause,
    SignoffRequest,
    Training,
)
from releases.preflight import material_now, preflight
from releases.search import push_all
from releases.signoffs import stamp_of
from rituals.actions.publishing import aggregate
from rituals.models import WeeklyUpdate
from tests.factories.releases import policy
from tests.factories.weekly import published
from tests.route_world import DECIDED_RELEASE, DRAFT_RELEASE, NOW, OPEN_WEEK, PEOPLE, STARTED_RELEASE, World, undone
from tests.routes import ROUTES, Route

SECRET_RELEASE = "PAY-7001"
SECRET, DRAFT, SLIP = "quokkasecret", "quokkadraft", "quokkaslip"
DATES = "2031"  # launch, slips, due dates, decision: nothing else lies in this year
WORD = "quokka"  # what is looked for, so that what is typed is not what must not come back
HIDDEN: Mapping[str, frozenset[str]] = {
    "stakeholder": frozenset({SECRET, SECRET_RELEASE.lower(), DRAFT, SLIP, DATES}),
    "other_pm": frozenset({SECRET, SECRET_RELEASE.lower(), DRAFT, SLIP, DATES}),
    "executive": frozenset({SECRET, SECRET_RELEASE.lower(), DRAFT, SLIP, DATES}),
    "admin": frozenset({SECRET, SECRET_RELEASE.lower(), DRAFT, SLIP, DATES}),
    # Leads Support, which prepares what everybody may see; of the rest she knows nothing.
    "function_lead": frozenset({SECRET, SECRET_RELEASE.lower(), DRAFT}),
}
SHOWN: Mapping[str, frozenset[str]] = {
    "stakeholder": frozenset({"instant payouts", "june 2030", "may be told from here"}),
    "other_pm": frozenset({"instant payouts", "june 2030"}),
    "executive": frozenset({"instant payouts", "june 2030"}),
    "admin": frozenset({"instant payouts", "june 2030"}),
    "function_lead": frozenset({"instant payouts", DATES, SLIP}),
    "pm": frozenset({"instant payouts", DATES, SLIP, SECRET, SECRET_RELEASE.lower(), DRAFT}),
}
PARTIAL = re.compile(r"\{%\s*partialdef\s+([\w-]+)")
TARGET = re.compile(r'hx-target="#([\w-]+)"')
LISTS = ("finder", "palette", "weekly:search", "weekly:references", "home")


@dataclass
class Walk:
    """What one person got: the hidden words that were there, with where; and all words of `SHOWN` that were."""

    leaks: list[tuple[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    parts: int = 0


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with undone(django_db_blocker) as world:
        _plant()
        yield world


def _plant() -> None:
    payments, search = Area.objects.get(slug="payments"), Area.objects.get(slug="search")
    pm = Person.objects.get(pk=PEOPLE["pm"])
    version = PolicyVersion.objects.order_by("number").last() or policy(now=NOW)
    launch = date(2031, 3, 11)
    dates = {
        "launch_on": launch, "first_launch_on": date(2031, 1, 7), "decision_on": date(2031, 3, 4),
        "window_from": date(2030, 6, 1), "window_to": date(2030, 6, 30), "notice_needed": 10, "notice_given": 7,
        "tier": 2, "tier_suggested": 2, "policy": version, "started_at": NOW,
    }  # fmt: skip
    Release.objects.filter(key=STARTED_RELEASE).update(
        **dates, customer_word="from", customer_from=date(2030, 6, 15), customer_sentence="May be told from here"
    )
    Release.objects.filter(key=DRAFT_RELEASE).update(name=f"The {DRAFT} one", summary=f"{WORD} {DRAFT}")
    secret = Release.objects.create(
        key=SECRET_RELEASE, area=payments, created_at=NOW, created_by=pm, confidential_at=NOW, confidential_by=pm,
        **{**dates, **_texts(Release)},
    )  # fmt: skip
    for release, words in ((Release.objects.get(key=STARTED_RELEASE), ""), (secret, SECRET)):
        _slips(release, pm, launch, words or SLIP)
        _checklist(release, pm, words)
    _everything_of(secret, pm)
    _decision_of(secret, pm, SECRET, SECRET)
    _decision_of(Release.objects.get(key=STARTED_RELEASE), pm, f"{SLIP}, by 11 March {DATES}.", "Not yet")
    waits = Release.objects.get(key=STARTED_RELEASE)
    depend_on_release(release=waits, on=secret, by=pm, now=NOW)
    Release.objects.create(
        key="SRCH-7", name="Faster search", area=search, created_at=NOW, created_by=pm,
        **{**dates, "launch_on": None, "first_launch_on": None, "decision_on": None},
    )  # fmt: skip
    other = Release.objects.get(key="SRCH-7")
    Dependency.objects.create(release=other, on_release=secret, added_at=NOW, added_by=pm)
    Dependency.objects.create(release=other, on_release=waits, added_at=NOW, added_by=pm)
    # Everything that is worked out of it: health and its notices, the finder, the week's front, the published edition.
    reassess_all(now=NOW)
    push_all(now=NOW)
    ops = Person.objects.get(pk=PEOPLE["product_ops"])
    update = WeeklyUpdate.objects.get(key=OPEN_WEEK)
    aggregate(update=update, by=ops, now=NOW)
    published(update, ops, now=NOW)


def _texts(model: Any) -> dict[str, Any]:
    """A canary in every text that a person writes."""
    texts = {
        each.name: f"{SECRET} {WORD}"[: each.max_length or 40]
        for each in model._meta.concrete_fields
        if isinstance(each, CharField | TextField)
        and not each.choices
        and each.name not in ("key", "stage", "health")
        and "url" not in each.name
    }
    return texts | {
        each.name: f"https://{SECRET}.example.com/" for each in model._meta.concrete_fields if "url" in each.name
    }


def _slips(release: Release, pm: Person, launch: date, words: str) -> None:
    DateSlip.objects.create(
        release=release, was_on=date(2031, 1, 7), moved_to=launch, reason=words, business_days=45, moved_at=NOW,
        moved_by=pm,
    )  # fmt: skip


def _checklist(release: Release, pm: Person, words: str) -> None:
    """One of Support, unless it is secret; one late, so that the health speaks of it."""
    slugs = ["qa"] if words else ["support", "qa"]
    for place, slug in enumerate(slugs):
        ReleaseItem.objects.create(
            release=release, key=f"canary-{slug}", gate="go_no_go", position=place, title=f"{words} Macros",
            function=Function.objects.get(slug=slug), due_on=date(2031, 2, 3 + place), state="blocked",
            reason=f"{words} waits", state_at=NOW, person=None,
        )  # fmt: skip


def _everything_of(release: Release, pm: Person) -> None:
    item = release.items.get()
    Evidence.objects.create(item=item, kind="note", note=SECRET, added_at=NOW, added_by=pm)
    Risk.objects.create(release=release, severity="high", title=SECRET, mitigation=SECRET)
    FeatureFlag.objects.create(release=release, **_texts(FeatureFlag))
    ReleaseLink.objects.create(release=release, **_texts(ReleaseLink))
    RolloutStep.objects.create(release=release, share=5, audience=SECRET, on=date(2031, 3, 12))


def _decision_of(release: Release, pm: Person, inside: str, said: str) -> None:
    """A sign-off that is "not ready", one that waits, a bundle that is drafted, a no-go with an override.

    `inside`: words for those who prepare, with days in them; `said`: what everybody reads who sees the release.
    """
    lead, support = Person.objects.get(pk=PEOPLE["function_lead"]), Function.objects.get(slug="support")
    asked = {"release": release, "asked_at": NOW, "asked_by": pm, "asks": 1, "due_on": NOW.date()}
    bundle = Bundle.objects.create(release=release, drafted_at=NOW, drafted_by=pm)
    for kind in Section:
        BundleSection.objects.create(bundle=bundle, kind=kind, text=inside, html=f"<p>{inside}</p>", updated_at=NOW)
    request = SignoffRequest.objects.create(function=support, answered_at=NOW, **asked)
    Signoff.objects.create(
        request=request, release=release, function=support, ask=1, answer="not_ready", comment=inside,
        material=material_now(release), stamp=stamp_of(material_now(release)), given_at=NOW, given_by=lead,
    )  # fmt: skip
    waits = SignoffRequest.objects.create(function=Function.objects.get(slug="qa"), **asked)
    SignoffPause.objects.create(request=waits, waiting_for=inside, since=NOW, by=pm)
    ReadinessMeeting.objects.create(
        release=release, starts_at=NOW, held_at=NOW, notes=inside, notes_html=f"<p>{inside}</p>", recorded_by=pm
    )
    Training.objects.create(release=release, starts_at=NOW, held_at=NOW, notes=inside, place=said)
    round_ = Round.objects.create(release=release, number=1, opened_at=NOW, opened_by=pm)
    found = preflight(release, now=NOW)
    ref = "signoff:support:not_ready"
    [words] = [each.words for each in found.blockers if each.ref == ref]
    Override.objects.create(round=round_, ref=ref, words=words, reason=said, given_at=NOW, given_by=pm)
    Escalation.objects.create(round=round_, reason=said, at=NOW, by=pm)
    evidence = evidence_of(release, found, round_, now=NOW)
    entry = logging_decisions.write(release, round_, Proposal(Outcome.NO_GO, said), found, by=pm, now=NOW)
    decision = ShipDecision.objects.create(
        round=round_, release=release, outcome="no_go", rationale=said, evidence=evidence | {"conditions": []},
        evidence_sha256="d" * 64, material=dict(found.material), launch_on=release.launch_on, decided_at=NOW,
        decided_by=pm, entry_number=entry.number,
    )  # fmt: skip
    Condition.objects.create(decision=decision, what=said, owner=pm, due_on=release.launch_on or NOW.date())
    Card.objects.create(
        decision=decision, language="en", content=f"%PDF {inside}".encode(), size=9, sha256=f"{release.pk:064x}",
        evidence_sha256="d" * 64, made_at=NOW,
    )  # fmt: skip


def words_of(response: Any) -> str:
    """Everything that came, as it reads."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return html.unescape(f"{headers} {content.decode('utf-8', 'replace')}").lower()


def stands(word: str, said: str) -> bool:
    """As a word of its own: tokens and hashes hold any four digits."""
    return word in said and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) is not None


def regions(response: Any, said: str) -> set[str]:
    """The parts that a page can be asked for alone: those its templates define, and where its own parts go."""
    sources = (getattr(each, "source", "") or "" for each in response.templates)
    return {name for source in sources for name in PARTIAL.findall(source)} | set(TARGET.findall(said))


def places_of(route: Route) -> Iterable[dict[str, Any]]:
    """The address as declared, and for what is about a release every other release there is."""
    if route.at.get("key") == DECIDED_RELEASE:  # of which nothing is secret: what was decided of the others is
        for key in (STARTED_RELEASE, SECRET_RELEASE):
            yield {**route.at, "key": key}
        return
    yield {name: value() if callable(value) else value for name, value in route.at.items()}
    if route.at.get("key") == STARTED_RELEASE:
        for key in (SECRET_RELEASE, DRAFT_RELEASE):
            yield {**route.at, "key": key}


def walked(world: World, role: str, routes: Iterable[Route]) -> Walk:
    """Every page of `routes` that `role` gets, whole and in parts, and searched."""
    walk, hidden, shown = Walk(), HIDDEN.get(role, frozenset()), SHOWN[role]

    def look(address: str, **headers: str) -> Any:
        with transaction.atomic():
            response = world.client(role).get(address, headers=headers or None)
            said = (
                words_of(response) if response.status_code == 200 else words_of(response).replace(address.lower(), "")
            )
            transaction.set_rollback(True)
        walk.leaks += [(word, f"{response.status_code} {address} {headers}") for word in hidden if stands(word, said)]
        walk.seen |= {word for word in shown if stands(word, said)}
        return response

    for route in routes:
        for at in places_of(route):
            address = reverse(route.name, kwargs=at)
            response = look(address)
            if response.status_code != 200:
                continue
            listing = route.name in LISTS or (route.name.startswith("releases:") and not at)
            if listing:
                look(f"{address}?q={WORD}")
                look(f"{address}?q=payouts&show=past")
            if listing or route.name.startswith("releases:"):
                look(address, **{"HX-Request": "true"})
                for region in sorted(regions(response, words_of(response))):
                    walk.parts += 1
                    look(address, **{"HX-Request": "true", "HX-Target": region})
    return walk


READABLE = [route for route in ROUTES if route.get != 405]


@pytest.mark.parametrize("role", SHOWN)
def test_what_may_not_be_known_is_nowhere_and_what_may_is_there(world: World, role: str) -> None:
    walk = walked(world, role, READABLE)
    assert walk.leaks == []
    assert walk.parts > 5
    assert walk.seen == SHOWN[role]


def test_notices_tell_only_what_their_reader_may_know(world: World) -> None:
    """Whoever a notice was meant for: what it says is asked again when it is said."""
    events = (
        "health", "replanned", "drafted", "held", "cancelled", "tier_lowered", "items_yours", "items_blocked",
        "launched_without_approval",
    )  # fmt: skip
    told: dict[tuple[str, str, str], str] = {}
    for key in (STARTED_RELEASE, SECRET_RELEASE):
        release = Release.objects.get(key=key)
        items = list(release.items.values_list("pk", flat=True))
        about = {
            "signoff_not_ready": {"signoff": release.signoffs.get().pk},
            "signoff_waits": {"pause": SignoffPause.objects.get(request__release=release).pk},
            "override_wanted": {"words": Override.objects.get(round__release=release).words},
            "overridden": {"override": Override.objects.get(round__release=release).pk},
            "escalated": {"escalation": Escalation.objects.get(round__release=release).pk},
            "decided": {"decision": release.decisions.get().pk},
            "signoffs_all_in": {},
            "bundle_review_copy": {},
        }
        for event in (*events, *about):
            data = {"event": event, "release": release.pk, "items": items, "by": PEOPLE["pm"]}
            data |= about.get(event, {})  # type: ignore[arg-type]
            notice = Notice(kind="release", key=f"canary:{key}:{event}", data=data, created_at=NOW)
            for role in (*HIDDEN, "pm"):
                person = Person.objects.get(pk=PEOPLE[role])
                delivery = Delivery(notice=notice, person=person, channel="email", created_at=NOW)
                shared = prepare(notice)
                said: Brief | None = brief(shared, person, delivery)
                mail = letter(shared, person, delivery) if said else None
                told[key, event, role] = f"{said} {mail}".lower() if said else ""
    for (key, event, role), text in told.items():
        for word in HIDDEN.get(role, ()):
            assert word not in text, (key, event, role)
    assert SECRET in told[SECRET_RELEASE, "health", "pm"]
    for event in ("signoff_not_ready", "signoff_waits", "override_wanted", "overridden"):
        assert SLIP in told[STARTED_RELEASE, event, "pm"]
    assert "overridden: support is not ready." in told[STARTED_RELEASE, "decided", "stakeholder"]
    assert "short notice: 7 of 10" in told[STARTED_RELEASE, "health", "pm"]
    assert "short notice: 7 of 10" not in told[STARTED_RELEASE, "health", "stakeholder"]
    assert "short notice." in told[STARTED_RELEASE, "health", "stakeholder"]


def test_what_is_stored_for_everybody_says_no_days(world: World) -> None:
    """The finder's rows, what was published and what the health says in plain words, in every language."""
    rows = [str(row) for row in SearchRow.objects.filter(readers=None).values()]
    passages = [str(row) for row in Passage.objects.values()]
    editions = [str(edition.content) for edition in Edition.objects.all()]
    reasons = [str(each["outside"]) for row in Release.objects.for_everybody() for each in row.health_reasons]
    assert reasons
    assert any("Instant payouts" in text for text in editions)
    for text in (*rows, *passages, *editions, *reasons):
        for word in (SECRET, SECRET_RELEASE, SECRET_RELEASE.lower(), DRAFT, SLIP, DATES):
            assert word not in text
