"""The tier of a release: what re-planning would change before it does, the challenge, who may, stale and repeated."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from comms.models import Notice
from productops.people.enums import Role
from productops.people.models import Area
from releases.actions.items import Shown, set_state
from releases.actions.planning import challenge_tier, edit
from releases.enums import ItemState, Tier
from releases.models import Release
from tests.factories import in_role
from tests.factories.releases import LAUNCH, drafted, planned, policy
from tests.page_forms import forms_of
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db
ANSWERED = {
    "answer-visible": "feature", "answer-reach": "some", "answer-api": "no", "answer-pricing": "no",
    "answer-migration": "no", "answer-privacy": "no", "answer-regulated": "no",
}  # fmt: skip


def at(release: Release, page: str = "tier") -> str:
    return f"{release.get_absolute_url()}{page}/"


def held(browser: Client, release: Release) -> dict[str, str]:
    """What the page's form holds."""
    html = browser.get(at(release)).text
    return dict(max(forms_of(html, at(release)), key=lambda form: len(form.kinds)).values)


def assigning(browser: Client, release: Release, tier: str, **changes: Any) -> dict[str, Any]:
    return held(browser, release) | ANSWERED | {"do": "assign", "tier": tier, "suggested": "2"} | changes


def test_what_changes_is_said_before_it_does(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release = planned(payments, now, Tier.HIGH)
    walkthrough = release.items.get(key="walkthrough")
    assert walkthrough.person is not None
    set_state(
        items=[walkthrough], state=ItemState.DONE, shown=[Shown(url="https://x.example/w")], by=walkthrough.person,
        now=now,
    )  # fmt: skip
    Notice.objects.all().delete()
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    assert "What this changes" not in browser.get(at(release)).text
    data = assigning(browser, release, "2")
    headers = {"HX-Request": "true", "HX-Target": "tier"}
    said = browser.post(at(release), data, headers=headers).text
    plain = browser.post(at(release), data | {"do": "look"}).text
    for words in ("What this changes", "Integrations checked with sandbox credentials", "What is done stays done.",
                  "people hear of it once:", "Lead of data"):  # fmt: skip
        assert words in said
        assert words in plain
    assert ("<h1>" in said, Release.objects.get().tier, Notice.objects.exists()) == (False, 3, False)
    assert browser.post(at(release), data).status_code == 302
    made = Release.objects.get()
    assert (made.tier, made.items.get(key="walkthrough").state) == (2, "done")
    assert made.items.get(key="integrations").retired_at == now
    told = set(Notice.objects.get(data__event="replanned").people)
    named = {name for name in told if name}
    assert f"{len(named)} people hear of it once:" in said
    again = browser.post(at(release), data)
    assert (again.status_code, Notice.objects.filter(data__event="replanned").count()) == (409, 1)


def test_a_draft_starts_and_asks_for_its_date(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    policy()
    release = drafted(payments, now, answers={"visible": "feature"})
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    form = held(browser, release)
    assert (form["answer-visible"], form["suggested"], form["tier"]) == ("feature", "2", "2")
    page = browser.get(at(release)).text
    assert "Start release" in page
    assert "It has no launch date yet" in page
    missing = browser.post(at(release), form | {"do": "assign"})
    assert (missing.status_code, missing.text.count("Answer this: it decides about the tier.")) == (422, 12)
    unseen = browser.post(at(release), form | ANSWERED | {"do": "assign", "answer-migration": "yes"})
    assert (unseen.status_code, "The answers suggest Tier 3, high. Look at it" in unseen.text) == (422, True)
    started = browser.post(at(release), form | ANSWERED | {"do": "assign"})
    assert (started.status_code, started["Location"]) == (302, at(release, "dates"))
    assert (Release.objects.get().draft, Release.objects.get().tier) == (False, 2)


def test_a_challenge_is_shown_and_answered_with_a_reason(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release, ops = planned(payments, now), in_role(Role.PRODUCT_OPS, name="Maja")
    pm, asking = signed_in(payments.pm), signed_in(ops)  # type: ignore[attr-defined]
    assert asking.post(at(release, "challenge"), {"challenge": " "}).status_code == 422
    assert asking.post(at(release, "challenge"), {"challenge": "It moves\nmoney."}).status_code == 302
    assert Release.objects.get().challenge == "It moves money."
    page = pm.get(at(release)).text
    assert "Maja asks you to look at the tier again: “It moves money.”" in " ".join(page.split())
    assert 'name="reason"' in page
    silent = pm.post(at(release), assigning(pm, release, "2", reason=""))
    assert (silent.status_code, "Say in a sentence why it stays." in silent.text) == (422, True)
    pm.post(at(release), assigning(pm, release, "2", reason="Sandbox money only."))
    made = Release.objects.get()
    assert (made.challenge, made.tier, made.tier_reason) == ("", 2, "Sandbox money only.")
    draft = drafted(payments, now, name="Not started")
    assert asking.post(at(draft, "challenge"), {"challenge": "Why?"}).status_code == 409
    assert pm.get(at(release, "challenge")).status_code == 403


def test_what_somebody_else_changed_is_not_overwritten_unseen(
    payments: Area, now: datetime, signed_in: SignedIn
) -> None:
    release = planned(payments, now)
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    data = assigning(browser, release, "1", reason="A label after all.")
    challenge_tier(release=release, reason="Really?", by=in_role(Role.PRODUCT_OPS), now=now)
    stale = browser.post(at(release), data)
    assert (stale.status_code, Release.objects.get().tier) == (409, 2)
    assert 'value="A label after all."' in stale.text
    kept = dict(max(forms_of(stale.text, at(release)), key=lambda form: len(form.kinds)).values)
    assert browser.post(at(release), kept | {"do": "assign"}).status_code == 302
    assert Release.objects.get().tier == 1


def test_who_may(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release, draft = planned(payments, now), drafted(payments, now, name="Not started")
    for role, of_started, of_draft in (
        (Role.PRODUCT_OPS, 403, 403), (Role.HEAD_OF_PRODUCT, 403, 403), (Role.STAKEHOLDER, 403, 404),
    ):  # fmt: skip
        browser = signed_in(in_role(role))
        assert [browser.get(at(each)).status_code for each in (release, draft)] == [of_started, of_draft]
        assert [browser.post(at(each), {"do": "assign"}).status_code for each in (release, draft)] == [
            of_started, of_draft,
        ]  # fmt: skip


def test_in_review_it_keeps_its_gates(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release = planned(payments, now, launch_on=LAUNCH)
    edit(release=release, fields={"build_tag": "1"}, by=payments.pm, now=now, seen_version=release.version)  # type: ignore[attr-defined]
    Release.objects.filter(pk=release.pk).update(stage="in_review")
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    refused = browser.post(at(release), assigning(browser, release, "1", reason="Small after all."))
    assert (refused.status_code, "It is in review." in refused.text) == (422, True)
