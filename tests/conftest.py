"""The suite's ground: a database per worker made by the owner account, used by the application's account.

Tests run as the application runs, so what the account may not do is refused in tests too. Only making and
emptying the database is done as owner.
"""

import gc
import hashlib
import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tests import browsers
from tests.services import empty_database

# Enough to find what a rule forgot, few enough for a suite that runs on every change.
hypothesis.settings.register_profile("suite", max_examples=40, deadline=None)
hypothesis.settings.load_profile("suite")


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """One database per xdist worker, a copy of one that the first worker migrated as owner; used as the application."""
    who = getattr(request.config, "workerinput", {"workerid": "single", "testrunuid": str(os.getpid())})
    mine = os.environ.get("PYTEST_DB", "")
    name, original = f"test_productops_{who['workerid']}{mine}", f"test_original_{who['testrunuid']}{mine}"
    if kept := bool(os.environ.get("PYTEST_KEEP")):
        original = f"test_original_{_migrations()}"
    owner_url, app_url = settings.DATABASE_OWNER_URL, settings.DATABASE_URL
    from productops.settings import database

    with psycopg.connect(owner_url, autocommit=True) as server, django_db_blocker.unblock():
        server.execute("SELECT set_config('lock_timeout', '120s', false), pg_advisory_lock(20263)")  # one at a time
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [original]).fetchone():
            server.execute(f'CREATE DATABASE "{original}" TEMPLATE template0')  # type: ignore[arg-type]
            _point_at(database(_named(owner_url, original)))
            try:
                call_command("migrate", verbosity=0)
            except Exception:
                connections["default"].close()
                _drop(server, original)  # half of them would be taken for all of them
                raise
            connections["default"].close()
        _drop(server, name)
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')  # type: ignore[arg-type]
    with django_db_blocker.unblock():
        _point_at(database(_named(app_url, name)))
        os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = _named(app_url, name), _named(owner_url, name)
        settings.DATABASE_URL, settings.DATABASE_OWNER_URL = (
            os.environ["DATABASE_URL"],
            os.environ["DATABASE_OWNER_URL"],
        )
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    with psycopg.connect(owner_url, autocommit=True) as server:
        _drop(server, name)
        if not kept:
            _drop(server, original)  # no worker starts after another has ended


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What the workers of a run shared goes when all of them have ended."""
    run = getattr(session.config.option, "testrunuid", None)
    if not run or hasattr(session.config, "workerinput"):
        return
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"test_%{run}%"]).fetchall()
        for (name,) in rows:
            _drop(server, name)


def _migrations() -> str:
    """Stands for every migration of ours: with PYTEST_KEEP what they make is kept for the next run."""
    found = hashlib.sha256()
    for path in sorted(settings.BASE_DIR.glob("**/migrations/[0-9]*.py")):
        if ".venv" not in path.parts and ".var" not in path.parts:
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _drop(server: "psycopg.Connection[Any]", name: str) -> None:
    """Autovacuum may be at work in the database, and only a superuser may send it away: then wait a little."""
    for _try in range(40):
        try:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
            return
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.5)
    raise RuntimeError(f"{name} is in use by an account that is not ours")


def _point_at(config: dict[str, Any]) -> None:
    connection = connections["default"]
    connection.close()
    config["OPTIONS"].pop("pool", None)
    for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"):
        connection.settings_dict[key] = config[key]


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A test that needs real commits (threads, other processes, a live server); the database is emptied after it.

    Use instead of `transactional_db`: Django's flush may not truncate append-only tables, the owner may.
    """
    name = urlsplit(settings.DATABASE_OWNER_URL).path.strip("/")
    assert name.startswith("test_"), f"{name} is no test database: it is not emptied"
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            for connection in connections.all():
                connection.close()
            empty_database(settings.DATABASE_OWNER_URL)


@pytest.fixture
def now() -> datetime:
    """Wednesday, week 48 of 2026, 10:00 in Warsaw."""
    return datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Language, zone, and what a process keeps of editions: ids come again in another test."""
    from django.utils import timezone, translation

    from productops.editions import reading
    from productops.views import home
    from rituals.views import reader

    yield
    translation.deactivate()
    timezone.deactivate()
    reading._parts.cache_clear()
    home._trouble.cache_clear()
    reader._drawn.cache_clear()


def pytest_collection_finish() -> None:
    """What is imported stays and what tests leave behind is little; looking for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser"):
        browsers.demand()


# Long files first, so that no worker is left alone with one at the end; the browser's together. The first one makes the
# database that all others copy, so the next two are some that do without it.
LONG = (
    "tests/journeys/test_everywhere",
    "tests/test_source",
    "tests/stack/test_run",
    "tests/journeys/test_controls",
    "tests/journeys/",
    "tests/people/test_raci_keyboard",
    "tests/comms/test_kill",
    "tests/rituals/test_outages",
    "tests/rituals/test_hostile_text",
    "tests/test_bad_input",
    "tests/test_routes",
    "tests/demo/",
)


def _turn(item: pytest.Item) -> int:
    return next((place for place, name in enumerate(LONG) if name in str(item.path)), len(LONG))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        if re.search(r"tests/(journeys|browser)/", str(item.path)):
            item.add_marker("browser")
