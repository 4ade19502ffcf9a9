"""Preflight: what is in the way, whose it is, its button; overrides, rounds, escalation."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from productops.people.enums import Role
from productops.people.models import Area, Function, Person
from releases.actions.items import set_state
from releases.actions.signoffs import ask
from releases.actions.stages import move
from releases.enums import Gate, ItemState, Outcome, Tier
from releases.go_no_go import Promise
from releases.models import (
    Dependency,
    Escalation,
    FreezeWindow,
    Override,
    Release,
    ReleaseItem,
    Risk,
    Round,
    SignoffRequest,
)
from releases.stages import Move
from tests.factories import PersonFactory, in_role
from tests.factories.decisions import decided, filled, fresh, later, to_be_decided
from tests.factories.releases import LAUNCH, drafted, planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def head(payments: Area) -> Person:
    return in_role(Role.HEAD_OF_PRODUCT, name="Ewa")


@pytest.fixture
def release(payments: Area, ops: Person, now: datetime) -> Release:
    """Tier 3 in review, with nothing done."""
    row = planned(payments, now, Tier.HIGH)
    row.area = payments
    row = filled(row, now)
    move(release=row, move=Move.BEGIN_REVIEW, by=payments.pm, now=now)  # type: ignore[attr-defined]
    return fresh(row, payments)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def at(release: Release, name: str = "preflight") -> str:
    return reverse(f"releases:{name}", args=[release.key])


def test_everything_in_the_way_has_an_owner_and_a_button(
    release: Release, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    risk = Risk.objects.create(release=release, title="Double payout", severity="high")
    page = signed_in(release.area.pm).get(at(release)).text  # type: ignore[attr-defined]
    assert "things stand in the way." in page
    assert "Nobody asked Support." in page
    assert "only Head of Product can override this" in page  # Support on tier 3
    assert page.index("Nobody asked Support.") < page.index("The final bundle is not published.")
    assert f'href="/releases/{release.key}/risks/" aria-label="Write a mitigation' in page
    assert "4 open items" in page  # the items of a gate are folded when there are many
    assert "Record decision" in page
    assert f"?ref=risk%3A{risk.pk}" in page
    assert "Ask for an override" in page  # of what only the Head of Product may
    own = signed_in(ops).get(at(release)).text
    assert "Run the readiness check" in own
    assert "Record decision" not in own
    assert "Product Ops informs, PMs decide." in own
    reader = signed_in(PersonFactory()).get(at(release)).text
    assert "Override" not in reader
    assert "Ask Support" not in reader


def test_nothing_in_the_way_is_said(payments: Area, ops: Person, signed_in: SignedIn, now: datetime) -> None:
    row = to_be_decided(payments, now, ops)
    page = signed_in(payments.pm).get(at(row)).text  # type: ignore[attr-defined]
    assert "Nothing stands in the way." in page
    assert "Every item is settled, every answer is in." in page


def test_who_may_not_know_the_date_reads_no_words_with_it(release: Release, signed_in: SignedIn, now: datetime) -> None:
    FreezeWindow.objects.create(name="Quiet week of January", starts_on=LAUNCH, ends_on=LAUNCH)
    assert "Quiet week of January" in signed_in(release.area.pm).get(at(release)).text  # type: ignore[attr-defined]
    page = signed_in(PersonFactory()).get(at(release)).text
    assert "The launch falls into a freeze." in page
    assert "Quiet week" not in page
    assert "2027" not in page


def test_what_one_may_not_see_is_not_there(
    release: Release, payments: Area, signed_in: SignedIn, now: datetime
) -> None:
    reader = signed_in(PersonFactory())
    assert reader.get(at(drafted(payments, now, name="Not yet"))).status_code == 404
    hidden = planned(payments, now, name="Merger")
    Release.objects.filter(pk=hidden.pk).update(confidential_at=now, confidential_reason="A deal")
    assert reader.get(at(hidden)).status_code == 404
    Dependency.objects.create(
        release=release, on_release=hidden, added_at=now, added_by=payments.pm  # type: ignore[attr-defined]
    )  # fmt: skip
    page = signed_in(payments.pm).get(at(release)).text  # type: ignore[attr-defined]
    assert "A confidential release is not launched." in page


def test_product_ops_opens_a_round_once(release: Release, ops: Person, signed_in: SignedIn) -> None:
    browser = signed_in(ops)
    assert browser.get(at(release, "rounds")).status_code == 405
    for _press in range(2):
        assert "Round 1 is open." in browser.post(at(release, "rounds"), follow=True).text
    assert Round.objects.count() == 1
    assert signed_in(release.area.pm).post(at(release, "rounds")).status_code == 403  # type: ignore[attr-defined]


def test_a_blocker_is_overridden_with_a_reason(
    release: Release, head: Person, signed_in: SignedIn, now: datetime
) -> None:
    risk = Risk.objects.create(release=release, title="Double payout", severity="high")
    pm, url, ref = signed_in(release.area.pm), at(release, "override"), f"risk:{risk.pk}"  # type: ignore[attr-defined]
    dialog = pm.get(f"{url}?ref={ref}", headers={"HX-Request": "true"})
    assert (dialog.status_code, "<html" in dialog.text, "Double payout" in dialog.text) == (200, False, True)
    bare = pm.post(url, {"ref": ref, "reason": " "})
    assert (bare.status_code, 'role="alert"' in bare.text or "error" in bare.text) == (422, True)
    assert "It is in the ledger’s tests" in pm.post(
        url, {"ref": ref, "reason": "It is in the ledger’s tests"}, follow=True
    ).text  # fmt: skip
    pm.post(url, {"ref": ref, "reason": "Again"})
    assert Override.objects.get().reason == "It is in the ledger’s tests"
    assert pm.get(f"{url}?ref=risk:999").status_code == 409
    assert pm.post(url, {"ref": "never_asked:support", "reason": "x"}).status_code == 403
    assert signed_in(lead("sales")).get(f"{url}?ref={ref}").status_code == 403
    assert signed_in(head).post(url, {"ref": "never_asked:support", "reason": "They know."}).status_code == 302


def test_who_may_is_asked_for_an_override(release: Release, signed_in: SignedIn) -> None:
    pm, url = signed_in(release.area.pm), at(release, "override-request")  # type: ignore[attr-defined]
    assert pm.get(url).status_code == 405
    for _press in range(2):
        assert "Asked." in pm.post(url, {"ref": "never_asked:support"}, follow=True).text
    assert pm.post(url, {"ref": "gone"}).status_code == 409
    assert signed_in(PersonFactory()).post(url, {"ref": "never_asked:support"}).status_code == 403


def test_the_head_of_product_is_asked_to_decide(release: Release, head: Person, signed_in: SignedIn) -> None:
    assert signed_in(head).get(at(release, "decision")).status_code == 403
    pm, url = signed_in(release.area.pm), at(release, "escalation")  # type: ignore[attr-defined]
    assert pm.post(url, {"reason": ""}).status_code == 422
    page = pm.post(url, {"reason": "Support and we do not agree."}, follow=True).text
    assert "asked the Head of Product to decide: Support and we do not agree." in page
    pm.post(url, {"reason": "Again"})
    assert Escalation.objects.count() == 1
    assert signed_in(head).get(at(release, "decision")).status_code == 200
    assert signed_in(PersonFactory()).get(url).status_code == 403


def test_what_waits_as_a_condition_is_listed_once(
    payments: Area, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    row = to_be_decided(payments, now, ops)
    pm = payments.pm  # type: ignore[attr-defined]
    set_state(items=[row.items.get(key="macros")], state=ItemState.OPEN, by=lead("support"), now=now)
    promise = Promise("Write the macros", lead("support").pk, later(now, days=5).date(), "item:macros")
    decided(row, now, Outcome.CONDITIONAL_GO, conditions=(promise,))
    page = signed_in(pm).get(at(row)).text
    assert "Go, once the conditions are met." in page
    assert "Write the macros" in page
    assert "Nothing stands in the way." in page.partition('id="conditions"')[0]
    assert "Support macros and troubleshooting" not in page
    # Decided anew, it is in the way again: a new round has no conditions yet.
    assert "Support macros and troubleshooting" in signed_in(pm).get(at(row, "decision")).text


def test_as_many_statements_for_60_items_as_for_5(
    release: Release, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    """8 functions and 10 dependencies against one of each."""
    pm = signed_in(release.area.pm)  # type: ignore[attr-defined]
    release.items.exclude(pk__in=release.items.order_by("position")[:5].values("pk")).delete()
    ask(release=release, functions=[Function.objects.get(slug="support")], by=ops, now=now)
    Dependency.objects.create(
        release=release, on_function=Function.objects.get(slug="support"), deliverable="One", added_at=now, added_by=ops
    )
    urls = [at(release), at(release, "decision")]

    def asked() -> list[int]:
        found = []
        for url in urls:
            pm.get(url)
            with CaptureQueriesContext(connection) as statements:
                assert pm.get(url).status_code == 200
            found.append(len(statements))
        return found

    few = asked()
    functions = list(Function.objects.order_by("pk"))
    ReleaseItem.objects.bulk_create(
        ReleaseItem(
            release=release, key=f"more-{n}", gate=Gate.GO_NO_GO, position=100 + n, title=f"More {n}",
            function=functions[n % len(functions)], due_on=LAUNCH,
        )
        for n in range(55)
    )  # fmt: skip
    ask(release=release, functions=functions[:8], by=ops, now=now)
    Dependency.objects.bulk_create(
        Dependency(
            release=release, on_function=functions[n % 8], deliverable=f"Part {n}", added_at=now, added_by=ops
        )
        for n in range(9)
    )  # fmt: skip
    assert SignoffRequest.objects.filter(release=release).count() >= 8
    assert asked() == few
