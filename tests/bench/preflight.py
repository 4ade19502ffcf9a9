"""What a decision costs: preflight of a release with 60 items, 8 functions and 10 dependencies; its card as a PDF."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Area, Function, Person
from releases import cards
from releases.actions.signoffs import ask
from releases.enums import Gate, Outcome, Tier
from releases.models import Dependency, Release, ReleaseItem
from tests.factories import OrganisationFactory, in_role
from tests.factories.decisions import decided, filled, fresh, to_be_decided
from tests.factories.releases import functions_with_leads, planned, staffed_area

ITEMS, FUNCTIONS, DEPENDENCIES = 60, 8, 10
TIMES = 40
Note = Callable[..., None]


def measure(now: datetime, note: Note) -> None:
    OrganisationFactory()
    functions_with_leads()
    area, ops = staffed_area(slug="preflight", name="Preflight"), in_role(Role.PRODUCT_OPS)
    pm: Person = area.pm  # type: ignore[attr-defined]
    small, large = _planned(area, now), _planned(area, now)
    ask(release=small, functions=Function.objects.order_by("pk")[:1], by=ops, now=now)
    _lengthened(large, ops, now)
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(pm, backend="productops.people.backends.PersonBackend")
    few, many = (_statements(browser, row) for row in (small, large))
    note("queries of the preflight", f"{few} with 5 items, {many} with {ITEMS}", "constant", few == many)
    took = statistics.median(_seconds(lambda: browser.get(_path(large))) for _time in range(TIMES)) * 1000
    said = f"{ITEMS} items, {FUNCTIONS} functions, {DEPENDENCIES} dependencies"
    note(f"preflight, {said}", f"{took:.0f} ms", "< 50 ms", took < 50)
    _card(area, ops, now, note)


def _card(area: Area, ops: Person, now: datetime, note: Note) -> None:
    row = to_be_decided(area, now, ops, launch_on=(now + timedelta(days=60)).date())
    decision = decided(fresh(row, area), now, Outcome.NO_GO, rationale="Measured, not decided.")
    cards.printed(decision, "en")  # the first one loads fonts
    took = statistics.median(_seconds(lambda: cards.printed(decision, "en")) for _time in range(7)) * 1000
    note("card as a PDF, warm", f"{took:.0f} ms", "< 300 ms", took < 300)


def _planned(area: Area, now: datetime) -> Release:
    """Tier 3, with five items."""
    row = planned(area, now, Tier.HIGH, launch_on=None)
    row.area = area
    row = filled(row, now)
    row.items.exclude(pk__in=row.items.order_by("position").values("pk")[:5]).delete()
    return row


def _lengthened(row: Release, ops: Person, now: datetime) -> None:
    functions = list(Function.objects.order_by("pk"))
    facts: dict[str, Any] = {"release": row, "gate": Gate.GO_NO_GO, "due_on": now.date()}
    ReleaseItem.objects.bulk_create(
        ReleaseItem(key=f"n-{n}", position=99 + n, title=f"No. {n}", function=functions[n % len(functions)], **facts)
        for n in range(ITEMS - row.items.count())
    )
    ask(release=row, functions=functions[:FUNCTIONS], by=ops, now=now)
    Dependency.objects.bulk_create(
        Dependency(release=row, on_function=functions[n % FUNCTIONS], deliverable=f"{n}", added_at=now, added_by=ops)
        for n in range(DEPENDENCIES)
    )


def _path(row: Release) -> str:
    return f"/releases/{row.key}/preflight/"


def _statements(browser: Client, row: Release) -> int:
    browser.get(_path(row))
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(_path(row)).status_code == 200
    return len(queries)


def _seconds(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
