"""What is told around a decision, as it reads: every event once, as a letter and for Slack."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from comms.channels.slack.blocks import words_of
from comms.composers import Brief
from comms.models import Delivery, Notice
from productops.people.enums import Role
from productops.people.models import Area, Person
from releases.actions import bundles, meetings
from releases.actions.decisions import reconfirm
from releases.actions.items import set_state
from releases.actions.planning import edit
from releases.actions.rounds import ask_for_override, escalate, override
from releases.actions.signoffs import answer, chase_all, wait_for
from releases.enums import Answer, ItemState, Outcome, Tier
from releases.go_no_go import Promise
from releases.mail import brief, letter, prepare
from releases.models import Bundle, Release, SignoffRequest
from releases.preflight import preflight
from tests.factories import in_role
from tests.factories.decisions import bundled, decided, filled, fresh, later, signed, to_be_decided
from tests.factories.releases import planned

pytestmark = pytest.mark.django_db
GENDERED = re.compile(r"\b(she|he|her|his|him|herself|himself)\b", re.IGNORECASE)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def said(event: str, now: datetime, to: Person | None = None) -> Brief:
    """The newest notice of this event, to one who gets it: its letter holds every word of its brief."""
    notice = Notice.objects.filter(data__event=event).latest("pk")
    person = to or Person.objects.get(pk=notice.people[0])
    assert person.pk in notice.people, f"{event} is not told {person}"
    delivery = Delivery(notice=notice, person=person, channel="email", created_at=now)
    with timezone.override(person.zone):  # as whoever writes letters does
        found, mail = brief(prepare(notice), person, delivery), letter(prepare(notice), person, delivery)
    assert found is not None, f"{event} has no words"
    assert mail is not None
    assert mail.subject == found.title
    slack = str(words_of(found))
    for words in (found.text, *found.lines):
        assert words in mail.text
    for text in (mail.text, found.title, slack):
        assert not GENDERED.search(text), text
        assert not re.search(r"%\(|None\b|  +\S+: $", text), text
    assert found.verb
    return found


@pytest.fixture
def release(payments: Area, now: datetime) -> Release:
    row = planned(payments, now, Tier.MEDIUM)
    row.area = payments
    return fresh(filled(row, now), payments)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_every_word_of_the_way_to_a_go(payments: Area, release: Release, now: datetime) -> None:
    ops, pm = in_role(Role.PRODUCT_OPS, name="Maja Okoń"), payments.pm  # type: ignore[attr-defined]
    bundle, key = bundled(release, now, ops, published=False), release.key
    about = f"{key} Instant payouts"
    copy = said("bundle_review_copy", now)
    assert (copy.title, copy.verb) == (f"Review copy: what {about} means for you", "Read the bundle")
    bundles.object_to(bundle=bundle, reason="The macros miss Polish.", by=ops, now=now)
    assert said("bundle_objected", now).text == "The macros miss Polish."
    bundles.withdraw_objection(bundle=bundle, by=ops, now=now)
    bundles.publish(bundle=bundle, seen_version=Bundle.objects.get().version, by=ops, now=now)
    assert said("bundle_published", now).title == f"To read before the launch: {about}"
    bundles.chase_readers(now=now + timedelta(days=6))
    assert said("bundle_chased", now).title == f"Not read yet: {about}"

    asked = said("signoff_asked", now, lead("support"))
    assert asked.title == f"Is Support ready for {about}?"
    assert asked.lines == ("Please answer by Fri 27 Nov.",)
    chase_all(now=now + timedelta(days=5))
    assert said("signoff_chased", now, lead("support")).title == f"Still open: is Support ready for {about}?"
    request = SignoffRequest.objects.select_related("release", "function").get(function__slug="support")
    wait_for(request=request, waiting_for="the price list", by=lead("support"), now=now)
    waits = said("signoff_waits", now)
    assert waits.title == f"Support waits for something before it answers for {key}"
    assert waits.text == "It waits for: the price list. Its clock stands still."
    answer(request=request, answer=Answer.NOT_READY, comment="Two macros.", by=lead("support"), now=now)
    assert said("signoff_not_ready", now).text == "Lead of support: Two macros."
    signed(release, now)
    assert (
        said("signoffs_all_in", now).text
        == "No sign-off is missing any more. The preflight says what else is in the way."
    )

    meetings.plan_training(
        release=release, starts_at=later(now, days=3), place="Room 4", materials_url="", by=pm, now=now
    )
    assert said("training_planned", now).lines == ("Saturday 28 November 2026, 10:00 (Europe/Warsaw)", "Room 4")
    meetings.plan_meeting(release=release, starts_at=later(now, days=4), by=pm, now=now)
    assert said("meeting_planned", now).title == f"Readiness meeting for {about}"


def test_every_word_of_a_decision(payments: Area, now: datetime) -> None:
    ops, head = in_role(Role.PRODUCT_OPS, name="Maja Okoń"), in_role(Role.HEAD_OF_PRODUCT, name="Ewa Lis")
    pm = payments.pm  # type: ignore[attr-defined]
    row = to_be_decided(payments, now, ops)
    about = f"{row.key} Instant payouts"
    edit(release=row, fields={"rollback_criteria": ""}, by=pm, now=now, seen_version=row.version)
    signed(row, now)
    row = fresh(row, payments)
    ask_for_override(release=row, ref="rollback", by=pm, now=now)
    wanted = said("override_wanted", now, head)
    assert wanted.title == f"You are asked about what stands in the way of {about}"
    override(release=row, ref="rollback", reason="Switching it off is enough.", by=head, now=now)
    taken = said("overridden", now, ops)
    assert taken.title == f"Ewa Lis overrode a blocker of {about}"
    assert taken.lines[-1] == "Why: Switching it off is enough."
    escalate(release=row, reason="We do not agree.", by=pm, now=now)
    assert said("escalated", now).text == "We do not agree."
    condition = Promise("Call the bank", lead("sales").pk, later(now, days=5).date())
    decided(row, now, Outcome.CONDITIONAL_GO, conditions=(condition,))
    support = said("decided", now, lead("support"))
    assert support.title == f"Conditional go: {about}"
    assert support.text.startswith("It goes out when the conditions below are met: Tue 19 Jan 2027.")
    assert "Expect questions from then on" in support.text  # what it means for the function
    assert support.lines[0] == "Condition: Call the bank (Lead of sales, by Mon 30 Nov)"
    assert support.lines[1].startswith("Overridden: The rollback plan is not complete")
    yours = said("condition_yours", now)
    assert yours.title == f"{about} waits for you: Call the bank"
    set_state(items=[row.items.get(key="macros")], state=ItemState.OPEN, by=lead("support"), now=now)
    stale = said("approval_stale", now)
    assert stale.title == f"Do not rely on the go for {about} for now"
    assert stale.lines == ("Support macros and troubleshooting",)
    override(release=row, ref="item:macros", reason="They come on Friday.", by=pm, now=now)
    row = fresh(row, payments)
    reconfirm(release=row, reason="It is small.", seen=preflight(row, now=now).seen, by=pm, now=now)
    assert said("reconfirmed", now).title == f"The go for {about} stands again"
    edit(release=fresh(row), fields={"build_tag": "9.9"}, by=pm, now=now, seen_version=fresh(row).version)
    again = said("signoff_asked_again", now)
    assert again.title.startswith("Is ")
    assert "still ready for" in again.title
    assert again.lines[0] == "Changed since you answered: the build."


def test_a_no_go_and_a_delay_say_why_and_what_to_tell_customers(payments: Area, now: datetime) -> None:
    ops = in_role(Role.PRODUCT_OPS, name="Maja Okoń")
    row = to_be_decided(payments, now, ops)
    decided(row, now, Outcome.NO_GO, rationale="The ledger is not safe.")
    no = said("decided", now, lead("support"))
    assert no.text == "It does not go out for now: The ledger is not safe. Promise customers nothing new."
    decided(fresh(row, payments), now, Outcome.DELAY, rationale="Waits for the ledger.", new_launch_on=date(2027, 2, 2))
    later_on = said("decided", now, lead("support"))
    assert later_on.text.startswith("It goes out later: Waits for the ledger. Now planned for: Tue 2 Feb 2027")
