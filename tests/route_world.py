"""The small organisation that the walk over every address takes place in, with ids that addresses can name.

Payments has everybody an area can have; Search is somebody else's and has submitted this week; Archive is closed.
Last week is published, this week is being collected, and the one before waits, aggregated, to be published.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from comms.enums import Channel, DeliveryStatus, NoticeKind
from comms.feeds import hash_of
from comms.models import Delivery, Destination, FeedAddress, InboxItem, Notice
from productops.editions.models import Edition
from productops.followups.actions.asking import Document, ensure
from productops.followups.asks import Ask
from productops.followups.models import ActionItem
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person
from productops.worktime import iso_week
from releases.bundle_editions import FINAL, freeze_bundle
from releases.enums import Section
from releases.evidence import evidence_of
from releases.models import (
    AreaChecklist,
    Bundle,
    BundleReader,
    BundleSection,
    Card,
    Condition,
    Dependency,
    Evidence,
    FeatureFlag,
    FreezeWindow,
    PolicyDraft,
    Release,
    ReleaseImport,
    ReleaseItem,
    ReleaseLink,
    Risk,
    RolloutStep,
    Round,
    SavedView,
    ShipDecision,
    SignoffRequest,
    Upload,
)
from releases.policy import Bundle as Form
from releases.preflight import preflight
from releases.signoff_links import token_of
from rituals.actions.publishing import aggregate
from rituals.models import AreaUpdate, Bullet, Correction, Meeting
from tests.factories import AreaFactory, OrganisationFactory, PersonFactory, ProductGroupFactory, in_role
from tests.factories.log import logged
from tests.factories.people import LONG_AGO
from tests.factories.releases import policy
from tests.factories.weekly import open_with, published, submitted
from tests.releases.sheets import checked, rows_of

NOW = timezone.now()
WEEK = iso_week(NOW.astimezone(ZoneInfo("Europe/Warsaw")).date())
OPEN_WEEK, PUBLISHED_WEEK, WAITING_WEEK = WEEK.key, WEEK.previous().key, WEEK.previous().previous().key
CLOSED_AREA = "archive"

PEOPLE = {
    "stakeholder": 9001,
    "pm": 9002,
    "other_pm": 9003,
    "deputy": 9004,
    "eng_lead": 9005,
    "function_lead": 9006,
    "product_ops": 9007,
    "product_ops_lead": 9008,
    "head_of_product": 9009,
    "executive": 9010,
    "admin": 9011,
}
COLLEAGUE, INVITED, LEFT = 9050, 9051, 9052
CORRECTION = 9087
DEPUTY_ROLE, ENG_LEAD_ROLE, MEETING, DELIVERY, ACTION_ITEM = 9060, 9061, 9070, 9080, 9085
INBOX_ITEM = 9081
STARTED_RELEASE, DRAFT_RELEASE, DECIDED_RELEASE = "PAY-1", "PAY-2", "PAY-3"
CONDITION, SIGNOFF = 9160, 9161
NOTICE, PLACE = 9110, 9111
FREEZE = 9120
LOGGED, LOGGED_HIDDEN = 1, 2  # numbers of decisions
RISK, FLAG, STEP, LINK, DEPENDENCY = 9130, 9131, 9132, 9133, 9134
SAVED_VIEW = 9140
IMPORT = 9145
ITEM_OPEN, ITEM_DONE, EVIDENCE, UPLOAD = 9150, 9151, 9152, UUID(int=9153)
OFFER = f"carry-over:{UUID(int=9090)}"
FEED, FEED_TOKEN, REVOKED_FEED_TOKEN = 9095, "a-token-of-the-stakeholder", "a-token-she-revoked"
ORGANISATION_ROLES = {
    "stakeholder": Role.STAKEHOLDER,
    "pm": Role.PM,
    "other_pm": Role.PM,
    "function_lead": Role.FUNCTION_LEAD,
    "product_ops": Role.PRODUCT_OPS,
    "product_ops_lead": Role.PRODUCT_OPS_LEAD,
    "head_of_product": Role.HEAD_OF_PRODUCT,
    "executive": Role.EXECUTIVE,
    "admin": Role.ADMIN,
}


@dataclass(frozen=True)
class World:
    """Who can ask: a session cookie per role ('' for anonymous; the deactivated person's was made while active)."""

    cookies: dict[str, str]
    clients: dict[bool, Client] = field(
        default_factory=lambda: {csrf: Client(enforce_csrf_checks=csrf) for csrf in (False, True)}
    )

    def client(self, role: str, *, csrf: bool = False) -> Client:
        """A browser of `role`, as if just opened. One serves all: with each, Django makes its middleware anew."""
        client = self.clients[csrf]
        client.cookies.clear()
        if self.cookies[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[role]
        return client


@contextmanager
def undone(blocker: Any) -> Iterator[World]:
    """All of it, once for a whole module of tests that undo each request; gone afterwards, and so is the noise."""
    refusals = logging.getLogger("django.request")
    with blocker.unblock(), override_settings(DEMO=False), transaction.atomic():
        level, refusals.level = refusals.level, logging.CRITICAL
        try:
            yield _build()
        finally:
            refusals.level = level
            transaction.set_rollback(True)


def _build() -> World:
    OrganisationFactory()
    people = {name: _person(name, pk) for name, pk in PEOPLE.items()}
    left = in_role(*Role, pk=LEFT, name="Left Long Ago")
    in_role(Role.STAKEHOLDER, pk=COLLEAGUE, name="Some Colleague")
    PersonFactory(pk=INVITED, name="New Here", invited_at=NOW, password="!never had one")
    Function.objects.filter(slug="support").update(lead=people["function_lead"])
    payments, search = _areas(people)
    _weeks(payments, search, people["product_ops"])
    _meeting(payments)
    _action_item(payments, people)
    _policy(payments, people["admin"])
    _releases(payments, people["pm"])
    _decisions(payments, people["pm"])
    _decided(payments, people)
    _import(people["product_ops"])
    _delivery(people["stakeholder"])
    _feeds(people["stakeholder"])
    _channels(people["admin"])
    world = World({"anonymous": "", **{name: _session(person) for name, person in people.items()},
                   "deactivated": _session(left)})  # fmt: skip
    left.is_active, left.deactivated_at = False, NOW
    left.save()
    return world


def _person(name: str, pk: int) -> Person:
    roles = [ORGANISATION_ROLES[name]] if name in ORGANISATION_ROLES else []
    return in_role(*roles, pk=pk, name=name.replace("_", " ").title())


def _areas(people: dict[str, Person]) -> tuple[Area, Area]:
    money = ProductGroupFactory(slug="money", name="Money")
    payments: Area = AreaFactory(slug="payments", name="Payments", group=money)
    search: Area = AreaFactory(slug="search", name="Search")
    AreaFactory(slug=CLOSED_AREA, name="Archive", closed_at=NOW)
    for area, name in ((payments, "pm"), (search, "other_pm")):
        area.pm = people[name]  # type: ignore[attr-defined]  # who submits in `submitted`
        AreaRole.objects.create(area=area, person=people[name], kind=AreaRoleKind.PM, starts_on=LONG_AGO)
    until = (NOW + timedelta(days=30)).date()
    AreaRole.objects.create(
        pk=DEPUTY_ROLE, area=payments, person=people["deputy"], kind=AreaRoleKind.DEPUTY, starts_on=LONG_AGO,
        ends_on=until,
    )  # fmt: skip
    AreaRole.objects.create(
        pk=ENG_LEAD_ROLE, area=payments, person=people["eng_lead"], kind=AreaRoleKind.ENG_LEAD, starts_on=LONG_AGO
    )
    return payments, search


def _weeks(payments: Area, search: Area, ops: Person) -> None:
    waiting = open_with(payments, search, now=NOW - timedelta(days=14), week=WEEK.previous().previous())
    submitted(waiting, search)
    aggregate(update=waiting, by=ops, now=NOW - timedelta(days=8))
    last = open_with(payments, search, now=NOW - timedelta(days=7), week=WEEK.previous())
    part = submitted(last, payments)
    offered = part.bullets.get(heading="next")
    Bullet.objects.filter(pk=offered.pk).update(id=UUID(int=9090))
    _correction(part, published(last, ops, now=NOW - timedelta(days=1)))
    this = open_with(payments, search, now=NOW, week=WEEK)
    submitted(this, search)


def _correction(part: AreaUpdate, edition: Edition) -> None:
    """Proposed by the PM of Payments, and not answered yet."""
    lines = {"wins": [{"id": str(UUID(int=9088)), "text": "Said better"}]}
    Correction.objects.create(
        pk=CORRECTION, area_update=part, edition=edition, why="It reads better", proposed_at=NOW,
        content={"health": "on_track", "reason": "", "lines": lines}, proposed_by_id=PEOPLE["pm"],
    )  # fmt: skip


def _meeting(area: Area) -> None:
    """Every other week, nobody said which."""
    Meeting.objects.create(
        pk=MEETING, area=area, name="Planning", rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", timezone="Europe/Warsaw",
        starts_at=NOW, week_to_confirm=True,
    )  # fmt: skip


def _action_item(area: Area, people: dict[str, Person]) -> None:
    """Payments asks the stakeholder for something."""
    ask = Ask(source="world", what="Translate the terms", assignee_id=people["stakeholder"].pk, due_on=NOW.date())
    document = Document(origin="world", title="Somewhere", url="/", area=area)
    items = ensure(document=document, asks=[ask], by=people["pm"], now=NOW)
    ActionItem.objects.filter(pk=items[0].pk).update(id=ACTION_ITEM)


def _policy(area: Area, admin: Person) -> None:
    """A policy, an admin's draft of the next, a line that Payments adds, and days in which nothing goes out."""
    version = policy(now=NOW)
    draft = version.content | {"four_eyes": True}
    PolicyDraft.objects.create(person=admin, based_on=version, content=draft, saved_at=NOW)
    scan = {"key": "scan", "gate": "go_no_go", "title": "PCI scan", "function": "legal", "days_before": 3, "tiers": [2]}
    AreaChecklist.objects.create(area=area, number=1, items=[scan], made_at=NOW)
    FreezeWindow.objects.create(pk=FREEZE, name="End of the year", starts_on="2036-12-20", ends_on="2036-12-31")


def _releases(area: Area, by: Person) -> None:
    facts = {"area": area, "created_at": NOW, "created_by": by}
    started = Release.objects.create(key=STARTED_RELEASE, name="Instant payouts", tier=1, started_at=NOW, **facts)
    _parts(started, by)
    _checklist(started, by)
    Release.objects.create(key=DRAFT_RELEASE, name="Split payments", **facts)
    SavedView.objects.create(pk=SAVED_VIEW, person=by, page="table", name="Mine", query="whose=mine")


def _decided(area: Area, people: dict[str, Person]) -> None:
    """A conditional go that became stale: bundle published, Support asked, a condition open, a card kept."""
    pm, lead = people["pm"], people["function_lead"]
    release = Release.objects.create(
        key=DECIDED_RELEASE, name="Payout limits", area=area, created_at=NOW, created_by=pm, started_at=NOW, tier=2,
        stage="approved", policy_id=policy(now=NOW).pk, launch_on=(NOW + timedelta(days=60)).date(),
        approval_stale_at=NOW, approval_stale_why=["The build changed."],
    )  # fmt: skip
    support = Function.objects.get(slug="support")
    SignoffRequest.objects.create(pk=SIGNOFF, release=release, function=support, asked_at=NOW, asks=1)
    bundle = Bundle.objects.create(release=release, drafted_at=NOW, drafted_by=pm)
    for kind in Section:
        BundleSection.objects.create(bundle=bundle, kind=kind, text="Text", html="<p>Text</p>", updated_at=NOW)
    edition = freeze_bundle(bundle, release, Form.LITE, kind=FINAL, by=pm, now=NOW)
    bundle.state, bundle.edition, bundle.published_at = "published", edition, NOW
    bundle.save()
    BundleReader.objects.create(edition=edition, release=release, person=lead, function=support, asked_at=NOW)
    round_ = Round.objects.create(release=release, number=1, opened_at=NOW, opened_by=pm)
    evidence = evidence_of(release, preflight(release, now=NOW), round_, now=NOW)
    decision = ShipDecision.objects.create(
        round=round_, release=release, outcome="conditional_go", evidence=evidence | {"conditions": []}, material={},
        evidence_sha256="e" * 64, decided_at=NOW, decided_by=pm,
    )  # fmt: skip
    owner, due = people["stakeholder"], (NOW + timedelta(days=30)).date()
    Condition.objects.create(pk=CONDITION, decision=decision, what="Limits are translated", owner=owner, due_on=due)
    Card.objects.create(decision=decision, language="en", content=b"%PDF", size=4, sha256="c" * 64, made_at=NOW)


def signed_token() -> str:
    """Of the link with which the lead of Support answers from a mail."""
    return token_of(SignoffRequest.objects.get(pk=SIGNOFF), Person.objects.get(pk=PEOPLE["function_lead"]))


def _decisions(area: Area, by: Person) -> None:
    """Two of the PM: one that everybody reads, and one about her draft."""
    today = NOW.astimezone(ZoneInfo("Europe/Warsaw")).date()
    facts = {"area": area, "decided_on": today, "review_on": today + timedelta(days=90)}
    logged(by, NOW, **facts)
    logged(by, NOW, **facts, subject=f"release:{DRAFT_RELEASE}", subject_title="Split payments")


def _import(by: Person) -> None:
    """A spreadsheet that is ready to be brought in."""
    made = checked(rows_of(1), by, NOW)
    ReleaseImport.objects.filter(pk=made.pk).update(id=IMPORT)


def _parts(release: Release, by: Person) -> None:
    """One of each part of the started release."""
    Risk.objects.create(pk=RISK, release=release, title="Double payout")
    FeatureFlag.objects.create(pk=FLAG, release=release, key="instant-payouts")
    RolloutStep.objects.create(pk=STEP, release=release, share=5, on=NOW.date())
    ReleaseLink.objects.create(pk=LINK, release=release, title="PRD", url="https://docs.example.com/prd")
    Dependency.objects.create(
        pk=DEPENDENCY, release=release, on_function=Function.objects.get(slug="legal"), deliverable="New terms",
        added_at=NOW, added_by=by,
    )  # fmt: skip


def _checklist(release: Release, by: Person) -> None:
    """Two items of the PM: an open one, and one that is done, with a file whose content is gone."""
    facts = {
        "release": release, "gate": "go_no_go", "function": Function.objects.get(slug="product"), "due_on": NOW.date(),
    }  # fmt: skip
    ReleaseItem.objects.create(pk=ITEM_OPEN, key="docs", title="Documentation", **facts)
    done = {"state": "done", "state_at": NOW, "state_by": by}
    item = ReleaseItem.objects.create(pk=ITEM_DONE, key="notes", title="Release notes", **facts, **done)
    upload = Upload.objects.create(
        pk=UPLOAD, name="notes.pdf", content_type="application/pdf", size=1, sha256="0" * 64,
        storage=f"ab/ab{'0' * 30}", uploaded_at=NOW, uploaded_by=by,
    )  # fmt: skip
    Evidence.objects.create(pk=EVIDENCE, item=item, kind="file", upload=upload, added_at=NOW, added_by=by)


def _delivery(person: Person) -> None:
    """A mail that was given up."""
    notice = Notice.objects.create(kind=NoticeKind.WEEKLY_UPDATE, key="world", people=[person.pk], created_at=NOW)
    delivery = Delivery.objects.create(
        pk=DELIVERY, notice=notice, person=person, channel=Channel.EMAIL, status=DeliveryStatus.DEAD,
        next_attempt_at=NOW, created_at=NOW,
    )  # fmt: skip
    InboxItem.objects.create(
        pk=INBOX_ITEM, delivery=delivery, person=person, kind=notice.kind, title="Told", url="/", created_at=NOW
    )


def _feeds(person: Person) -> None:
    """Two addresses for a feed reader, one of them revoked."""
    FeedAddress.objects.create(
        pk=FEED, person=person, token_hash=hash_of(FEED_TOKEN), prefix=FEED_TOKEN[:6], created_at=NOW
    )
    FeedAddress.objects.create(
        person=person, token_hash=hash_of(REVOKED_FEED_TOKEN), prefix="gone", created_at=NOW, revoked_at=NOW
    )


def _channels(admin: Person) -> None:
    """Somebody tried Slack; one of its channels gets the weekly update."""
    facts = {"channel": Channel.SLACK.value, "by": admin.pk}
    Notice.objects.create(pk=NOTICE, kind=NoticeKind.CHANNEL_TEST, key="tried", data=facts, created_at=NOW)
    Destination.objects.create(pk=PLACE, channel=Channel.SLACK, name="#product", created_at=NOW)


def _session(person: Person) -> str:
    client = Client()
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    session = client.session
    session["seen"] = int(NOW.timestamp())
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value
