"""What would reach whom of the weekly update, and when: said before it happens, and as it happens."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from comms import reach
from comms.enums import CHOOSABLE, Channel, Mode, NoticeKind
from comms.models import Notice, Subscription
from comms.timing import Clock
from productops.people.enums import Role
from productops.people.models import Person
from rituals import schedule
from rituals.reach import explain
from tests.factories import OrganisationFactory, PersonFactory, area_with_pm, in_role
from tests.factories.weekly import MONDAY, open_with, part, submitted

pytestmark = pytest.mark.django_db
KIND = NoticeKind
WARSAW = "Europe/Warsaw"


def when(moment: datetime | None, person: Person) -> str:
    return moment.astimezone(person.zone).strftime("%a %d %H:%M") if moment else ""


def test_every_kind_that_may_be_chosen_is_explained() -> None:
    assert set(CHOOSABLE) - reach.explained() <= {"release"}


def test_a_pm_is_told_of_the_reminder_that_then_comes(now: datetime) -> None:
    area = area_with_pm(name="Payments")
    update = open_with(area)
    pm = Person.objects.get(pk=area.pm.pk)  # type: ignore[attr-defined]
    found = explain(pm, now)[KIND.WEEKLY_REMINDER]
    assert found.reasons == ("You write the update of Payments (PM).",)
    assert when(found.next_at, pm) == "Wed 25 14:00"
    schedule.run(now=found.next_at)  # type: ignore[arg-type]
    assert Notice.objects.get(kind=KIND.WEEKLY_REMINDER).people == [pm.pk]
    assert when(explain(pm, found.next_at)[KIND.WEEKLY_REMINDER].next_at, pm) == "Thu 26 12:00"  # type: ignore[arg-type]
    submitted(update, area)
    assert part(update, area).state == "submitted"
    assert when(explain(pm, now)[KIND.WEEKLY_REMINDER].next_at, pm) == "Wed 02 14:00"  # next week's
    assert explain(in_role(Role.PM), now)[KIND.WEEKLY_REMINDER].reasons == ()


def test_product_ops_and_the_head_are_told_of_the_deadline(now: datetime) -> None:
    open_with(area_with_pm())
    ops, head = in_role(Role.PRODUCT_OPS), in_role(Role.HEAD_OF_PRODUCT)
    missing = explain(ops, now)[KIND.WEEKLY_MISSING]
    assert missing.reasons == ("You are accountable for the weekly update (RACI).",)
    assert when(missing.next_at, ops) == "Thu 26 14:00"
    assert explain(head, now)[KIND.WEEKLY_MISSING].reasons == ()
    assert explain(head, now)[KIND.WEEKLY_ESCALATION].reasons == ("You are Head of Product.",)
    assert explain(ops, now)[KIND.WEEKLY_CORRECTION].reasons


def test_a_follower_is_told_of_what_she_follows(now: datetime) -> None:
    areas = [area_with_pm(name=name) for name in ("A", "B", "C", "D", "E", "F")]
    open_with(*areas)
    person = PersonFactory()
    assert explain(person, now)[KIND.WEEKLY_UPDATE].reasons == ()
    subscription = Subscription.objects.create(person=person, all_areas=True, created_at=now)
    found = explain(person, now)[KIND.WEEKLY_UPDATE]
    assert (found.reasons, when(found.next_at, person)) == (("You follow all areas.",), "Thu 26 16:00")
    subscription.all_areas = False
    subscription.save()
    subscription.areas.set(areas)
    assert explain(person, now)[KIND.WEEKLY_UPDATE].reasons == ("You follow A, B, C, D and 2 more.",)


def test_costs_the_same_for_one_area_and_for_many(now: datetime, django_assert_max_num_queries: Any) -> None:
    person = Person.objects.get(pk=in_role(Role.PM).pk)
    open_with(*(area_with_pm(person) for _ in range(40)))
    with django_assert_max_num_queries(26):
        explain(person, now)


def test_a_week_that_is_not_open_yet_counts_as_it_will_be(now: datetime) -> None:
    """Thursday 24 December is a holiday in Poland, so that week's deadline will be on the Wednesday."""
    OrganisationFactory()
    pm = Person.objects.get(pk=area_with_pm().pm.pk)  # type: ignore[attr-defined]
    found = explain(pm, MONDAY + timedelta(weeks=4))[KIND.WEEKLY_REMINDER]
    assert when(found.next_at, pm) == "Tue 22 14:00"


def test_quiet_hours_and_digest_are_said(now: datetime) -> None:
    at = now.replace(hour=22)  # 23:00 in Warsaw
    audience = reach.Audience("x", ("because",), at, "a reminder")
    clock = Clock(WARSAW, quiet_from=time(22), quiet_until=time(7))
    with timezone.override(WARSAW):
        both = reach.say_next(audience, {Channel.EMAIL: Mode.NOW, Channel.INBOX: Mode.NOW}, clock)
        digest = reach.say_next(audience, {Channel.EMAIL: Mode.DIGEST, Channel.INBOX: Mode.OFF}, clock)
        nothing = reach.say_next(audience, {Channel.EMAIL: Mode.OFF, Channel.INBOX: Mode.OFF}, clock)
    assert both == ["Next: Wed 25 Nov, 23:00, a reminder.", "Your quiet hours hold it until Thu 26 Nov, 07:00."]
    assert digest == ["Next: Wed 25 Nov, 23:00, a reminder.", "It comes with the digest of Thu 26 Nov, 08:00."]
    assert nothing == []
