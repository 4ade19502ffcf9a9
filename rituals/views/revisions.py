"""The revisions of a published update: which there are, each as it was, what it changed; and publishing the next one.

Addresses: GET /weekly/<week>/revisions/ lists them, GET .../revisions/<n>/ shows one with the difference to the one
before. Product Ops: the desk of the published week has the form, POST .../revisions/preview/ shows what would be
published and to how many people, POST .../revisions/ publishes.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Invalid, Stale
from productops.editions.models import Edition
from productops.http import Request, go, load, posted
from productops.people.permissions import Permission
from rituals.actions.publishing import KIND
from rituals.actions.revisions import Revised, Wanted, publish_revision, revised
from rituals.correcting import difference
from rituals.correction_forms import number_in, read_wanted
from rituals.models import WeeklyUpdate
from rituals.queries import followers_of
from rituals.rendering import people_named
from rituals.views.people import names_of
from rituals.views.published_desk import DESK, desk_of_published
from rituals.views.reader import drawn


def _update(request: Request, week: str, permission: Permission | None = None) -> WeeklyUpdate:
    """The published update of a week; 404 before."""
    rows = WeeklyUpdate.objects.visible_to(request.user).published().select_related("edition")
    return load(request, rows, permission, key=week)


@require_http_methods(["GET", "HEAD", "POST"])
def revisions(request: Request, week: str) -> HttpResponse:
    """Every revision, newest first; POST publishes the next one."""
    if request.method == "POST":
        return _publish(request, week)
    update = _update(request, week)
    rows = Edition.objects.visible_to(request.user).filter(kind=KIND, key=update.key).order_by("-revision")
    listed = list(rows.select_related("published_by").defer("content"))
    return render(request, "weekly/revisions.html", {"update": update, "revisions": listed})


@require_safe
def revision(request: Request, week: str, number: int) -> HttpResponse:
    """One revision as it was published, and what it changed."""
    update = _update(request, week)
    rows = Edition.objects.visible_to(request.user).filter(kind=KIND, key=update.key)
    edition = get_object_or_404(rows.select_related("published_by"), revision=number)
    before = rows.filter(revision=number - 1).first()
    names = names_of(people_named(edition.content))
    article, outline = drawn(request, edition, tuple(sorted(names.items())))
    context = {
        "update": update,
        "edition": edition,
        "newest": update.edition,
        "difference": difference(before.content, edition.content) if before else None,
        "article": article,
        "outline": outline,
    }
    return render(request, "weekly/revision.html", context)


@require_POST
def preview(request: Request, week: str) -> HttpResponse:
    """What would be published, and to how many people it would go. Stores nothing."""
    update = _update(request, week, Permission.PUBLISH_UPDATE)
    wanted, seen = _posted(request)
    try:
        _as_seen(update, seen)
        made = revised(update, wanted)
    except (Invalid, Stale) as problem:
        return _desk_again(request, update, wanted, problem)
    return render(request, "weekly/revision_preview.html", _preview(update, wanted, made))


def _publish(request: Request, week: str) -> HttpResponse:
    update = _update(request, week, Permission.PUBLISH_UPDATE)
    wanted, seen = _posted(request)
    try:
        edition = publish_revision(
            update=update, wanted=wanted, seen_edition=seen or 0, by=request.user, now=request.now
        )
    except Invalid as invalid:
        if set(invalid.errors) != {"note"}:
            return _desk_again(request, update, wanted, invalid)
        made = revised(update, wanted)
        page = _preview(update, wanted, made, errors=invalid.errors)
        return render(request, "weekly/revision_preview.html", page, status=422)
    except Stale as late:
        return _desk_again(request, update, wanted, late)
    if wanted.mail:
        messages.success(request, _("Revision %(number)s is published and on its way.") % {"number": edition.revision})
    else:
        messages.success(
            request, _("Revision %(number)s is published. Readers get no message.") % {"number": edition.revision}
        )
    return go(request, "weekly:update", week)


def _posted(request: Request) -> tuple[Wanted, int | None]:
    data = posted(request)
    return read_wanted(data), number_in(data, "edition")


def _as_seen(update: WeeklyUpdate, seen: int | None) -> None:
    if update.edition_id != seen:
        raise Stale(_("Another revision was published since you looked. It is shown below; look again."))


def _desk_again(request: Request, update: WeeklyUpdate, wanted: Wanted, problem: Invalid | Stale) -> HttpResponse:
    """The desk with what was typed and the message."""
    update = _update(request, update.key)
    errors = problem.errors if isinstance(problem, Invalid) else {"": problem.message}
    page = desk_of_published(update, wanted=wanted, errors=errors)
    return render(request, DESK, page, status=422 if isinstance(problem, Invalid) else 409)


def _preview(
    update: WeeklyUpdate, wanted: Wanted, made: Revised, errors: Mapping[str, str] | None = None
) -> dict[str, Any]:
    assert update.edition is not None
    whys = [correction.why for correction in made.corrections]
    return {
        "update": update,
        "wanted": wanted,
        "number": update.edition.revision + 1,
        "difference": made.difference,
        "note": wanted.note or " ".join(whys),
        "readers": followers_of(made.mailed_areas),
        "errors": errors or {},
        "fronts": [(kind, text) for kind, texts in wanted.fronts.items() for text in texts],
        "corrections": [f"{pk}.{version}" for pk, version in wanted.corrections.items()],
    }
