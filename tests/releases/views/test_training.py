"""Training and readiness meeting: planned, moved, recorded with who came; alike but for their words."""

from datetime import datetime

import pytest
from django.urls import reverse

from comms.models import Notice
from productops.people.enums import Role
from productops.people.models import Area, Person
from releases.enums import Tier
from releases.models import ReadinessMeeting, Release, Training
from tests.factories import PersonFactory, in_role
from tests.factories.decisions import bundled, filled, fresh
from tests.factories.releases import drafted, planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("what", ["training", "meeting"])


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def release(payments: Area, ops: Person, now: datetime) -> Release:
    row = planned(payments, now, Tier.HIGH)
    row.area = payments
    bundled(filled(row, now), now, ops, published=False)
    return fresh(row, payments)


def at(release: Release, name: str) -> str:
    return reverse(f"releases:{name}", args=[release.key])


def main_of(page: str) -> str:
    """The page's own part, without frame and dialogs."""
    return page.partition('class="page')[2].partition("</main>")[0]


def row_of(what: str) -> Training | ReadinessMeeting:
    return Training.objects.get() if what == "training" else ReadinessMeeting.objects.get()


@BOTH
def test_planned_moved_and_recorded(release: Release, ops: Person, signed_in: SignedIn, what: str) -> None:
    maja = signed_in(ops)
    assert "Not planned yet." in maja.get(at(release, what)).text
    assert maja.get(at(release, f"{what}-plan")).status_code == 405
    bad = maja.post(at(release, f"{what}-plan"), {"starts_at": "soon"})
    assert (bad.status_code, 'value="soon"' in bad.text) == (422, True)
    for start in ("2026-11-24T10:00", "2026-11-24T10:00", "2026-11-24T11:00"):  # the same again tells nobody twice
        maja.post(at(release, f"{what}-plan"), {"starts_at": start, "place": "Room 4"})
    assert Notice.objects.filter(data__event=f"{what}_planned").count() == 2
    assert row_of(what).starts_at.hour == 10  # 11:00 in Warsaw
    page = maja.get(at(release, what)).text
    assert "Move it" in page
    assert "Tue 24 Nov" in page
    nobody = maja.post(at(release, what), {"notes": "Short and good."})
    assert (nobody.status_code, "Say who came." in nobody.text, "Short and good." in nobody.text) == (422, True, True)
    stranger = maja.post(at(release, what), {"attended": PersonFactory().pk})
    assert stranger.status_code == 422
    support = Person.objects.get(name="Lead of support")
    done = maja.post(at(release, what), {"attended": [support.pk, ops.pk], "notes": "**All** clear."}, follow=True)
    assert "is recorded." in done.text
    held = maja.get(at(release, what)).text
    assert "Lead of support" in main_of(held).partition("<form")[0]
    assert "Correct what was recorded" in held
    maja.post(at(release, what), {"attended": [ops.pk], "notes": "Corrected."})
    assert list(row_of(what).attended.all()) == [ops]


@BOTH
def test_what_has_not_begun_was_not_held(release: Release, ops: Person, signed_in: SignedIn, what: str) -> None:
    maja = signed_in(ops)
    maja.post(at(release, f"{what}-plan"), {"starts_at": "2026-12-24T10:00"})
    early = maja.post(at(release, what), {"attended": [ops.pk]})
    assert (early.status_code, "It has not begun yet." in early.text) == (422, True)


@BOTH
def test_who_may_not(release: Release, payments: Area, signed_in: SignedIn, now: datetime, what: str) -> None:
    reader = signed_in(PersonFactory())
    page = reader.get(at(release, what))
    assert page.status_code == 200
    assert "<form" not in main_of(page.text)
    assert reader.post(at(release, what), {}).status_code == 403
    assert reader.post(at(release, f"{what}-plan"), {}).status_code == 403
    draft = drafted(payments, now, name="Not yet")
    assert [reader.get(at(draft, what)).status_code, reader.post(at(draft, f"{what}-plan")).status_code] == [404, 404]


def test_a_training_that_was_held_is_not_moved(release: Release, ops: Person, signed_in: SignedIn) -> None:
    maja = signed_in(ops)
    maja.post(at(release, "training"), {"attended": [ops.pk]})
    moved = maja.post(at(release, "training-plan"), {"starts_at": "2026-12-24T10:00"})
    assert (moved.status_code, "The training was held already." in moved.text) == (409, True)
    assert "Invite who signs" not in maja.get(at(release, "training")).text
