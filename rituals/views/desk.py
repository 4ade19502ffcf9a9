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
from rituals.actions import area_updates, publishing
from rituals.assembling import AreaFacts
from rituals.enums import AreaState, HighlightKind, UpdateState
from rituals.forms import read_front, seen_version
from rituals.merge import fingerprint
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


def _page(request: HttpRequest, update: WeeklyUpdate, slug: str = "") -> dict[str, Any]:
    """The desk as stored; with `slug` the page of its list that shows this area."""
    facts = area_facts(update, request.now)
    number = _page_of(slug, facts) if slug else page_number(request)
    page = Paginator(facts, AREAS_A_PAGE).get_page(number)
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


def _page_of(slug: str, facts: list[AreaFacts]) -> int:
    return next((place for place, area in enumerate(facts) if area.slug == slug), 0) // AREAS_A_PAGE + 1


def _part(area: AreaFacts, names: dict[int, str]) -> dict[str, Any]:
    lines: dict[str, list[dict[str, str]]] = {}
    for line in area.lines if area.state == AreaState.SUBMITTED else ():
        lines.setdefault(line.heading, []).append({"html": line.html})
    return {
        "area": area,
        "pm": names.get(area.pm_id or 0, ""),
        "submitted": area.state == AreaState.SUBMITTED,
        "headings": headed_lines({"lines": lines}),
        "note_seen": fingerprint(area.note),
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
    except Invalid as invalid:
        context = _page(request, update) | _typed_front(update, title, lines) | {"errors": invalid.errors}
        return render(request, "weekly/desk.html", context, status=422)
    except Stale as late:
        update.refresh_from_db()
        if update.state == UpdateState.PUBLISHED:
            kept = "\n".join(text for text in (title, *(text for _pk, _kind, text in lines)) if text)
            raise Stale(late.message, kept=kept, reload=update.get_absolute_url()) from late
        context = _page(request, update) | _typed_front(update, title, lines)
        context |= {"errors": {"": late.message}, "stale": True, "title_now": update.title}
        return render(request, "weekly/desk.html", context, status=409)
    messages.success(request, _("The front is saved."))
    return go(request, "weekly:desk", week)


def _typed_front(update: WeeklyUpdate, title: str, lines: list[tuple[int | None, str, str]]) -> dict[str, Any]:
    """What was typed, kept: texts by line id, and the new ones by kind.

    What was typed into a line that is gone meanwhile counts as new.
    """
    kinds = dict(update.highlights.filter(removed_at=None).values_list("pk", "kind"))
    gone = [pk for pk, _kind, _text in lines if pk and pk not in kinds]
    was = dict(update.highlights.filter(pk__in=gone).values_list("pk", "kind")) if gone else {}
    new: dict[str, list[str]] = {kind.value: [] for kind in HighlightKind}
    for pk, kind, text in lines:
        if text and pk not in kinds:
            new[kind or was.get(pk, HighlightKind.RISK.value)].append(text)
    return {"title": title, "typed": {pk: text for pk, _kind, text in lines if pk in kinds}, "typed_new": new}


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: HttpRequest, week: str) -> HttpResponse:
    """GET says exactly what will happen and to how many people; POST publishes."""
    update = _load(request, week, Permission.PUBLISH_UPDATE)
    if request.method == "POST":
        try:
            publishing.publish(update=update, seen=posted(request).get("seen", ""), by=request.user, now=request.now)
        except (Invalid, Stale) as problem:
            update.refresh_from_db()
            if update.state == UpdateState.PUBLISHED:  # somebody was quicker
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
    data = posted(request)
    text = data.get("note", "").strip()
    try:
        area_updates.note(area_update=row, text=text, by=request.user, now=request.now, seen=data.get("seen"))
    except (Invalid, Stale) as problem:
        update = WeeklyUpdate.objects.get(pk=row.weekly_update_id)
        stale = isinstance(problem, Stale)
        if stale and update.state == UpdateState.PUBLISHED:
            raise Stale(str(problem), kept=text, reload=update.get_absolute_url()) from problem
        message = str(problem) if stale else problem.errors["note"]  # type: ignore[union-attr]
        context = _page(request, update, slug)
        context |= {"errors": {f"note-{slug}": message}, "noted": slug, "typed_note": text, "stale_note": stale}
        return render(request, "weekly/desk.html", context, status=409 if stale else 422)
    messages.success(request, _("The note is saved, marked as yours."))
    page = _page_of(slug, area_facts(row.weekly_update, request.now))
    return go(request, reverse("weekly:desk", args=[week]) + (f"?page={page}" if page > 1 else "") + f"#{slug}")
