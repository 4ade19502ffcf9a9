"""Moving a release to the newest policy: what it says differently, what that changes, and then it does."""

from datetime import datetime
from typing import Any

import pytest

from productops.people.enums import Role
from productops.people.models import Area
from releases.enums import Tier
from releases.models import AreaChecklist, Release
from releases.presets import preset
from tests.factories import in_role
from tests.factories.releases import drafted, planned, policy
from tests.page_forms import forms_of
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


def at(release: Release) -> str:
    return f"{release.get_absolute_url()}policy/"


def form_in(html: str, release: Release) -> dict[str, str]:
    """What the page would post."""
    return dict(next(form for form in forms_of(html, at(release)) if "version" in form.kinds).values)


def newer(number: int = 2, **changes: Any) -> None:
    """A version in which tier 2 asks more notice and no documentation."""
    tiers = policy().content["tiers"]
    medium = tiers["2"]
    kept = [line for line in medium["checklist"] if line["key"] != "docs"]
    policy(number, tiers={**tiers, "2": {**medium, "lead_days": 9, "checklist": kept} | changes})


def test_the_difference_is_read_and_then_made(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release = planned(payments, now)
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    same = browser.get(at(release)).text
    assert "That is the newest one. There is nothing to move." in same
    newer()
    line = {"key": "ledger", "gate": "go_no_go", "title": "Ledger reconciled", "function": "data", "days_before": 4,
            "evidence": "any", "tiers": [2, 3]}  # fmt: skip
    AreaChecklist.objects.create(area=payments, number=1, items=[line], made_at=now)
    page = browser.get(at(release)).text
    for words in ("Move to version 2", "Business days of notice", "<del>5</del>", "<ins>9</ins>", "Ledger reconciled",
                  "Documentation updated", "What this changes", "Lead of data"):  # fmt: skip
        assert words in page
    assert Release.objects.get().policy.number == 1  # type: ignore[union-attr]
    form = form_in(page, release)
    assert browser.post(at(release), form).status_code == 302
    made = Release.objects.get()
    assert (made.policy.number, made.notice_needed) == (2, 9)  # type: ignore[union-attr]
    assert set(made.items.asked_for().values_list("key", flat=True)) >= {"area:ledger", "rollback"}
    assert made.items.get(key="docs").retired_at == now
    assert browser.post(at(release), form).status_code == 409


def test_only_what_was_read_is_moved_to(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release = planned(payments, now)
    browser = signed_in(in_role(Role.PRODUCT_OPS))
    newer()
    form = form_in(browser.get(at(release)).text, release)
    newer(3, lead_days=12)
    late = browser.post(at(release), form)
    assert (late.status_code, "There is a newer version of the policy" in late.text) == (409, True)
    assert Release.objects.get().policy.number == 1  # type: ignore[union-attr]
    read = form_in(late.text, release)
    assert browser.post(at(release), read).status_code == 302
    assert Release.objects.get().policy.number == 3  # type: ignore[union-attr]


def test_who_may_and_what_there_is_for_a_draft(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    release, draft = planned(payments, now, Tier.HIGH), drafted(payments, now, name="Not started")
    policy(2, **preset("startup", regulated=False, language="en"))
    ops = signed_in(in_role(Role.PRODUCT_OPS))
    assert "A draft follows no version yet" in ops.get(at(draft)).text
    page = ops.get(at(release)).text
    assert "Version 2 has no tier like this." in page
    assert ">Move to version 2<" not in page
    assert ops.post(at(release), {"to": "2", "version": str(release.version)}).status_code == 422
    for role, of_draft in ((Role.STAKEHOLDER, 404), (Role.HEAD_OF_PRODUCT, 403)):
        browser = signed_in(in_role(role))
        assert [browser.get(at(each)).status_code for each in (release, draft)] == [403, of_draft]
        assert browser.post(at(release), {}).status_code == 403
