"""The doors of checklist items: whose they are, what done must show, one by one and many at once."""

from datetime import datetime, timedelta

import pytest

from comms.models import Delivery, Notice
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.people.permissions import PermissionRefused
from releases.actions.items import Shown, hand_on, set_state, withdraw
from releases.actions.stages import hold, move, record_rollback, resume, stage_facts
from releases.enums import ItemState, Stage, Tier
from releases.mail import brief, prepare
from releases.models import Evidence, Release, ReleaseItem
from releases.stages import Move
from tests.factories import OrganisationFactory, PersonFactory, in_role
from tests.factories.releases import all_done, functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db
LINK = Shown(url="https://docs.example.com/run/41")


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


@pytest.fixture
def release(area: Area, now: datetime) -> Release:
    return planned(area, now)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def said(told: Notice, to: Person) -> tuple[str, tuple[str, ...]] | None:
    """Title and lines of what she is told; None when it is not true any more."""
    found = brief(prepare(told), to, Delivery(notice=told, person=to, channel="email", created_at=told.created_at))
    return (found.title, tuple(found.lines)) if found else None


def item(release: Release, key: str) -> ReleaseItem:
    return release.items.get(key=key)


def test_done_shows_what_the_template_asks(release: Release, now: datetime) -> None:
    qa = lead("qa")
    with pytest.raises(Invalid) as refused:
        set_state(items=[item(release, "qa")], state=ItemState.DONE, shown=[Shown(note="I saw it")], by=qa, now=now)
    assert set(refused.value.errors) == {"evidence"}
    assert not Evidence.objects.exists()  # all or nothing
    [done] = set_state(items=[item(release, "qa")], state=ItemState.DONE, shown=[LINK], by=qa, now=now)
    assert (done.state, done.state_by, done.evidence.get().url) == ("done", qa, LINK.url)
    assert set_state(items=[done], state=ItemState.DONE, by=qa, now=now) == []
    assert DomainEvent.objects.filter(name="release_item.done").count() == 1


def test_evidence_taken_back_opens_the_item_again(release: Release, now: datetime) -> None:
    qa = lead("qa")
    set_state(items=[item(release, "qa")], state=ItemState.DONE, shown=[LINK], by=qa, now=now)
    withdraw(evidence=Evidence.objects.get(), by=qa, now=now)
    assert (item(release, "qa").state, Evidence.objects.get().withdrawn_by) == ("open", qa)


@pytest.mark.parametrize(
    ("who", "state", "allowed"),
    [
        ("Lead of qa", ItemState.DONE, True),
        ("Lead of qa", ItemState.WAIVED, True),
        ("pm", ItemState.DONE, False),
        ("pm", ItemState.WAIVED, False),
        ("ops", ItemState.WAIVED, False),
        ("ops", ItemState.BLOCKED, False),
        ("admin", ItemState.DONE, False),
        ("Lead of support", ItemState.DONE, False),
    ],
)
def test_each_function_answers_for_its_own(
    release: Release, now: datetime, who: str, state: ItemState, allowed: bool
) -> None:
    roles = {"ops": Role.PRODUCT_OPS, "admin": Role.ADMIN}
    by = release.area.roles.get(kind="pm").person if who == "pm" else in_role(roles[who]) if who in roles else None
    by = by or Person.objects.get(name=who)
    if allowed:
        assert set_state(items=[item(release, "qa")], state=state, reason="Sure", shown=[LINK], by=by, now=now)
    else:
        with pytest.raises(PermissionRefused):
            set_state(items=[item(release, "qa")], state=state, reason="Sure", shown=[LINK], by=by, now=now)


def test_waived_and_blocked_say_why_and_the_pm_hears(release: Release, now: datetime) -> None:
    support = lead("support")
    for state in (ItemState.WAIVED, ItemState.BLOCKED, ItemState.NOT_APPLICABLE):
        with pytest.raises(Invalid):
            set_state(items=[item(release, "macros")], state=state, by=support, now=now)
    set_state(
        items=[item(release, "macros")], state=ItemState.WAIVED, reason="No tickets", by=support, now=now
    )
    told = Notice.objects.get(data__event="items_waived")
    assert told.people == [release.area.roles.get(kind="pm").person_id]


def test_two_people_tick_the_same_item(release: Release, now: datetime) -> None:
    qa, row = lead("qa"), item(release, "qa")
    seen = {row.pk: row.version}
    set_state(items=[row], state=ItemState.DONE, shown=[LINK], by=qa, now=now, seen=seen)
    with pytest.raises(Stale, match="QA sign-off"):
        set_state(items=[row], state=ItemState.BLOCKED, reason="Wait", by=qa, now=now, seen=seen)
    assert item(release, "qa").state == "done"


