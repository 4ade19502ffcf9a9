"""People: list, page, inviting, changing, roles, leaving, data, being forgotten."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.addresses import addresses
from productops.doors import Invalid
from productops.http import Request, cleaned, go, load, page_number
from productops.paging import LongPaginator
from productops.people import leaving, queries
from productops.people.actions import people as doors
from productops.people.enums import AreaRoleKind, Role
from productops.people.export import data_of
from productops.people.forms.people import ChangePersonForm, InviteForm, RolesForm
from productops.people.models import Person
from productops.people.permissions import Permission, can, require
from productops.people.standing import day_of
from productops.people.story import story_of_person
from productops.people.views.editor import saved, show

PER_PAGE = 25
FILTERS = ("q", "function", "role", "state", "sort")


@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody, found by name, function, role and state."""
    asked = cleaned(request.GET)
    q, function, role, state, sort = (asked.get(name, "") for name in FILTERS)
    found = queries.people_list(request.user, text=q, function=function, role=role, state=state, sort=sort)
    page = LongPaginator(found, PER_PAGE).get_page(page_number(request))
    context = {
        "page_obj": page,
        "rows": _rows(page.object_list, day_of(request.user, request.now)),  # type: ignore[arg-type]
        "filtered": any(asked.get(name) for name in ("q", "function", "role", "state")),
        "q": q, "function": function, "role": role, "state": state,
        "functions": queries.functions(),
        "roles": Role.choices,
        "may_invite": can(request.user, Permission.MANAGE_PEOPLE, on=request.now),
    }  # fmt: skip
    return render(request, "people/people.html", context)


def _rows(people: QuerySet[Person], on: date) -> list[dict[str, Any]]:
    """The rows with their words and addresses, so that the template has nothing left to work out for each."""
    person_at, area_at = addresses("people:person"), addresses("people:area")
    roles, kinds, contact = _words(get_language())
    rows = queries.people_rows(people, on)
    for row in rows:
        row["link"] = person_at(row["pk"])
        row["function"] = row["function__name"] or ""
        row["roles"] = [roles.get(code, code) for code in row["roles"]]
        row["areas"] = [
            (area_at(slug), name, contact % {"function": function} if function else kinds[kind])
            for slug, name, kind, function in row["in_force"] or ()
        ]
        if not row["is_active"]:
            row["state"] = "inactive"
        else:
            row["state"] = "invited" if row["invited_at"] and not row["last_login"] else ""
    return rows


