"""Whatever is put into an address, a query or a form: a message or a page, never a fault; what was typed stays.

Forms are taken from the pages themselves, so a new form is tried without being named here; every address that can be
posted to has to be tried one way or the other.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve

from tests.page_forms import TEXT, PageForm, forms_of
from tests.route_world import COLLEAGUE, World, undone
from tests.routes import (
    ADMIN,
    ANONYMOUS,
    FUNCTION_LEAD,
    HEAD,
    OTHER_PM,
    PM,
    PRODUCT_OPS,
    ROLES,
    ROUTES,
    STAKEHOLDER,
    Route,
)
from tests.test_routes import address_of

VALUES = {
    "NUL": b"a\x00b",
    "controls": b"a\x0b\x1b\x7f\x08b",
    "lone surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe",
    "overrides": "\u202ea\u2066\ufeff".encode(),
    "very long": b"x" * 70_000,
    "ten to the thirty": b"1" + b"0" * 30,
    "negative": b"-1",
    "fraction": b"1.5",
    "other digits": "\u0661\u0662".encode(),
    "brackets": b"[" * 3000,
    "an object": b'{"a": [null]}',
    "markup": b"<script>\"'>{{ 7*7 }}",
    "last day": b"9999-12-31",
    "first day": b"0001-01-01",
    "blank": b" \t ",
    "empty": b"",
}
# Not every value meets every field: values take turns, in the order of routes and forms and without chance, so that
# each meets every kind of field, segment or query in many places. Of a form, every field gets two of `IN_ALL_FIELDS`
# and some fields `ALONE` values of their kind; segments and queries get `OF_ADDRESSES` and `OF_QUERIES` values each.
ALONE, OF_ADDRESSES, OF_QUERIES = 5, 3, 2
IN_A_QUERY = ("NUL", "controls", "lone surrogate", "ten to the thirty", "negative", "brackets")
IN_ALL_FIELDS = ("lone surrogate", "no UTF-8", "overrides", "very long", "other digits", "empty")
# With every other field as the page has it, so that the doors and the database get to see it too.
BY_KIND = {
    "hidden": ("NUL", "lone surrogate", "ten to the thirty", "negative", "an object"),
    "number": ("ten to the thirty", "negative", "fraction"),
    "date": ("last day", "first day", "ten to the thirty"),
    "time": ("ten to the thirty", "NUL"),
    "text": ("NUL", "controls", "lone surrogate", "very long", "brackets", "markup", "blank"),
    "choice": ("NUL", "ten to the thirty"),
}
# What can be said in the address of a page, by route.
QUERIES: dict[str, tuple[str, ...]] = {
    "finder": ("q", "exactly"),
    "lookups-missing": ("page",),
    "palette": ("q",),
    "people:sign-in": ("next",),
    "people:people": ("q", "function", "role", "state", "sort", "page"),
    "people:areas": ("q", "group", "state", "page"),
    "people:area-new": ("group",),
    "people:area-roles": ("what",),
    "people:function": ("page",),
    "people:raci": ("scope", "column"),
    "people:raci-scope": ("column",),
    "people:raci-history": ("activity", "holder", "page"),
    "people:raci-person": ("q", "column", "page"),
    "people:raci-cell": ("columns",),
    "people:ownership": ("page",),
    "comms:request": ("permission", "area", "function", "path"),
    "comms:deliveries": ("status", "person", "page"),
    "weekly:current": ("page",),
    "weekly:references": ("q",),
    "weekly:search": ("q", "area", "health", "from", "to", "exactly", "page"),
    "weekly:update": ("area", "health", "function", "group"),
    "weekly:desk": ("page",),
    "weekly:publication": ("seen",),
    "meetings:list": ("area", "state", "page"),
    "decisions:list": ("q", "area", "owner", "code", "since", "until", "show", "page"),
    "decisions:export": ("q", "since"),
    "releases:new": ("area",),
    "releases:item": ("folded",),
    "releases:items-completion": ("item",),
    "releases:items-exemption": ("item",),
    "releases:items-owner": ("item",),
    "releases:imports": ("page",),
    "releases:import": ("page",),
    "releases:import-mapping": ("look", "column-1", "order"),
}
ANY_SEGMENT = ("%00", "a%0Ab", "%7F", "%ED%A0%80", "%FF%FE", "%E2%80%AE", "..%2F..%2Fetc", "x" * 5000, "%3Cb%3E", "%")
SLUGS = ("%00", "1" + "0" * 30, "x" * 5000, "area-", "group-x", "person-" + "9" * 30, "function-x", "..%2Fetc")
NUMBERS = ("0", "-1", "9" * 19, "1" + "0" * 30, "%D9%A1", "%00")
WEEKS = (*ANY_SEGMENT, "2026-W99", "2026-W00", "0000-W01", "9999-W01", "%D9%A1970-W01", "1970-W01")
SEGMENTS: dict[str, tuple[str, ...]] = dict.fromkeys(("slug", "scope", "activity", "holder"), SLUGS)
SEGMENTS |= {"pk": NUMBERS, "number": NUMBERS, "version": NUMBERS, "week": WEEKS}
# Addresses that no page of the small organisation has a form for: who posts there, and what.
BY_HAND: dict[str, tuple[str, dict[str, str]]] = {
    "people:demo-sign-in": (ANONYMOUS, {"person": "maja@meridian.example", "next": "/"}),
    "people:raci-inherited": (ADMIN, {"version": "1"}),
    "people:raci-undo": (ADMIN, {}),
    "actions:reopening": (STAKEHOLDER, {}),
    "comms:request": (STAKEHOLDER, {"permission": "people.manage", "area": "", "function": "", "path": "/people/"}),
    "comms:resubscribe": (ANONYMOUS, {}),
    "comms:preferences-undo": (STAKEHOLDER, {}),
    "inbox:readings-undo": (STAKEHOLDER, {}),
    "channels:on": (ADMIN, {}),
    "channels:place-on": (ADMIN, {}),
    "channels:tests": (ADMIN, {}),
    "releases:import-undo": (PRODUCT_OPS, {}),
    "releases:review": (PM, {}),
    "releases:closing": (PM, {}),
    "releases:rollback": (PM, {"reason": "x"}),
    "releases:hold-removal": (PM, {}),
    "releases:cancellation-removal": (PM, {}),
    "releases:confidentiality-removal": (PM, {}),
    "releases:insiders": (PM, {}),  # the page of one that everybody sees has no such form
    "releases:insider-removal": (PM, {}),
    "releases:tier-acceptance": (PRODUCT_OPS, {}),
    "releases:delivery-removal": (PM, {}),
    "releases:step-arrival-removal": (PM, {}),
    **{f"releases:{part}-return": (PM, {}) for part in ("risk", "link", "flag", "step", "dependency")},
    "releases:views-return": (PM, {}),
    "releases:import-resumption": (PRODUCT_OPS, {}),
    "releases:bundle": (PM, {}),
    "releases:bundle-objection-removal": (PRODUCT_OPS, {}),
    "releases:override": (PM, {"ref": "never_asked:qa", "reason": "x"}),
    "releases:signoff-wait-removal": (FUNCTION_LEAD, {}),
    "releases:policy-size": (ADMIN, {}),
    "releases:policy-undo": (ADMIN, {}),
    "weekly:revisions": (PRODUCT_OPS, {"title": "x", "front-risk": "y"}),
    "lookups": (STAKEHOLDER, {"text": "zeppelin", "key": ""}),
    "lookups-handled": (PRODUCT_OPS, {"text": "zeppelin"}),
    "lookups-handled-undo": (PRODUCT_OPS, {}),
}
FINE = {200, 204, 302, 400, 403, 404, 405, 409, 410, 413, 422, 429}
EVERYBODY = (ADMIN, PM, PRODUCT_OPS, OTHER_PM, STAKEHOLDER, HEAD, FUNCTION_LEAD, ANONYMOUS)
# Two who see a page have its forms between them, but for these pages: who else has one.
ALSO_ASKED = {
    "inbox:items": STAKEHOLDER,
    "releases:bundle": FUNCTION_LEAD,
    "releases:preflight": PRODUCT_OPS,
    "releases:signoff": FUNCTION_LEAD,
}
POSTED_TO = sorted({route.name for route in ROUTES if route.post != 405})
URLENCODED = "application/x-www-form-urlencoded"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+")
Forms = dict[str, tuple[str, PageForm]]
WITH_SEGMENTS = list({route.name: route for route in reversed(ROUTES) if route.at}.values())


def turn(values: Sequence[str], place: int, count: int) -> list[str]:
    """Whose turn it is at this place: `count` of them, and the next ones at the next place."""
    return [values[(place * count + number) % len(values)] for number in range(min(count, len(values)))]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with undone(django_db_blocker) as world:
        yield world


def ask(world: World, role: str, address: str, body: str | bytes | None = None, kind: str = URLENCODED) -> Any:
    """The answer, undone. A fault in a view is raised here."""
    with transaction.atomic():
        method = "GET" if body is None else "POST"
        response = world.client(role).generic(method, address, body or b"", content_type=kind)
        transaction.set_rollback(True)
    return response


def who_may(route: Route, method: str) -> str:
    """Somebody who gets past the refusal."""
    return next((role for role in (ADMIN, *ROLES) if route.expects(method, role) not in {403, 404}), ADMIN)


@pytest.fixture(scope="module")
def forms(world: World) -> Forms:
    """View name -> who posts, and the fullest form that goes there, of all pages that anybody sees."""
    found: Forms = {}
    for route in ROUTES:
        seen_by = [role for role in EVERYBODY if route.expects("GET", role) == 200]
        address = address_of(route)
        for role in dict.fromkeys((*seen_by[:2], *(role for role in seen_by if ALSO_ASKED.get(route.name) == role))):
            page = ask(world, role, address)
            for form in forms_of(page.text, address) if "html" in page.headers["Content-Type"] else []:
                name = name_of(form.action)
                if form.method == "post" and len(form.kinds) > len(found[name][1].kinds if name in found else ()):
                    found[name] = (role, form)
    for name, (role, values) in BY_HAND.items():
        assert name not in found, f"{name} has a form; it needs no telling"
        address = address_of(next(route for route in ROUTES if route.name == name))
        found[name] = (role, PageForm(address, "post", list(values.items()), dict.fromkeys(values, "text")))
    return found


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(unquote(address)).path).view_name
    except Resolver404:
        return address


@pytest.mark.parametrize(("place", "route"), list(enumerate(WITH_SEGMENTS)), ids=str)
def test_addresses_with_nonsense_lead_nowhere(world: World, place: int, route: Route) -> None:
    address = address_of(route)
    method, body = ("GET", None) if route.post == 405 else ("POST", "csrfmiddlewaretoken=x")
    for name, value in route.at.items():
        wanted = str(value() if callable(value) else value)
        wanted = f"/{wanted}/" if f"/{wanted}/" in address else wanted
        before, _wanted, after = unquote(address).rpartition(wanted)
        for nonsense in turn(SEGMENTS.get(name, ANY_SEGMENT), place, OF_ADDRESSES):
            path = quote(before) + (f"/{nonsense}/" if wanted.startswith("/") else nonsense) + quote(after)
            status = ask(world, who_may(route, method), path, body).status_code
            assert status in {302, 400, 404, 409, 410}, f"{method} {path[:200]}: {status}"


@pytest.mark.parametrize("name", QUERIES)
def test_queries_with_nonsense_are_answered(world: World, name: str) -> None:
    route = next(route for route in ROUTES if route.name == name)
    address, role = address_of(route), ANONYMOUS if name == "people:sign-in" else who_may(route, "GET")
    for number, field in enumerate(QUERIES[name], start=list(QUERIES).index(name)):
        for said in turn(IN_A_QUERY, number, OF_QUERIES):
            status = ask(world, role, f"{address}?{field}={quote(VALUES[said])}").status_code
            assert status in FINE, f"{field} {said}: {status}"
        status = ask(world, role, f"{address}?{field}=a&{field}=%00&{field}[]=1&{field}[a]=2&{field}").status_code
        assert status in FINE, f"{field} several times: {status}"


@pytest.mark.parametrize("query", ["%", "=", "&&&", "%00=%00", "a=%", "page=%2B1", "\u00ff=1", "q" * 9000, "a&" * 2500])
def test_queries_that_are_none_are_answered(world: World, query: str) -> None:
    for address in ("/", "/people/", "/sign-in/", "/find/", "/healthz", "/no/such/page"):
        assert ask(world, ADMIN, f"{address}?{query}").status_code in FINE


@pytest.fixture(scope="module")
def alone(forms: Forms) -> dict[str, list[tuple[str, str]]]:
    """View name -> (field, name of the value) of posts in which all other fields are as the page has them."""
    values = {kind: cycle(names) for kind, names in BY_KIND.items()}
    dealt = {}
    for place, name in enumerate(name for name in POSTED_TO if name in forms):
        kinds = _form(forms, name)[-1]
        turned = [list(kinds)[(place + number) % len(kinds)] for number in range(len(kinds))]
        firsts = {_like(kinds[field]): field for field in reversed(turned)}.values()  # one of each kind before a second
        fields = islice(cycle(dict.fromkeys((*firsts, *turned))), min(ALONE, 3 * len(kinds)))
        dealt[name] = [(field, next(values[_like(kinds[field])])) for field in fields]
    return dealt


def _like(kind: str) -> str:
    return "text" if kind in TEXT else kind if kind in BY_KIND else "choice"


def test_every_value_has_its_turn(forms: Forms, alone: dict[str, list[tuple[str, str]]]) -> None:
    met = Counter((_like(_form(forms, name)[-1][field]), said) for name in alone for field, said in alone[name])
    assert [pair for kind, names in BY_KIND.items() for said in names if not met[pair := (kind, said)]] == []
    for values, count in ((ANY_SEGMENT, 5), (SLUGS, 5), (NUMBERS, 5), (WEEKS, 2)):
        turns = Counter(
            said
            for place, route in enumerate(WITH_SEGMENTS)
            for name in route.at
            if SEGMENTS.get(name, ANY_SEGMENT) is values
            for said in turn(values, place, OF_ADDRESSES)
        )
        assert [said for said in values if turns[said] < count] == []


@pytest.mark.parametrize("name", POSTED_TO)
def test_forms_with_nonsense_are_answered_and_keep_what_was_typed(
    world: World, forms: Forms, alone: dict[str, list[tuple[str, str]]], name: str
) -> None:
    role, action, values, kinds = _form(forms, name)
    place, fields = POSTED_TO.index(name), list(kinds)
    for said in turn(IN_ALL_FIELDS, place, 2 if kinds else 1):
        answer = ask(world, role, action, urlencode([(field, VALUES[said]) for field in fields]))
        assert answer.status_code in FINE, f"{role} {action} all fields {said}: {answer.status_code}"
    for field, said in alone[name]:
        rest = [pair for pair in values if pair[0] != field]
        answer = ask(world, role, action, urlencode([*rest, (field, VALUES[said])]))
        assert answer.status_code in FINE, f"{role} {action} {field} {said}: {answer.status_code}"
        if answer.status_code == 422 and kinds[field] in TEXT and said in {"very long", "markup", "brackets"}:
            assert html.escape(VALUES[said].decode()) in answer.text, f"{field} {said} is not there any more"
    for field in turn(fields, place, 1) if fields else []:
        rest = [pair for pair in values if pair[0] != field]
        several = [*rest, (field, b"a"), (field, b"\x00"), (f"{field}[]", b"1")]
        status = ask(world, role, action, urlencode(several)).status_code
        assert status in FINE, f"{role} {action} {field} several times: {status}"
    # One text is far too long: the page comes back with every other one as typed.
    texts = [field for field, kind in kinds.items() if kind in TEXT]
    for wrong in turn(texts, place, 2) if len(texts) > 1 else []:
        typed = {field: f"typed {number}" for number, field in enumerate(texts) if field != wrong}
        rest = [pair for pair in values if pair[0] not in texts]
        answer = ask(world, role, action, urlencode([*rest, *typed.items(), (wrong, VALUES["very long"])]))
        assert answer.status_code in FINE, f"{role} {action} {wrong} very long: {answer.status_code}"
        if answer.status_code == 422:
            assert [text for text in typed.values() if text not in answer.text] == [], f"with {wrong} too long"


def _form(forms: Forms, name: str) -> tuple[str, str, list[tuple[str, str]], dict[str, str]]:
    """Who, where, the values and kinds of fields."""
    assert name in forms, (
        f"no page has a form that goes to {name}; say in BY_HAND what to post, or in ALSO_ASKED who sees it"
    )
    role, form = forms[name]
    # Of fields that differ by a number or an id only, one.
    alike = {_ID.sub("#", field): field for field in form.kinds if field != "csrfmiddlewaretoken"}
    return role, form.action, form.values, {field: form.kinds[field] for field in alike.values()}


@pytest.mark.parametrize("path", ["/theme/", "/sign-in/", f"/people/{COLLEAGUE}/edit/", "/people/invite/"])
def test_bodies_that_are_no_form_are_answered(world: World, path: str) -> None:
    boundary = "multipart/form-data; boundary=b"
    part = b'--b\r\nContent-Disposition: form-data; name="theme"'
    bodies = [
        ("application/json", b'{"theme": "dark"}'),
        ("text/plain", b"\xff"),
        (boundary, b""),
        (boundary, part + b"\r\n\r\ndark"),
        (boundary, part + b'; filename="a\x00b"\r\n\r\ndark\r\n--b--\r\n'),
        (boundary, part + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--"),
        (boundary, part + b"\r\n\r\na\x00b\r\n--b--\r\n"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "x" * 300, b"x"),
        (URLENCODED + "; charset=utf-7", b"theme=+ADw-"),
        (URLENCODED + "; charset=no-such", b"theme=dark"),
        (URLENCODED, b"&" * 5000),
        (URLENCODED, b"a=1&" * 2500),
        (URLENCODED, b"a=" + b"x" * (3 * 1024 * 1024)),
    ]
    for kind, body in bodies:
        assert ask(world, ADMIN, path, body, kind).status_code in FINE, (kind, body[:60])
