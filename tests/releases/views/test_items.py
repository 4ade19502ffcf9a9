"""The checklist in place and on pages of its own: settled, refused, opened again, handed on, many at once."""

import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from productops.people.enums import Role
from productops.people.models import Area, Function, Person
from releases.actions.stages import move
from releases.enums import EvidenceRule, Gate, Stage, Tier
from releases.models import Evidence, Release, ReleaseItem
from releases.stages import Move
from tests.factories import PersonFactory, in_role
from tests.factories.releases import planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db
LINK = "https://docs.example.com/run/41"


@pytest.fixture
def release(payments: Area, now: datetime) -> Release:
    return planned(payments, now, Tier.HIGH)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def pm_of(release: Release) -> Person:
    return release.area.roles.get(kind="pm").person


def item(release: Release, key: str) -> ReleaseItem:
    return release.items.get(key=key)


def address(row: ReleaseItem, act: str = "") -> str:
    return reverse(f"releases:item-{act}" if act else "releases:item", args=[row.release.key, row.pk])


def htmx(row: ReleaseItem) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": f"item-{row.pk}"}


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_page_says_what_is_next_how_it_stands_and_what_is_open(release: Release, signed_in: SignedIn) -> None:
    page = text(signed_in(pm_of(release)).get(release.get_absolute_url()))
    assert re.search(r'btn--main" href="[^"]*/review/"[^>]*>Begin the review', page)
    assert page.count('class="checks') == 3
    assert "0 of 4 settled" in page
    assert '<li class="current" aria-current="step">' in page
    assert "Lead of qa" in page
    reader = text(signed_in(PersonFactory()).get(release.get_absolute_url()))
    assert "btn--main" not in reader
    assert 'class="tickbox"' not in reader
    assert "2027" not in reader.partition('class="page-side"')[0]  # no day from which the launch could be counted


def test_settling_in_place_answers_the_whole_page(release: Release, signed_in: SignedIn) -> None:
    row, qa = item(release, "qa"), signed_in(lead("qa"))
    opened = text(qa.get(address(row), headers=htmx(row)))
    assert opened.count("<li id=") == 1
    assert f'action="{address(row, "completion")}"' in opened
    assert "<html" not in opened
    bare = qa.post(address(row, "completion"), {"version": row.version}, headers=htmx(row))
    assert (bare.status_code, "Show it: add a link." in text(bare), "<h1" in text(bare)) == (422, True, False)
    done = qa.post(address(row, "completion"), {"version": row.version, "url": LINK}, headers=htmx(row))
    assert (done.status_code, done["HX-Retarget"]) == (200, "#main > .page")
    assert "<html" not in text(done)
    assert "Done: QA sign-off on the tagged build" in text(done)
    assert "docs.example.com" in text(done)
    assert item(release, "qa").state == "done"


def test_the_same_without_a_script(release: Release, signed_in: SignedIn) -> None:
    row, qa = item(release, "qa"), signed_in(lead("qa"))
    for act in ("", "completion", "block", "exemption", "waiver", "owner"):
        assert "<h1>" in text(qa.get(address(row, act)))
    assert "<h1>" in text(qa.post(address(row, "completion"), {"version": row.version, "url": "javascript:1"}))
    done = qa.post(address(row, "completion"), {"version": row.version, "url": LINK, "note": "Two runs"})
    assert (done.status_code, done["Location"]) == (302, f"{release.get_absolute_url()}#item-{row.pk}")
    shown = Evidence.objects.filter(item=row)
    assert sorted(shown.values_list("kind", flat=True)) == ["link", "note"]
    page = text(qa.get(address(row)))
    assert "called it done" in page
    assert "Two runs" in page
    link = shown.get(kind=EvidenceRule.LINK)
    qa.post(reverse("releases:evidence-withdrawal", args=[release.key, link.pk]))
    assert item(release, "qa").state == "open"
    assert "took back" in text(qa.get(address(row)))
    assert qa.get(address(row, "reopening")).status_code == 405


def test_why_not_handed_on_and_opened_again(release: Release, signed_in: SignedIn) -> None:
    row, support = item(release, "macros"), signed_in(lead("support"))
    for act, state in (("block", "blocked"), ("exemption", "not_applicable"), ("waiver", "waived")):
        row = item(release, "macros")
        assert support.post(address(row, act), {"version": row.version, "reason": " "}).status_code == 422
        assert support.post(address(row, act), {"version": row.version, "reason": "No tickets"}).status_code == 302
        row = item(release, "macros")
        assert (row.state, row.reason) == (state, "No tickets")
        support.post(address(row, "reopening"), {"version": row.version})
    other = PersonFactory(name="Sam Oduya")
    support.post(address(row, "owner"), {"version": row.version, "person": "Sam Oduya"})
    row = item(release, "macros")
    assert (row.person, row.state) == (other, "open")
    story = text(support.get(address(row)))
    assert "Lead of support → Sam Oduya" in story
    assert "waived it" in story
    assert signed_in(other).get(address(row, "completion")).status_code == 200


