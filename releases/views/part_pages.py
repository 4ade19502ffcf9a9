"""The shape that pages of a release's parts share: listed with a form for another one, changed, removed, put back.

Who may see the release reads the lists; who may edit it finds the forms there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from productops.http import Request, go, load
from productops.people.permissions import Permission, can
from productops.people.views.editor import saved, show
from releases.actions import parts as doors
from releases.models import Dependency, FeatureFlag, Release, ReleaseLink, Risk, RolloutStep
from releases.part_forms import PartForm

P = TypeVar("P", Risk, FeatureFlag, RolloutStep, ReleaseLink, Dependency)
METHODS = ["GET", "HEAD", "POST"]
Context = Callable[[Request, Release], dict[str, Any]]


@dataclass(frozen=True)
class PartPages(Generic[P]):
    """One kind of part: its form, the page that lists it (`at`, its template and what that shows) and its words.

    `name` is the form's in the context of that page, and begins the names of the addresses `<name>`, `<name>-removal`
    and `<name>-return`.
    """

    part: type[P]
    form: type[PartForm]
    name: str
    at: str
    template: str
    shows: Context
    heading: str | Promise
    added: str | Promise
    changed: str | Promise
    removed: str | Promise
    put_back: Callable[..., P] | None = None

    def rows(self, release: Release) -> QuerySet[P]:
        found: QuerySet[P] = self.part._default_manager.filter(release=release)
        return found

    def empty_form(self) -> PartForm:
        return self.form(auto_id=f"id_{self.name}_%s")


def seen(request: Request, key: str, permission: Permission | None = None) -> Release:
    rows = Release.objects.visible_to(request.user).select_related("area", "policy")
    return load(request, rows, permission, key=key)


def listing(request: Request, release: Release, page: PartPages[Any], *, form: PartForm | None = None) -> HttpResponse:
    """The list with its forms; `form` is the one that did not fit."""
    context = {
        "release": release,
        "edits": can(request.user, Permission.EDIT_RELEASE, release, on=request.now).allowed,
        **page.shows(request, release),
    }
    if form:
        context[f"{page.name}_form"] = form
    return render(request, page.template, context, status=getattr(form, "status", 200))


def listed(request: Request, key: str, page: PartPages[P]) -> HttpResponse:
    """GET: all of them. POST: another one."""
    if request.method != "POST":
        return listing(request, seen(request, key), page)
    release = seen(request, key, Permission.EDIT_RELEASE)
    form = page.form(request.POST, auto_id=f"id_{page.name}_%s")
    made = saved(
        form, lambda: doors.add(release=release, part=page.part, facts=form.said, by=request.user, now=request.now)
    )
    return after_adding(request, release, page, form, made)


def after_adding(
    request: Request, release: Release, page: PartPages[Any], form: PartForm, made: object | None
) -> HttpResponse:
    if made is None:
        return listing(request, release, page, form=form)
    messages.success(request, str(page.added))
    return go(request, page.at, release.key)


def changing(request: Request, key: str, pk: int, page: PartPages[P]) -> HttpResponse:
    """One of them, to be said anew."""
    release = seen(request, key, Permission.EDIT_RELEASE)
    part = load(request, page.rows(release), pk=pk)
    part.release = release
    initial = {name: getattr(part, name) for name in page.form.base_fields if hasattr(part, name)}
    form = page.form(request.POST or None, initial=initial | {"version": doors.fingerprint(part)})
    form.fields["version"].required = True
    made = saved(
        form,
        lambda: doors.change(
            part=part, facts=form.said, by=request.user, now=request.now, seen=form.cleaned_data["version"]
        ),
    )
    if made:
        messages.success(request, str(page.changed))
        return go(request, page.at, key)
    back = reverse(page.at, args=[key])
    return show(request, "releases/part.html", form, release=release, heading=page.heading, back=back)


def removal(request: Request, key: str, pk: int, page: PartPages[P]) -> HttpResponse:
    """POST only. It can be taken back."""
    release = seen(request, key, Permission.EDIT_RELEASE)
    part = load(request, page.rows(release), pk=pk)
    part.release = release
    doors.remove(part=part, by=request.user, now=request.now)
    undo = reverse(f"releases:{page.name}-return", args=[key, pk])
    messages.success(request, str(page.removed), extra_tags=f"undo:{undo}")
    return go(request, page.at, key)


def returning(request: Request, key: str, pk: int, page: PartPages[P]) -> HttpResponse:
    """POST only: the removal is taken back."""
    release = seen(request, key, Permission.EDIT_RELEASE)
    if page.put_back:
        page.put_back(release=release, pk=pk, by=request.user, now=request.now)
    else:
        doors.put_back(release=release, part=page.part, pk=pk, by=request.user, now=request.now)
    messages.success(request, str(page.added))
    return go(request, page.at, key)
