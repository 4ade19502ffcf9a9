"""Functions: list, page, changing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from productops.http import Request, go, load, page_number
from productops.markdown import stored_html
from productops.people import queries
from productops.people.actions import functions as doors
from productops.people.forms.organisation import FunctionForm, NewFunctionForm
from productops.people.models import Function, Person
from productops.people.permissions import Permission, can, require
from productops.people.standing import day_of
from productops.people.story import story_of_function
from productops.people.views.editor import saved, show

PER_PAGE = 25


@require_safe
def functions(request: Request) -> HttpResponse:
    context = {
        "functions": queries.functions_list(request.user),
        "may_add": can(request.user, Permission.EDIT_FUNCTION, on=request.now),
    }
    return render(request, "people/functions.html", context)


@require_safe
def function(request: Request, slug: str) -> HttpResponse:
    """Lead, delegates, people, what it asks of a launch, what it is waiting for, its contacts in areas."""
    found = load(request, Function.objects.select_related("lead"), slug=slug)
    today = day_of(request.user, request.now)
    rows = Person.objects.visible_to(request.user).active().filter(function=found)
    context = {
        "function": found,
        "notice": stored_html(found.standing_notice_html),
        "delegates": found.delegates.all(),
        "page_obj": Paginator(rows, PER_PAGE).get_page(page_number(request)),
        "contacts": queries.contact_areas(found, today),
        "story": story_of_function(found),
        "edits": can(request.user, Permission.EDIT_FUNCTION, found, on=today),
    }
    return render(request, "people/function.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    require(request.user, Permission.EDIT_FUNCTION, on=request.now)
    form = NewFunctionForm(request.POST or None)
    made = saved(form, lambda: doors.create_function(**form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(name)s is there. Say who leads it.") % {"name": made.name})
        return go(request, "people:function-edit", made.slug)
    return show(request, "people/function_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str) -> HttpResponse:
    found = load(request, Function.objects.select_related("lead"), Permission.EDIT_FUNCTION, slug=slug)
    initial = {name: getattr(found, name) for name in ("name", "lead", "standing_notice", "version")}
    form = FunctionForm(request.POST or None, initial=initial | {"delegates": list(found.delegates.all())})
    made = saved(
        form, lambda: doors.change_function(function=found, **form.cleaned_data, by=request.user, now=request.now)
    )
    if made:
        messages.success(request, _("Saved."))
        return go(request, "people:function", slug)
    return show(request, "people/function_edit.html", form, function=found)
