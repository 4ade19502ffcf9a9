"""The dates of a release: moved with a reason, said while choosing; window alone; days in the past and far ahead."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from comms.models import Notice
from productops.people.enums import Role
from productops.people.models import Area
from releases.actions.planning import edit
from releases.enums import Tier
from releases.models import DateSlip, Release
from tests.factories import in_role
from tests.factories.releases import LAUNCH, planned
from tests.page_forms import forms_of
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


def at(release: Release) -> str:
    return f"{release.get_absolute_url()}dates/"


def form_in(html: str, release: Release) -> dict[str, str]:
    return dict(max(forms_of(html, at(release)), key=lambda form: len(form.kinds)).values)


def setting(browser: Client, release: Release, **changes: Any) -> dict[str, Any]:
    """What the page holds, with changes, saved."""
    return form_in(browser.get(at(release)).text, release) | {"do": "save"} | changes


def when(browser: Client, release: Release, data: dict[str, Any]) -> str:
    answer = browser.post(at(release), data, headers={"HX-Request": "true", "HX-Target": "when"})
    assert answer.status_code == 200
    return answer.text


def test_a_move_is_foreseen_takes_a_reason_and_stays_visible(
    payments: Area, now: datetime, signed_in: SignedIn
) -> None:
    release = planned(payments, now)
    Notice.objects.all().delete()
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    data = setting(browser, release, launch_on="2027-02-02", span="third")
    said = when(browser, release, data)
    for words in ("Feature complete behind its flag", "Tue 12 Jan 2027", "Tue 26 Jan 2027", "people hear of it once:",
                  "Why the launch moves", "early February 2027"):  # fmt: skip
        assert words in said
    assert (Release.objects.get().launch_on, Notice.objects.exists()) == (LAUNCH, False)
    refused = browser.post(at(release), data)
    assert (refused.status_code, "Say why the date moves; it stays visible." in refused.text) == (422, True)
    assert form_in(refused.text, release)["launch_on"] == "2027-02-02"
    assert browser.post(at(release), data | {"reason": "The ledger is late."}).status_code == 302
    made = Release.objects.get()
    assert (made.launch_on, made.first_launch_on, made.window_to) == (date(2027, 2, 2), LAUNCH, date(2027, 2, 10))
    assert made.items.get(key="scope").due_on == date(2027, 1, 26)
    assert Notice.objects.filter(data__event="replanned").count() == 1
    page = browser.get(at(release)).text
    assert "The ledger is late." in page
    assert "First planned for" in page
    repeated = browser.post(at(release), data | {"reason": "The ledger is late."})
    assert (repeated.status_code, DateSlip.objects.count()) == (302, 1)  # it is as was wished already


def test_the_window_alone_is_a_matter_of_words(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release = planned(payments, now)
    Notice.objects.all().delete()
    browser = signed_in(payments.eng_lead)  # type: ignore[attr-defined]
    page = browser.get(at(release)).text
    assert "Only the area’s PM moves the launch" in page
    data = setting(browser, release, launch_on="2027-05-05", span="month")
    assert (
        browser.post(at(release), data).status_code == 302
    )  # the launch is not hers: what she sends of it is not read
    made = Release.objects.get()
    assert (made.launch_on, made.window_from, made.window_to) == (LAUNCH, date(2027, 1, 1), date(2027, 1, 31))
    assert (DateSlip.objects.count(), Notice.objects.count()) == (0, 0)
    own = {"span": "own", "window_from": "2027-01-12", "window_to": "2027-01-08"}
    backwards = browser.post(at(release), setting(browser, release) | own)
    assert (backwards.status_code, "The window ends before it begins." in backwards.text) == (422, True)
    half = browser.post(at(release), setting(browser, release) | own | {"window_to": ""})
    assert "Say both the first and the last day of the window." in half.text
    late = browser.post(at(release), setting(browser, release, decision_on="2027-01-20"))
    assert (late.status_code, "The decision comes before the launch." in late.text) == (422, True)
    browser.post(at(release), setting(browser, release, decision_on="2027-01-15", span="none"))
    made = Release.objects.get()
    assert (made.decision_on, made.window_from) == (date(2027, 1, 15), None)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-11", "Wed 11 Nov has passed."),
        ("2027-01-06", "Wed 6 Jan 2027 is a public holiday; the next business day is Thu 7 Jan 2027."),
        ("2029-08-21", "Tue 21 Aug 2029 is 33 months ahead. Is the year right?"),
        ("2026-12-01", "today leaves 4: short notice."),
        ("9999-12-31", "That is more than ten years away."),
        ("0001-01-01", "That is more than ten years away."),
        ("no day", "lead-words"),
        ("", "lead-words"),
    ],
)
def test_any_day_has_words(payments: Area, now: datetime, signed_in: SignedIn, day: str, words: str) -> None:
    release = planned(payments, now)
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    data = setting(browser, release, launch_on=day, reason="A try.")
    said = when(browser, release, data)
    assert words in said
    assert ("would be late from the first day" in said) is (day in ("2026-11-11", "2026-12-01"))
    saved = day not in ("9999-12-31", "0001-01-01", "no day", "")
    assert browser.post(at(release), data).status_code == (302 if saved else 422)
    assert Release.objects.get().launch_on == (date.fromisoformat(day) if saved else LAUNCH)


def test_it_is_not_saved_over_what_somebody_else_changed(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release = planned(payments, now)
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    data = setting(browser, release, launch_on="2027-02-02", reason="The ledger is late.")
    edit(
        release=release, fields={"build_tag": "4.18"}, by=payments.eng_lead, now=now, seen_version=release.version,  # type: ignore[attr-defined]
    )  # fmt: skip
    stale = browser.post(at(release), data)
    assert (stale.status_code, Release.objects.get().launch_on) == (409, LAUNCH)
    kept = form_in(stale.text, release)
    assert (kept["launch_on"], kept["reason"]) == ("2027-02-02", "The ledger is late.")
    assert browser.post(at(release), kept | {"do": "save"}).status_code == 302
    assert Release.objects.get().launch_on == date(2027, 2, 2)


def test_tier_1_has_no_day_of_decision_and_who_may_not_may_not(
    payments: Area, now: datetime, signed_in: SignedIn
) -> None:
    release = planned(payments, now, Tier.LOW, launch_on=now.date() + timedelta(days=1))
    assert 'name="decision_on"' not in signed_in(payments.pm).get(at(release)).text  # type: ignore[attr-defined]
    for role in (Role.STAKEHOLDER, Role.ADMIN, Role.HEAD_OF_PRODUCT):
        browser = signed_in(in_role(role))
        assert [browser.get(at(release)).status_code, browser.post(at(release), {"do": "save"}).status_code] == [
            403
        ] * 2
    assert signed_in(in_role(Role.PRODUCT_OPS)).get(at(release)).status_code == 200
