"""Product Ops' page: who has submitted, the front in edit, what will be published, and the button."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.models import Subscription
from productops.http import Invalid, Stale, go, load, page_number, posted
from productops.people.permissions import Permission
from productops.text import clean_text
from rituals.actions import area_updates, publishing
from rituals.assembling import AreaFacts
from rituals.enums import AreaState, HighlightKind, UpdateState
from rituals.forms import read_front, seen_version
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.notices import TOPIC
from rituals.queries import area_facts, highlights_of, progress, stamp_of
from rituals.rendering import headed_lines
from rituals.views.people import names_of

AREAS_A_PAGE = 40


def _load(request: HttpRequest, week: str, permission: Permission = Permission.AGGREGATE_UPDATE) -> WeeklyUpdate:
    return load(request, WeeklyUpdate.objects.visible_to(request.user), permission, key=week)


@require_safe
def desk(request: HttpRequest, week: str) -> HttpResponse:
    update = _load(request, week)
    if update.state == UpdateState.PUBLISHED:
        return go(request, "weekly:update", week)
    return render(request, "weekly/desk.html", _page(request, update))


def _page(request: HttpRequest, update: WeeklyUpdate) -> dict[str, Any]:
    facts = area_facts(update, request.now)
    page = Paginator(facts, AREAS_A_PAGE).get_page(page_number(request))
    names = names_of([area.pm_id for area in page.object_list])
    parts = [_part(area, names) for area in page.object_list]
    highlights = highlights_of(update)
    return {
        "update": update,
        "progress": progress(update),
        "stamp": stamp_of(update),
        "title": update.title,
        "fronts": [(kind, [line for line in highlights if line.kind == kind]) for kind in HighlightKind],
        "parts": parts,
        "page_obj": page,
        "readers": _readers(),
        "errors": {},
    }


def _part(area: AreaFacts, names: dict[int, str]) -> dict[str, Any]:
    lines: dict[str, list[dict[str, str]]] = {}
    for line in area.lines if area.state == AreaState.SUBMITTED else ():
        lines.setdefault(line.heading, []).append({"html": line.html})
    return {
        "area": area,
        "pm": names.get(area.pm_id or 0, ""),
        "submitted": area.state == AreaState.SUBMITTED,
        "headings": headed_lines({"lines": lines}),
    }


def _readers() -> int:
    return Subscription.objects.filter(topic=TOPIC, person__is_active=True).count()


@require_POST
def aggregation(request: HttpRequest, week: str) -> HttpResponse:
    update = _load(request, week)
    publishing.aggregate(update=update, by=request.user, now=request.now)
    messages.success(request, _("Aggregated. Your edited highlights stayed as they were."))
    return go(request, "weekly:desk", week)


@require_POST
def front(request: HttpRequest, week: str) -> HttpResponse:
    update = _load(request, week)
    data = posted(request)
    title, lines = read_front(data)
    try:
        publishing.edit_front(
            update=update, title=title, lines=lines, by=request.user, now=request.now, seen_version=seen_version(data)
        )
    except (Invalid, Stale) as problem:
        context = _page(request, update) | _typed_front(title, lines)
        context |= {"errors": getattr(problem, "errors", {"": str(problem)})}
        return render(request, "weekly/desk.html", context, status=422 if isinstance(problem, Invalid) else 409)
    messages.success(request, _("The front is saved."))
    return go(request, "weekly:desk", week)


def _typed_front(title: str, lines: list[tuple[int | None, str, str]]) -> dict[str, Any]:
    """What was typed, kept: texts by line id, and the new ones by kind."""
    return {
        "title": title,
        "typed": {pk: text for pk, _kind, text in lines if pk},
        "typed_new": {
            kind.value: [text for pk, under, text in lines if not pk and under == kind] for kind in HighlightKind
        },
    }


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: HttpRequest, week: str) -> HttpResponse:
    """GET says exactly what will happen and to how many people; POST publishes."""
    update = _load(request, week, Permission.PUBLISH_UPDATE)
    if request.method == "POST":
        try:
            publishing.publish(update=update, seen=posted(request).get("seen", ""), by=request.user, now=request.now)
        except (Invalid, Stale) as problem:
            update.refresh_from_db()
            if update.state == UpdateState.PUBLISHED:
                messages.info(request, str(problem))
                return go(request, "weekly:update", week)
            context = _page(request, update) | {"errors": getattr(problem, "errors", {"": str(problem)})}
            return render(request, "weekly/desk.html", context, status=422 if isinstance(problem, Invalid) else 409)
        messages.success(request, _("Published. It is on its way to its readers."))
        return go(request, "weekly:update", week)
    if update.state == UpdateState.PUBLISHED:
        return go(request, "weekly:update", week)
    return render(request, "weekly/publication.html", _confirmation(update, request.GET.get("seen", "")))


def _confirmation(update: WeeklyUpdate, seen: str) -> dict[str, Any]:
    counts, readers = progress(update), _readers()
    missing = ngettext(
        "%(count)s area has not submitted: the update shows what the portal knows, marked as not confirmed.",
        "%(count)s areas have not submitted: the update shows what the portal knows, marked as not confirmed.",
        counts["missing"],
    ) % {"count": counts["missing"]}
    consequences = [
        _("“%(title)s” becomes the update of week %(week)s for everybody.")
        % {"title": update.title, "week": update.week},
        ngettext("It goes to %(count)s reader by e-mail.", "It goes to %(count)s readers by e-mail.", readers)
        % {"count": readers},
        *([missing] if counts["missing"] else []),
        _("This cannot be undone. Later changes are corrections that everybody sees."),
    ]
    return {
        "question": _("Publish week %(week)s?") % {"week": update.week},
        "consequences": consequences,
        "action": reverse("weekly:publication", args=[update.key]),
        "cancel": reverse("weekly:desk", args=[update.key]),
        "verb": _("Publish the update"),
        "seen": seen or stamp_of(update),
        "update": update,
    }


@require_POST
def note(request: HttpRequest, week: str, slug: str) -> HttpResponse:
    """Product Ops' note on an area's part."""
    _load(request, week, Permission.NOTE_AREA_UPDATE)
    rows = AreaUpdate.objects.filter(weekly_update__key=week)
    row = load(request, rows, Permission.NOTE_AREA_UPDATE, area__slug=slug)
    text = clean_text(posted(request).get("note", "")).strip()
    try:
        area_updates.note(area_update=row, text=text, by=request.user, now=request.now)
    except Invalid as invalid:
        update = row.weekly_update
        context = _page(request, update) | {"errors": {f"note-{slug}": invalid.errors["note"]}, "typed_note": text}
        return render(request, "weekly/desk.html", context, status=422)
    messages.success(request, _("The note is saved, marked as yours."))
    return go(request, reverse("weekly:desk", args=[week]) + f"#{slug}")
