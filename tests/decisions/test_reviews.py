"""Decisions are kept until another day, and their owner is reminded once per day that was set."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command

from comms import composers
from comms.enums import Channel, NoticeKind
from comms.models import Delivery, Notice
from productops.audit.models import DomainEvent
from productops.decisions import schedule
from productops.decisions.actions import correct, review, supersede
from productops.decisions.models import DecisionEntry, DecisionReview, ReviewReminder
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.people.permissions import PermissionRefused
from tests.decisions.conftest import SignedIn
from tests.factories import in_role
from tests.factories.log import DECIDED, REVIEW, SAID, logged, said

pytestmark = pytest.mark.django_db
TOMORROW = DECIDED + timedelta(days=1)


def due(on: date) -> list[int]:
    return sorted(DecisionEntry.objects.to_review(on).values_list("number", flat=True))


def test_the_owner_keeps_a_decision(pm: Person, reader: Person, now: datetime) -> None:
    entry = logged(pm, now, review_on=TOMORROW)
    assert (due(DECIDED), due(TOMORROW)) == ([], [1])
    made = review(entry=entry, keep_until=REVIEW, by=pm, now=now)
    assert review(entry=entry, keep_until=REVIEW, by=pm, now=now) == made
    assert (due(TOMORROW), due(REVIEW)) == ([], [1])
    review(entry=entry, keep_until=None, by=pm, now=now)
    assert due(REVIEW + timedelta(days=9999)) == []
    assert DecisionReview.objects.count() == 2
    kept = DomainEvent.objects.filter(name="decision.kept")
    assert list(kept.values_list("object_id", flat=True)) == [str(entry.pk)] * 2
    with pytest.raises(PermissionRefused):
        review(entry=entry, keep_until=REVIEW, by=reader, now=now)
    for day in (DECIDED, date(2099, 1, 1)):
        with pytest.raises(Invalid) as refused:
            review(entry=entry, keep_until=day, by=pm, now=now)
        assert set(refused.value.errors) == {"keep_until"}
    supersede(entry=entry, said=SAID, owner=pm, decided_on=DECIDED, by=pm, now=now)
    with pytest.raises(Stale):
        review(entry=entry, keep_until=REVIEW, by=pm, now=now)


def test_owners_are_reminded_once_in_the_morning(pm: Person, payments: Area, now: datetime) -> None:
    entry = correct(entry=logged(pm, now, review_on=TOMORROW), said=said(title="Better"), by=pm, now=now)
    gone = supersede(
        entry=logged(pm, now, review_on=TOMORROW), said=SAID, owner=pm, decided_on=DECIDED, by=pm, now=now
    )  # fmt: skip
    night = datetime.fromisoformat("2026-11-26T04:00+01:00")
    morning = night.replace(hour=8)
    assert schedule.run(now=now) == schedule.run(now=night) == {"reminded": 0}
    assert schedule.run(now=morning) == {"reminded": 1}
    assert schedule.run(now=morning) == {"reminded": 0}
    notice = Notice.objects.get()
    assert (notice.kind, notice.people) == (NoticeKind.DECISION, [pm.pk])
    assert notice.data == {"entry": entry.pk, "owners": True}
    assert ReviewReminder.objects.get().entry == entry
    assert gone.review_on is None
    review(entry=entry, keep_until=TOMORROW + timedelta(days=1), by=pm, now=morning)
    call_command("decisions")  # long before: the clock of this machine is none of its business
    assert schedule.run(now=morning + timedelta(days=3)) == {"reminded": 1}
    assert Notice.objects.count() == 2


def test_of_an_owner_who_left_the_area_hears(pm: Person, payments: Area, now: datetime) -> None:
    left, head = in_role(), in_role(Role.HEAD_OF_PRODUCT)
    for area in (payments, None):
        logged(left, now, review_on=TOMORROW, area=area)
    Person.objects.filter(pk=left.pk).update(is_active=False, deactivated_at=now)
    assert schedule.run(now=now + timedelta(days=1)) == {"reminded": 2}
    told = Notice.objects.order_by("pk").values_list("people", "data__owners")
    assert list(told) == [([pm.pk], False), ([head.pk], False)]


def words(person: Person, now: datetime) -> tuple[str, str] | None:
    """Title of the brief and text of the letter, as they would be written now."""
    notice = Notice.objects.latest("pk")
    delivery = Delivery(notice=notice, person=person, channel=Channel.EMAIL, created_at=now, next_attempt_at=now)
    writer = composers.Writer()
    brief, letter = writer.brief(delivery), writer.letter(delivery)
    return (brief.title, letter.text) if brief and letter else None


def test_the_letter_says_what_and_is_not_sent_when_nothing_is_to_be_done(
    pm: Person, reader: Person, now: datetime
) -> None:
    entry = logged(pm, now, review_on=TOMORROW, title="Cards <b>first</b>")
    schedule.run(now=now + timedelta(days=1))
    told = words(pm, now)
    assert told
    assert told[0] == "To be looked at again: D-1 Cards <b>first</b>"
    assert "We pay out by card first." in told[1]
    assert "/decisions/1/" in told[1]
    assert words(reader, now) is None
    review(entry=entry, keep_until=REVIEW, by=pm, now=now)
    assert words(pm, now) is None


def test_home_asks_for_a_second_look(pm: Person, now: datetime, signed_in: SignedIn) -> None:
    logged(pm, now - timedelta(days=9), decided_on=DECIDED - timedelta(days=9), review_on=DECIDED)
    page = signed_in(pm).get("/").text
    assert "D-1 wants a second look" in page
    for _ in range(5):
        logged(pm, now - timedelta(days=9), decided_on=DECIDED - timedelta(days=9), review_on=DECIDED)
    page = signed_in(pm).get("/").text
    assert ("D-3 wants a second look" in page, "D-4 wants" in page) == (True, False)
    assert "/decisions/?show=review" in page