def test_many_at_once_or_none(release: Release, now: datetime) -> None:
    other = PersonFactory(name="Sam")
    rows = [item(release, "qa"), item(release, "macros")]
    with pytest.raises(PermissionRefused):
        set_state(items=rows, state=ItemState.BLOCKED, reason="Waits", by=lead("qa"), now=now)
    assert item(release, "qa").state == "open"
    pm = release.area.roles.get(kind="pm").person
    assert len(hand_on(items=rows, to=other, by=pm, now=now)) == 2
    assert Notice.objects.get(data__event="items_yours").people == [other.pk]
    assert len(set_state(items=rows, state=ItemState.BLOCKED, reason="Waits", by=other, now=now)) == 2


def test_a_retired_item_takes_no_answer(release: Release, now: datetime) -> None:
    ReleaseItem.objects.filter(key="qa").update(retired_at=now)
    with pytest.raises(Stale, match="not asked for"):
        set_state(items=[item(release, "qa")], state=ItemState.DONE, shown=[LINK], by=lead("qa"), now=now)


def test_tier_1_goes_from_planned_to_launched(area: Area, now: datetime) -> None:
    release = planned(area, now, Tier.LOW)
    pm = area.pm  # type: ignore[attr-defined]
    launched = move(release=release, move=Move.LAUNCH, by=pm, now=now)
    assert (launched.stage, launched.launched_at, launched.launched_without_approval) == ("launched", now, False)
    with pytest.raises(Stale):
        move(release=release, move=Move.LAUNCH, by=pm, now=now)
    back = record_rollback(release=launched, reason="Wrong word in German", by=pm, now=now)
    assert (back.stage, back.health) == ("launched", "off_track")


def test_a_reviewed_release_waits_for_its_approval_but_facts_are_recorded(
    release: Release, area: Area, now: datetime
) -> None:
    pm, ops, head = area.pm, in_role(Role.PRODUCT_OPS), in_role(Role.HEAD_OF_PRODUCT)  # type: ignore[attr-defined]
    review = move(release=release, move=Move.BEGIN_REVIEW, by=pm, now=now)
    all_done(review, now)
    assert stage_facts(review).gates[0].open_items == 3  # what fields prove is not written yet
    with pytest.raises(Stale, match="in review"):
        move(release=review, move=Move.LAUNCH, by=pm, now=now)
    launched = move(release=review, move=Move.RECORD_LAUNCH, by=ops, now=now)
    assert (launched.stage, launched.launched_without_approval) == (Stage.LAUNCHED, True)
    assert head.pk in Notice.objects.get(data__event="launched_without_approval").people


def test_holding_keeps_the_stage_and_worries(release: Release, area: Area, now: datetime) -> None:
    pm = area.pm  # type: ignore[attr-defined]
    with pytest.raises(Invalid):
        hold(release=release, reason="", by=pm, now=now)
    held = hold(release=release, reason="Legal looks at the terms", by=pm, now=now)
    assert (held.stage, held.health) == ("planned", "at_risk")
    assert held.reasons_in("en")[0]["words"] == "On hold: Legal looks at the terms"
    assert held.reasons_in("pl")[0]["words"] != ""
    hold(release=held, reason="Legal still looks", by=pm, now=now + timedelta(minutes=1))
    waiting = ReleaseItem.objects.filter(state="open").exclude(person=pm)
    told = Notice.objects.get(data__event="held")
    assert told.people == sorted(set(waiting.values_list("person_id", flat=True)))
    assert lead("support").pk in told.people
    assert said(told, lead("support")) == ("PAYM-1 Instant payouts is on hold", ("Legal still looks",))
    assert resume(release=held, by=pm, now=now + timedelta(hours=1)).health == "on_track"


def test_cancelling_says_why_and_can_be_taken_back(release: Release, area: Area, now: datetime) -> None:
    pm = area.pm  # type: ignore[attr-defined]
    with pytest.raises(Invalid):
        move(release=release, move=Move.CANCEL, by=pm, now=now)
    assert Release.objects.get().stage == "planned"
    gone = move(release=release, move=Move.CANCEL, reason="The bank said no", by=pm, now=now)
    assert (gone.stage, gone.cancel_reason) == ("cancelled", "The bank said no")
    told = Notice.objects.get(data__event="cancelled")
    assert lead("support").pk in told.people
    assert pm.pk not in told.people
    assert said(told, lead("support")) == ("PAYM-1 Instant payouts is cancelled", ("The bank said no",))
    assert move(release=gone, move=Move.REVIVE, by=pm, now=now).stage == "planned"
    assert said(told, lead("support")) is None
