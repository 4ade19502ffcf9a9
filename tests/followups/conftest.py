"""An area with its PM and Eng lead, somebody to ask, and a document that asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from productops.followups.actions.asking import Document, ensure
from productops.followups.asks import Ask
from productops.followups.enums import RaisedFor
from productops.followups.models import ActionItem
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Person
from tests.factories import OrganisationFactory, PersonFactory, area_with_pm
from tests.factories.people import LONG_AGO

FRIDAY = date(2026, 11, 27)


@dataclass
class Asking:
    """What an area asks, again and again."""

    area: Area
    pm: Person
    eng_lead: Person
    lena: Person
    now: datetime

    @property
    def document(self) -> Document:
        return Document(
            origin="area_update:1", title="Weekly update, week 48", url="/weekly/2026-W48/", area=self.area,
            raised_for=RaisedFor.ROADMAP_REVIEW,
        )  # fmt: skip

    def ask(
        self, what: str = "Write the macros", of: Person | None = None, by: date = FRIDAY, source: str = "bullet:1"
    ) -> Ask:
        return Ask(source, what, (of or self.lena).pk, by)

    def ensure(self, *asks: Ask) -> list[ActionItem]:
        return ensure(document=self.document, asks=asks, by=self.pm, now=self.now)

    @property
    def item(self) -> ActionItem:
        """The one item there is, as it is now."""
        return ActionItem.objects.get()


@pytest.fixture
def asking(db: None, now: datetime) -> Asking:
    OrganisationFactory()
    area = area_with_pm(name="Payments", slug="payments")
    lead = PersonFactory(name="Eng Lead")
    AreaRole.objects.create(area=area, person=lead, kind=AreaRoleKind.ENG_LEAD, starts_on=LONG_AGO)
    return Asking(area, area.pm, lead, PersonFactory(name="Lena Brandt"), now)  # type: ignore[attr-defined]


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[Person], Client]:
    """A browser of somebody signed in, at a moment that stands still."""
    monkeypatch.setattr(timezone, "now", lambda: now)

    def sign_in(person: Person) -> Client:
        browser = Client()
        browser.force_login(person, backend="productops.people.backends.PersonBackend")
        return browser

    return sign_in
