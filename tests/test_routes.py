"""Walks every address times GET and POST and compares with `routes.py`: every role where the answer differs by role.

Where everybody gets the same, the one who may least is asked and others in turn; 405 is asked of one who is signed in.

The world is made once per run; every request is undone afterwards, so none sees what another did.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.headers import assert_safe
from tests.route_world import World, undone
from tests.routes import (
    ADMIN,
    ALSO_KEPT,
    ANONYMOUS,
    BOOKKEEPING,
    DEACTIVATED,
    GO,
    NOBODY_YET,
    ROLES,
    ROUTES,
    SIGN_IN,
    SIGNED_IN,
    STAKEHOLDER,
    Answer,
    Expected,
    Route,
)

# Browsers send nothing less: the token is in every form.
EMPTY_FORM = {"csrfmiddlewaretoken": "not looked at here"}
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
WAYS = {"plain": None, "htmx": HTMX, "HEAD": None}
IN_TURN = 2  # of those who get the same anyway, besides the stakeholder
WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with undone(django_db_blocker) as world:
        yield world


def answer(
    world: World, route: Route, method: str, role: str, *, csrf: bool = False, headers: dict[str, str] | None = None
) -> Answer:
    """What came back, in the words of the declaration; undone. Whatever it is carries the headers of all answers."""
    client, address = world.client(role, csrf=csrf), address_of(route)
    with transaction.atomic():
        if method == "POST":
            response = client.post(address, EMPTY_FORM, headers=headers)
        else:
            response = client.generic(method, address, headers=headers)
        transaction.set_rollback(True)
    assert_safe(response, private=role not in NOBODY_YET)
    to = response.headers.get("HX-Redirect") or response.headers.get("Location", "")
    if to and response.status_code in {204, 302}:
        return SIGN_IN if to.startswith("/sign-in/?next=/") else GO
    return int(response.status_code)


def address_of(route: Route) -> str:
    at = {name: value() if callable(value) else value for name, value in route.at.items()}
    return reverse(route.name, kwargs=at)


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, str]]:
    """(name, pattern) of every address, included ones too. One without a name has '' and can not be declared."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else "", str(pattern.pattern)


def test_every_address_is_declared_and_every_declaration_has_an_address() -> None:
    found = list(names(get_resolver().url_patterns))
    assert [pattern for name, pattern in found if not name] == []
    assert {name for name, _pattern in found} == {route.name for route in ROUTES}
    assert len({name for name, _pattern in found}) == len(found), "two addresses share a name"
    assert len({str(route) for route in ROUTES}) == len(ROUTES), "two rows say the same situation"


def test_what_can_be_reached_without_signing_in_is_this_list() -> None:
    """The middleware's own mark and the declaration agree."""
    marked = set()
    for route in ROUTES:
        at = {name: "x" if callable(value) else value for name, value in route.at.items()}
        if getattr(resolve(reverse(route.name, kwargs=at)).func, "open_to_anonymous", False):
            marked.add(route.name)
    assert marked == {route.name for route in ROUTES if route.open_}


@pytest.mark.parametrize(("place", "route"), list(enumerate(ROUTES)), ids=str)
def test_everybody_gets_what_is_declared_and_looking_changes_nothing(world: World, place: int, route: Route) -> None:
    before = _written()
    assert _answers(world, place, route, "GET") == _declared(place, route, "GET")
    assert _changed_since(before) <= BOOKKEEPING | ALSO_KEPT.get(route.name, set())
    assert _answers(world, place, route, "POST") == _declared(place, route, "POST")


def _answers(world: World, place: int, route: Route, method: str) -> dict[tuple[str, str], Answer]:
    return {
        (role, way): answer(world, route, "HEAD" if way == "HEAD" else method, role, headers=WAYS[way])
        for role, way in _asked(place, route, method)
    }


def _declared(place: int, route: Route, method: str) -> dict[tuple[str, str], Answer]:
    return {(role, way): route.expects(method, role) for role, way in _asked(place, route, method)}


def _asked(place: int, route: Route, method: str) -> list[tuple[str, str]]:
    """(role, way): of those who get the same, another one at every place asks for a fragment or for the head only."""
    if route.expects(method, ADMIN) == 405:
        return [(ADMIN, "plain"), (ANONYMOUS, "plain")]
    asked = []
    ways = ["htmx", "plain"] if method == "POST" else ["htmx", "HEAD", "plain"]
    alike: dict[Answer, list[str]] = {}
    for role in _roles(place, route, method):
        alike.setdefault(route.expects(method, role), []).append(role)
    for roles in alike.values():
        for number in range(max(len(roles), len(ways))):
            asked.append((roles[(place + number) % len(roles)], ways[min(number, len(ways) - 1)]))
    return asked


def _roles(place: int, route: Route, method: str) -> list[str]:
    if isinstance(route.post if method == "POST" else route.get, Expected):
        return list(ROLES)
    others = [role for role in SIGNED_IN if role != STAKEHOLDER]
    return [STAKEHOLDER, *NOBODY_YET, *(others[(place * IN_TURN + number) % len(others)] for number in range(IN_TURN))]


def test_every_role_has_its_turn_where_all_get_the_same() -> None:
    met = {role for place, route in enumerate(ROUTES) if route.get == 200 for role in _roles(place, route, "GET")}
    assert met == set(ROLES)


def _written() -> dict[str, int]:
    """Asked of PostgreSQL: how many rows of each table this transaction wrote, also when it was undone."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def _changed_since(before: dict[str, int]) -> set[str]:
    return {table for table, number in _written().items() if number != before.get(table, 0)}


def test_the_witness_of_changes_sees_what_is_undone(world: World) -> None:
    before = _written()
    posting = next(route for route in ROUTES if route.name == "people:person-data")
    assert answer(world, posting, "POST", ADMIN) == 200
    assert _changed_since(before) == {"audit_domainevent"}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.post != 405], ids=str)
def test_a_post_without_a_token_is_refused(world: World, route: Route) -> None:
    """Also for htmx, and before anything else is looked at; except where the declaration says so."""
    for role, headers in ((ANONYMOUS, None), (ADMIN, HTMX)):
        expected = 403 if route.csrf else route.expects("POST", role)
        assert answer(world, route, "POST", role, csrf=True, headers=headers) == expected


@pytest.mark.parametrize(("place", "route"), list(enumerate(ROUTES)), ids=str)
def test_no_other_method_is_answered(world: World, place: int, route: Route) -> None:
    """One in turn: what forgets to say its methods answers all of them."""
    assert answer(world, route, ("PUT", "DELETE", "OPTIONS")[place % 3], ADMIN) == 405


def test_roles_are_all_there() -> None:
    """Thirteen kinds of people; the two that are not signed in are treated alike."""
    assert len(ROLES) == 13
    for route in ROUTES:
        assert route.expects("GET", DEACTIVATED) == route.expects("GET", ANONYMOUS)
