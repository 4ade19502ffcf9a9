"""The matrix: everybody reads it, the Admin changes it in the cell. Also the way to add a column."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from productops.http import Request, load, page_number
from productops.people.forms.raci import function_choices
from productops.people.matrix import Matrix, Place, matrix, place_of, places_of, whole
from productops.people.models import Area, Person, ProductGroup
from productops.people.ownership import Finding, check, facts_on
from productops.people.permissions import Permission, can, require
from productops.people.raci import RaciHolder, holder_of
from productops.people.standing import day_of
from productops.people.views.ownership import warnings
from productops.text import clean_line

LEGEND = (
    ("a", "A", _("decides and answers for it, exactly one")),
    ("r", "R", _("does it")),
    ("c", "C", _("is asked before")),
    ("i", "I", _("is told after")),
)


def place_or_404(request: Request, key: str) -> Place:
    """The place an address names: `organisation`, `group-money`, `area-payments`."""
    kind, _dash, slug = key.partition("-")
    if key == "organisation":
        return whole()
    if kind == "group":
        return place_of(load(request, ProductGroup.objects.all(), slug=slug))
    if kind == "area":
        return place_of(load(request, Area.objects.visible_to(request.user).select_related("group"), slug=slug))
    raise Http404


def holder_or_404(key: str) -> RaciHolder:
    found = holder_of(key)
    if found is None:
        raise Http404
    return found


def columns_of(text: str) -> list[RaciHolder]:
    """Columns a page or its address names; what is not one is passed over."""
    return [holder for key in text.split(",")[:200] if (holder := holder_of(key))]


@require_safe
def organisation(request: Request) -> HttpResponse:
    """The organisation's matrix; `?scope=area-mobile` (the selector without a script) leads to another."""
    chosen = request.GET.get("scope", "")
    if chosen and chosen != "organisation":
        return redirect("people:raci-scope", place_or_404(request, chosen).key)
    return _page(request, whole())


@require_safe
def scope(request: Request, scope: str) -> HttpResponse:
    """The matrix of one product group or area: its own rows, and what it inherits."""
    return _page(request, place_or_404(request, scope))


def _page(request: Request, place: Place) -> HttpResponse:
    extra = columns_of(",".join(request.GET.getlist("column")))
    table = matrix(place, extra)
    may_change = can(request.user, Permission.CHANGE_RACI, on=request.now)
    sees_ownership = can(request.user, Permission.SEE_OWNERSHIP, on=request.now)
    findings = _findings(request) if sees_ownership else []
    overriding = _overriding(table)
    context: dict[str, Any] = {
        "matrix": table,
        "place": place,
        "may_change": may_change,
        "overriding": overriding,
        "areas_override": sum(each.scope.area_id is not None for each in overriding),
        "groups_override": sum(each.scope.group_id is not None for each in overriding),
        "own_rows": sum(row.own for row in table.rows),
        "legend": LEGEND,
        **warnings(findings),
        "scopes": _scopes(),
        "sees_ownership": sees_ownership,
    }
    if may_change:
        shown = {holder.key for holder, _name in table.columns}
        context["more_columns"] = [choice for choice in function_choices() if choice[0] not in shown]
        context["extra"] = [holder.key for holder in extra]
    return render(request, "people/raci.html", context)


def _overriding(table: Matrix) -> list[Place]:
    """Product groups, then areas, with rows of their own inside this place."""
    if not table.overriding:
        return []
    places = places_of(table.overriding)
    return sorted(
        (places[each] for each in table.overriding), key=lambda each: (each.scope.area_id is not None, each.name)
    )


def _findings(request: Request) -> list[Finding]:
    """What the page warns of, for those whose job it is to mend it: activities without an owner."""
    return [finding for finding in check(facts_on(day_of(request.user, request.now))) if finding.effect]


def _scopes() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups with their areas, for the selector: (heading, [(key, name)])."""
    groups: dict[int | None, list[tuple[str, str]]] = {
        pk: [(f"group-{slug}", name)] for pk, slug, name in ProductGroup.objects.values_list("pk", "slug", "name")
    }
    for group, slug, name in Area.objects.active().in_order().values_list("group", "slug", "name"):
        groups.setdefault(group, []).append((f"area-{slug}", name))
    return [(choices[0][1] if group else "", choices) for group, choices in groups.items()]


@require_safe
def person(request: Request, scope: str) -> HttpResponse:
    """Find a person to give a column to: a search by name, each answer a link back to the matrix."""
    place = place_or_404(request, scope)
    require(request.user, Permission.CHANGE_RACI, on=request.now)
    query = clean_line(request.GET.get("q", ""))
    rows = Person.objects.active().visible_to(request.user).select_related("function")
    for word in query.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    page = Paginator(rows, 25).get_page(page_number(request))
    back = reverse("people:raci-scope", args=[place.key])
    kept = [("column", key) for key in request.GET.getlist("column")]
    return render(request, "people/raci_person.html", {
        "place": place, "query": query, "page": page, "back": back, "kept": kept,
        "found": [(each, RaciHolder(person_id=each.pk).key) for each in page],
    })  # fmt: skip