@lru_cache(maxsize=16)
def _words(_language: str | None) -> tuple[dict[str, str], dict[str, str], str]:
    """The words for roles and area roles, and the pattern for a contact, in the language of this answer."""
    roles = {role.value: str(role.label) for role in Role}
    kinds = {kind.value: str(kind.label) for kind in AreaRoleKind}
    return roles, kinds, _("contact of %(function)s")


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    """One person: who, what in which area, what she answers for; her history for herself and admins."""
    found = load(request, Person.objects.visible_to(request.user).select_related("function"), pk=pk)
    today = day_of(request.user, request.now)
    area_roles = list(found.area_roles.select_related("area", "function").order_by("-starts_on"))
    manages = can(request.user, Permission.MANAGE_PEOPLE, on=today)
    context = {
        "person": found,
        "roles": [Role(name).label for name in found.groups.values_list("name", flat=True) if name in Role],
        "days": [WEEKDAYS_ABBR[number] for number in found.working_days],
        "current": [role for role in area_roles if not role.ends_on or role.ends_on >= today],
        "past": [role for role in area_roles if role.ends_on and role.ends_on < today],
        "deputies": queries.stands_in(found, today),
        "leads": found.leads.all(),
        "stands_in_for": found.delegate_of.all(),
        "is_erased": doors.is_erased(found),
        "manages": manages,
        "changes_roles": can(request.user, Permission.CHANGE_ROLES, on=today),
        "exports": can(request.user, Permission.EXPORT_PERSON, found, on=today),
        "story": story_of_person(found) if manages or found.pk == request.user.pk else None,
        "DEPUTY": AreaRoleKind.DEPUTY,
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request) -> HttpResponse:
    require(request.user, Permission.MANAGE_PEOPLE, on=request.now)
    form = InviteForm(request.POST or None)
    made = saved(form, lambda: doors.invite(**form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(name)s is invited. The mail is on its way.") % {"name": made.name})
        return go(request, "people:person", made.pk)
    return show(request, "people/person_invite.html", form)


@require_POST
def invitation(request: Request, pk: int) -> HttpResponse:
    """Send it once more."""
    found = load(request, Person.objects.visible_to(request.user), Permission.MANAGE_PEOPLE, pk=pk)
    try:
        doors.invite_again(person=found, by=request.user, now=request.now)
        messages.success(request, _("The invitation is on its way again."))
    except Invalid as refused:
        messages.error(request, str(refused))
    return go(request, "people:person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    found = load(request, Person.objects.visible_to(request.user), Permission.MANAGE_PEOPLE, pk=pk)
    initial = {name: getattr(found, name) for name in ("name", "email", "title", "function", "version")}
    form = ChangePersonForm(request.POST or None, initial=initial)
    made = saved(
        form, lambda: doors.change_details(person=found, **form.cleaned_data, by=request.user, now=request.now)
    )
    if made:
        messages.success(request, _("Saved."))
        return go(request, "people:person", pk)
    return show(request, "people/person_edit.html", form, person=found)


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: Request, pk: int) -> HttpResponse:
    found = load(request, Person.objects.visible_to(request.user), Permission.CHANGE_ROLES, pk=pk)
    form = RolesForm(request.POST if request.method == "POST" else None, initial={
        "roles": list(found.groups.values_list("name", flat=True))
    })  # fmt: skip
    made = saved(form, lambda: doors.change_roles(person=found, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(name)s has these roles now.") % {"name": made.name})
        return go(request, "people:person", pk)
    return show(request, "people/person_roles.html", form, person=found)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivation(request: Request, pk: int) -> HttpResponse:
    """Say what follows, then do it."""
    found = load(request, Person.objects.visible_to(request.user), Permission.MANAGE_PEOPLE, pk=pk)
    status = 200
    if request.method == "POST":
        try:
            doors.deactivate(person=found, by=request.user, now=request.now)
        except Invalid as refused:
            messages.error(request, str(refused))
            status = 422
        else:
            messages.success(request, _("%(name)s is deactivated.") % {"name": found.name})
            return go(request, "people:person", pk)
    context = {
        "question": _("Deactivate %(name)s?") % {"name": found.name},
        "consequences": leaving.consequences(found, queries.stake_of(found, day_of(request.user, request.now))),
        "action": reverse("people:person-deactivation", args=[pk]),
        "verb": _("Deactivate"),
        "danger": True,
        "cancel": reverse("people:person", args=[pk]),
    }
    return render(request, "components/confirm_page.html", context, status=status)


@require_POST
def reactivation(request: Request, pk: int) -> HttpResponse:
    found = load(request, Person.objects.visible_to(request.user), Permission.MANAGE_PEOPLE, pk=pk)
    try:
        doors.reactivate(person=found, by=request.user, now=request.now)
        messages.success(request, _("%(name)s is active again.") % {"name": found.name})
    except Invalid as refused:
        messages.error(request, str(refused))
    return go(request, "people:person", pk)


@require_POST
def data(request: Request, pk: int) -> HttpResponse:
    """Everything the portal keeps about a person, as JSON: for herself and admins. A POST, because it is recorded."""
    found = load(request, Person.objects.visible_to(request.user), Permission.EXPORT_PERSON, pk=pk)
    doors.note_export(person=found, by=request.user, now=request.now)
    response = JsonResponse(data_of(found), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="person-{found.pk}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: Request, pk: int) -> HttpResponse:
    """Say what is forgotten and what stays, then do it."""
    found = load(request, Person.objects.visible_to(request.user), Permission.MANAGE_PEOPLE, pk=pk)
    status = 200
    if request.method == "POST":
        try:
            doors.erase(person=found, by=request.user, now=request.now)
        except Invalid as refused:
            messages.error(request, str(refused))
            status = 422
        else:
            messages.success(request, _("Forgotten. What was done stays, without the name."))
            return go(request, "people:person", pk)
    number = found.history.count()
    context = {
        "question": _("Forget who %(name)s was?") % {"name": found.name},
        "consequences": [
            _("Name, e-mail and title are replaced by “Former colleague %(number)s”.") % {"number": pk},
            ngettext(
                "The same in %(number)s version of the history.", "The same in %(number)s versions of the history.",
                number,
            ) % {"number": number},
            _("What this person did, decided and wrote stays, without the name."),
            _("Nobody can undo this."),
        ],
        "action": reverse("people:person-erasure", args=[pk]),
        "verb": _("Forget for ever"),
        "danger": True,
        "cancel": reverse("people:person", args=[pk]),
    }  # fmt: skip
    return render(request, "components/confirm_page.html", context, status=status)