def test_who_may_not_reads_why(payments: Area, release: Release, signed_in: SignedIn, now: datetime) -> None:
    row, ops = item(release, "qa"), signed_in(in_role(Role.PRODUCT_OPS))
    assert "Each function answers for its own items." in text(ops.get(address(row), headers=htmx(row)))
    for act in ("completion", "block", "exemption", "waiver"):
        assert ops.get(address(row, act)).status_code == 403
        assert ops.post(address(row, act), {"version": row.version, "reason": "x"}).status_code == 403
    draft = planned(payments, now, launch_on=None, name="Secret")
    Release.objects.filter(pk=draft.pk).update(started_at=None, tier=None)
    assert signed_in(PersonFactory()).get(f"/releases/{draft.key}/items/{row.pk}/").status_code == 404
    assert ops.get(f"/releases/{draft.key}/items/{row.pk}/").status_code == 404  # another release's item


def test_the_second_of_two_sees_what_the_first_did(release: Release, signed_in: SignedIn) -> None:
    row, qa = item(release, "qa"), signed_in(lead("qa"))
    delegate = PersonFactory()
    Function.objects.get(slug="qa").delegates.add(delegate)
    qa.post(address(row, "completion"), {"version": row.version, "url": LINK})
    second = signed_in(delegate).post(
        address(row, "block"), {"version": row.version, "reason": "Waits"}, headers=htmx(row)
    )
    assert second.status_code == 409
    assert "was changed after you opened the page" in text(second)
    assert "tick--done" in text(second)
    assert item(release, "qa").state == "done"
    row = item(release, "docs")
    pm = signed_in(pm_of(release))
    late = pm.post(address(row, "completion"), {"version": 99, "url": LINK}, headers=htmx(row))
    assert (late.status_code, f'value="{LINK}"' in text(late), f'value="{row.version}"' in text(late)) == (
        409, True, True,
    )  # fmt: skip
    row = item(release, "qa")
    plain = signed_in(delegate).post(address(row, "block"), {"version": row.version - 1, "reason": "Waits"})
    assert (plain.status_code, "<h1>" in text(plain)) == (409, True)


def test_what_a_field_proves_is_not_settled_by_hand(release: Release, signed_in: SignedIn) -> None:
    row, eng = item(release, "rollback"), signed_in(release.area.roles.get(kind="eng_lead").person)
    assert "It settles itself" in text(eng.get(address(row), headers=htmx(row)))
    assert eng.post(address(row, "completion"), {"version": row.version, "note": "x"}).status_code == 422


def together(release: Release, act: str) -> str:
    return reverse(f"releases:items-{act}", args=[release.key])


def test_many_at_once_or_none(release: Release, signed_in: SignedIn) -> None:
    rows = [item(release, "macros"), item(release, "training")]
    picked = {"item": [f"{row.pk}:{row.version}" for row in rows]}
    support, region = signed_in(lead("support")), {"HX-Request": "true", "HX-Target": "together"}
    form = text(support.get(together(release, "completion"), picked, headers=region))
    assert "Mark as done: 2 items" in form
    assert "<h1" not in form
    assert "Support macros" in text(support.get(together(release, "completion"), picked))
    assert "Tick the items" in text(support.post(together(release, "completion"), {"url": LINK}))
    mixed = {"item": [*picked["item"], f"{item(release, 'qa').pk}:1"], "url": LINK}
    refused = support.post(together(release, "completion"), mixed, headers=region)
    assert (refused.status_code, "Not yours to do: QA sign-off" in text(refused), LINK in text(refused)) == (
        422, True, True,
    )  # fmt: skip
    assert not Evidence.objects.exists()
    done = support.post(together(release, "completion"), {**picked, "url": LINK}, headers=region)
    assert (done["HX-Retarget"], "2 items are done." in text(done)) == ("#main > .page", True)
    again = support.post(together(release, "exemption"), {**picked, "reason": "No"}, headers=region)
    assert (again.status_code, "was changed after you opened" in text(again)) == (409, True)
    pm, sam = signed_in(pm_of(release)), PersonFactory(name="Sam Oduya")
    given = {"item": [f"{row.pk}:{row.version}" for row in release.items.filter(key__in=["qa", "docs"])]}
    assert pm.post(together(release, "owner"), {**given, "person": "Sam Oduya"}).status_code == 302
    assert release.items.filter(person=sam).count() == 2
    hostile = {"item": ["x", "1", "9" * 40 + ":1", "-1:1", "٣:1"], "url": LINK}
    assert pm.post(together(release, "completion"), hostile).status_code == 422


def count(client: Client, at: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(at).status_code == 200
    return len(queries)


def test_as_many_queries_for_sixty_items(release: Release, now: datetime, signed_in: SignedIn) -> None:
    release = move(release=release, move=Move.BEGIN_REVIEW, by=pm_of(release), now=now)
    assert release.stage == Stage.IN_REVIEW
    pm = signed_in(pm_of(release))
    pm.get(release.get_absolute_url())
    few = count(pm, release.get_absolute_url())
    qa = lead("qa")
    made = ReleaseItem.objects.bulk_create(
        ReleaseItem(
            release=release, key=f"more-{number}", gate=Gate.GO_NO_GO, title=f"Line {number}", position=90 + number,
            function=Function.objects.get(slug="qa"), person=qa, due_on=now.date(),
        )
        for number in range(40)
    )  # fmt: skip
    Evidence.objects.bulk_create(Evidence(item=row, kind="link", url=LINK, added_at=now, added_by=qa) for row in made)
    assert count(pm, release.get_absolute_url()) == few
