"""Where the demo organisation does not come in, and that a fault on the way leaves nothing behind."""

from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from productops.demo import loader
from productops.people.models import Area, Organisation, Person
from productops.search.models import SearchRow
from tests.factories import AreaFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def _rows() -> list[int]:
    return [model.objects.count() for model in (Organisation, Person, Area, SearchRow)]  # type: ignore[attr-defined]


def test_another_organisation_is_left_alone(now: datetime) -> None:
    OrganisationFactory(name="Kestrel")
    before, said = _rows(), StringIO()
    with pytest.raises(loader.Occupied, match="belongs to Kestrel"):
        loader.load(now=now)
    call_command("load_demo", stderr=said, verbosity=0)
    assert "belongs to Kestrel" in said.getvalue()
    assert _rows() == before


def test_it_is_not_loaded_where_production_runs(settings: Any, now: datetime) -> None:
    settings.DEMO = settings.DEBUG = settings.TESTING = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")
    assert not Person.objects.exists()


def test_a_fault_on_the_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    def fault(*args: Any) -> Iterator[Any]:
        raise RuntimeError
        yield

    monkeypatch.setattr(loader, "acts_of", fault)
    before = _rows()
    with pytest.raises(RuntimeError):
        loader.load(now=now)
    assert _rows() == before


def test_a_portal_with_areas_but_no_organisation_is_left_alone(now: datetime) -> None:
    AreaFactory()
    with pytest.raises(loader.Occupied, match="empty portal"):
        loader.load(now=now)
    assert not Organisation.objects.exists()
