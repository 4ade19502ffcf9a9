"""How the demo decides: the file agrees with itself; loaded, every case that people ask about is there once, alive."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from comms.enums import NoticeKind
from comms.models import Notice
from productops.decisions.models import DecisionEntry, DecisionOption
from productops.demo import files, loader
from productops.demo.decision_files import decisions_of, email, entries
from productops.demo.release_files import releases
from productops.people.models import Function, Person
from releases import schedule
from releases.models import (
    Bundle,
    BundleReader,
    Card,
    ConditionOutcome,
    Override,
    ReadinessMeeting,
    Release,
    ShipDecision,
    SignoffPause,
    SignoffRequest,
    Training,
)
from releases.preflight import open_conditions, preflight

pytestmark = pytest.mark.xdist_group("demo")

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
PEOPLE = {person["email"] for person in files.organisation()["people"]}
FUNCTIONS = {function["slug"] for function in files.organisation()["functions"]}


def _names(node: Any, of: str = "") -> Iterator[tuple[str, str]]:
    """Every text of the file, with the name it stands under."""
    match node:
        case dict():
            for name, value in node.items():
                yield from _names(value, str(name))
        case list() | tuple():
            for value in node:
                yield from _names(value, of)
        case str():
            yield of, node


# --- the file


def test_people_functions_and_releases_resolve() -> None:
    assert set(decisions_of()) <= {written.key for written in releases()}
    said = [vars(written) for written in decisions_of().values()]
    names = [name for of, name in _names(said) if of in {"by", "owner", "came"}]
    names += [name for written in said for found in written["bundle"].get("read", {}).values() for name in found]
    names += [written.owner for written in entries()]
    assert {email(name) for name in names} <= PEOPLE
    assert {name for of, name in _names(said) if of == "function"} <= FUNCTIONS


def test_everything_happens_on_working_days() -> None:
    said = json.dumps([vars(written) for written in decisions_of().values()])
    days = [int(day) for day in re.findall(r'"(?:day|sent|published|begun|planned|held|to|by)": \[?(-?\d+)', said)]
    days += [day for written in entries() for day in (written.day, written.review) if day is not None]
    assert len(days) >= 100
    assert [day for day in days if day % 7 > 4] == []


def test_what_is_superseded_comes_first() -> None:
    known: set[str] = set()
    for written in entries():
        assert not written.supersedes or written.supersedes in known
        assert sum(option.get("chosen", False) for option in written.options) == 1
        known.add(written.id)
    assert len(known) == 8


# --- loaded on a Wednesday


@pytest.fixture(scope="module")
def meridian(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        assert loader.load(now=NOW)
        yield
        transaction.set_rollback(True)


def release(key: str) -> Release:
    return Release.objects.select_related("policy", "area", "area_checklist").get(key=key)


def test_every_outcome_is_there_and_in_the_log(meridian: None) -> None:
    decisions = ShipDecision.objects.select_related("release", "decided_by")
    assert Counter(decisions.values_list("outcome", flat=True)) == {"go": 7, "conditional_go": 1, "delay": 1}
    for decision in decisions:
        assert decision.entry_number
        entry = DecisionEntry.objects.get(number=decision.entry_number)
        assert (entry.action_code, entry.subject) == (f"release.{decision.outcome}", f"release:{decision.release.key}")
        assert decision.decided_by == Person.objects.get(pk=entry.owner_id)
    assert Release.objects.get(launched_without_approval=True).key == "CHK-25"
    assert not Card.objects.exists()  # a worker makes them


def test_the_delay_explains_the_last_slip(meridian: None) -> None:
    decision = ShipDecision.objects.get(outcome="delay")
    slip = decision.release.slips.latest("id")
    assert (decision.release.key, slip.moved_to, slip.reason) == ("PAY-31", date(2026, 12, 1), decision.rationale)
    assert decision.release.window_from == date(2026, 12, 1)


def test_support_says_why_not_and_tomek_sees_whose_turn_it_is(meridian: None) -> None:
    seen = preflight(release("PAY-31"), now=NOW)
    assert [(each.facts.function, str(each.facts.state)) for each in seen.asked] == [
        ("cs", "ready"), ("engineering", "ready"), ("marketing", "abstained"), ("qa", "ready"),
        ("reliability", "ready"), ("sales", "waiting"), ("support", "not_ready"),
    ]  # fmt: skip
    words = [blocker.words for blocker in seen.blockers]
    assert "Support is not ready: Needs the failed-payout macros and one dry run with the night shift." in words
    assert [blocker.ref for blocker in seen.blockers] == [
        "item:macros", "item:area:dry-run", "bundle", "signoff:sales:waiting", "signoff:support:not_ready", "rollback",
    ]  # fmt: skip


def test_a_changed_build_made_a_go_stale(meridian: None) -> None:
    row = release("CHK-28")
    assert row.approval_stale_why == [
        "Support answered before this changed: the build.",
        "QA answered before this changed: the build.",
        "This changed after the decision: the build.",
    ] or row.approval_stale_why == [
        "QA answered before this changed: the build.",
        "Support answered before this changed: the build.",
        "This changed after the decision: the build.",
    ]
    assert [reason["words"]["en"] for reason in row.health_reasons] == [
        "The go is stale; the PM has to confirm it again."
    ]
    assert Release.objects.exclude(approval_stale_at=None).get() == row


def test_one_condition_is_met_and_one_is_open(meridian: None) -> None:
    row = release("ONB-19")
    assert (row.stage, row.approval_stale_at) == ("approved", None)
    assert [condition.what for condition in open_conditions(row)] == [
        "The help page says what each of the five steps needs"
    ]
    assert ConditionOutcome.objects.get().condition.owner == Person.objects.get(email="pawel@meridian.example")


def test_the_accountable_and_the_head_of_product_took_something_on(meridian: None) -> None:
    given = Override.objects.order_by("given_at").values_list("round__release__key", "given_by__name", "reserved")
    assert list(given) == [
        ("PLAT-8", "Ewa Lis", True), ("SEA-14", "Nadia Haddad", False), ("PLAT-10", "Marta Zielińska", False),
    ]  # fmt: skip
    wanted = Notice.objects.get(data__event="override_wanted")
    assert wanted.people == [Person.objects.get(email="ewa@meridian.example").pk]
    assert wanted.fanned_out_at is None


def test_bundles_are_a_draft_out_for_review_and_read_by_half(meridian: None) -> None:
    ahead = Bundle.objects.filter(release__in=Release.objects.ahead())
    assert dict(ahead.values_list("release__key", "state")) == {
        "PLAT-10": "published", "PAY-31": "review_copy", "PLAT-11": "draft", "REP-12": "review_copy",
        "ONB-19": "published", "CHK-28": "published",
    }  # fmt: skip
    late = dict(ahead.exclude(short_notice_reason="").values_list("release__key", "short_notice_reason"))
    assert set(late) == {"PLAT-10", "PAY-31"}
    asked = BundleReader.objects.filter(release__key="PLAT-10")
    assert 0.3 < asked.exclude(acknowledged_at=None).count() / asked.count() < 0.7
    assert release("PAY-31").bundle.sections.get(kind="sales").text.startswith("**What may be said:**")


def test_two_sign_offs_are_late_and_one_waits(meridian: None) -> None:
    open_ones = SignoffRequest.objects.filter(answered_at=None, release__in=Release.objects.ahead())
    late = open_ones.filter(due_on__lt=NOW.date(), pauses=None).values_list("release__key", "function__slug")
    assert set(late) == {("PAY-31", "sales"), ("REP-12", "support"), ("CHK-28", "support")}
    assert SignoffPause.objects.get(until=None).waiting_for == "the price list: is the report in every plan?"


def test_meetings_were_held_and_one_is_planned(meridian: None) -> None:
    trained = Training.objects.exclude(held_at=None).values_list("release__key", flat=True)
    assert set(trained) == {"PLAT-8", "PAY-31", "PLAT-10"}
    planned = ReadinessMeeting.objects.get(held_at=None)
    assert (planned.release.key, planned.starts_at.astimezone(NOW.tzinfo).isoformat()[:16]) == (
        "PAY-31",
        "2026-11-30T11:00",
    )
    assert all(meeting.attended.count() > 3 for meeting in ReadinessMeeting.objects.exclude(held_at=None))


def test_the_log_has_options_a_successor_a_better_wording_and_a_day(meridian: None) -> None:
    own = DecisionEntry.objects.filter(action_code="")
    assert own.current().count() == 8
    [successor] = own.exclude(supersedes=None)
    assert successor.supersedes
    assert successor.supersedes.title == "Payouts that the bank refuses wait for the merchant"
    [better] = own.exclude(corrects=None)
    assert (better.number, better.wording) == (better.corrects.number, 2)  # type: ignore[union-attr]
    soon = own.in_force().get(review_on__range=(date(2026, 11, 30), date(2026, 12, 4)))
    assert soon.title == "API v1 lives eight weeks longer, for everybody"
    assert DecisionOption.objects.filter(entry__in=own.current(), chosen=True).count() == 8


def test_the_schedule_finds_its_work_done(meridian: None) -> None:
    at = transaction.savepoint()
    before = Notice.objects.count()
    schedule.run(now=NOW)
    assert Notice.objects.count() == before
    transaction.savepoint_rollback(at)


def test_nobody_is_flooded(meridian: None) -> None:
    kinds = [NoticeKind.SIGNOFF, NoticeKind.BUNDLE, NoticeKind.SHIP_DECISION, NoticeKind.DECISION, NoticeKind.RELEASE]
    waiting = Notice.objects.filter(kind__in=kinds, fanned_out_at=None)
    told = Counter(person for notice in waiting for person in notice.people)
    assert max(told.values()) == 3
    lena = Person.objects.get(email="lena@meridian.example")
    assert told[lena.pk] == 3
    assert Function.objects.get(slug="support").lead == lena
