"""What a release waits for, and who waits for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.http import Request, go, load
from productops.people.permissions import Permission
from productops.people.standing import day_of
from productops.people.views.editor import saved
from releases.actions import dependencies as doors
from releases.models import Dependency, Release
from releases.part_forms import DependencyForm, OnFunctionForm, OnReleaseForm, PartForm
from releases.views.part_pages import METHODS, PartPages, after_adding, changing, listing, removal, returning, seen
from releases.visible import facts_for
from releases.waiting import waiting_for, waits_of


def _shows(request: Request, release: Release) -> dict[str, Any]:
    today = day_of(request.user, request.now)
    facts = facts_for(release, request.user, on=today)
    calendar = request.organisation.calendar
    return {
        "waits": waits_of(release, request.user, facts, today=today, calendar=calendar),
        "waiting": waiting_for(release, request.user),
        "seen": facts,
        "on_release_form": _on_release(request, release),
        "on_function_form": OnFunctionForm(auto_id="id_function_%s"),
    }


def _on_release(request: Request, release: Release, *data: Any) -> OnReleaseForm:
    return OnReleaseForm(*data, person=request.user, release=release, auto_id="id_release_%s")


def _pages(name: str) -> PartPages[Dependency]:
    return PartPages(
        part=Dependency, form=DependencyForm, name=name, at="releases:dependencies",
        template="releases/dependencies.html", shows=_shows, heading=_("Change the dependency"),
        added=_("The dependency is written down."), changed=_("Saved."), removed=_("The dependency is gone."),
        put_back=doors.put_dependency_back,
    )  # fmt: skip


PAGES, ON_RELEASE, ON_FUNCTION = _pages("dependency"), _pages("on_release"), _pages("on_function")


@require_safe
def dependencies(request: Request, key: str) -> HttpResponse:
    return listing(request, seen(request, key), PAGES)


@require_http_methods(METHODS)
def on_release(request: Request, key: str) -> HttpResponse:
    """The same page; what is posted here is another release that this one waits for."""
    if request.method != "POST":
        return listing(request, seen(request, key), PAGES)
    release = seen(request, key, Permission.EDIT_RELEASE)
    form = _on_release(request, release, request.POST)
    return _added(request, release, ON_RELEASE, form)


@require_http_methods(METHODS)
def on_function(request: Request, key: str) -> HttpResponse:
    """The same page; what is posted here is something that a function delivers."""
    if request.method != "POST":
        return listing(request, seen(request, key), PAGES)
    release = seen(request, key, Permission.EDIT_RELEASE)
    return _added(request, release, ON_FUNCTION, OnFunctionForm(request.POST, auto_id="id_function_%s"))


def _added(request: Request, release: Release, page: PartPages[Dependency], form: PartForm) -> HttpResponse:
    def add() -> Dependency:
        facts = form.said
        who: dict[str, Any] = {"release": release, "by": request.user, "now": request.now}
        if page is ON_RELEASE:
            return doors.depend_on_release(on=facts.pop("on_release"), **facts, **who)
        return doors.depend_on_function(on=facts.pop("on_function"), **facts, **who)

    return after_adding(request, release, page, form, saved(form, add))


@require_http_methods(METHODS)
def dependency(request: Request, key: str, pk: int) -> HttpResponse:
    return changing(request, key, pk, PAGES)


@require_POST
def dependency_removal(request: Request, key: str, pk: int) -> HttpResponse:
    return removal(request, key, pk, PAGES)


@require_POST
def dependency_return(request: Request, key: str, pk: int) -> HttpResponse:
    return returning(request, key, pk, PAGES)


@require_POST
def delivery(request: Request, key: str, pk: int) -> HttpResponse:
    """What a function was to deliver is there."""
    return _deliver(request, key, pk, delivered=True)


@require_POST
def delivery_removal(request: Request, key: str, pk: int) -> HttpResponse:
    """It is not, after all."""
    return _deliver(request, key, pk, delivered=False)


def _deliver(request: Request, key: str, pk: int, *, delivered: bool) -> HttpResponse:
    release = seen(request, key, Permission.EDIT_RELEASE)
    part = load(request, release.dependencies.select_related("release"), pk=pk)
    doors.deliver(dependency=part, delivered=delivered, by=request.user, now=request.now)
    messages.success(request, now_("Recorded."))
    return go(request, "releases:dependencies", key)
