"""Product Ops' page: who has submitted, the front in edit, what will be published, and the button.

The page itself is put together in `desk_page.py`.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Invalid, Stale
from productops.http import Request, go, load, page_number, posted
from productops.people.permissions import Permission
from rituals.actions import area_updates, publishing
from rituals.enums import UpdateState
from rituals.forms import read_front, seen_version
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.queries import area_facts, followers_of, previous_published, progress, stamp_of
from rituals.views import published_desk
from rituals.views.desk_page import desk_page, page_of, typed_front, with_note
from rituals.views.reading_line import reading_line

DESK = "weekly/desk.html"


def _load(request: Request, week: str, permission: Permission = Permission.AGGREGATE_UPDATE) -> WeeklyUpdate:
    return load(request, WeeklyUpdate.objects.visible_to(request.user), permission, key=week)


@require_safe
def desk(request: Request, week: str) -> HttpResponse:
    update = _load(request, week)
    if update.state == UpdateState.PUBLISHED:
        return render(request, published_desk.DESK, published_desk.desk_of_published(update))
    return render(request, DESK, desk_page(update, request.now, number=page_number(request)))


@require_POST
def aggregation(request: Request, week: str) -> HttpResponse:
    update = _load(request, week)
    publishing.aggregate(update=update, by=request.user, now=request.now)
    messages.success(request, _("Aggregated. Your edited highlights stayed as they were."))
    return go(request, "weekly:desk", week)


@require_POST
def front(request: Request, week: str) -> HttpResponse:
    """Saves the front. `then` goes on from there with what was typed: to the question, or by aggregating again."""
    update = _load(request, week)
    data = posted(request)
    title, lines = read_front(data)
    then, seen_all = data.get("then", ""), data.get("seen", "") == stamp_of(update)
    try:
        publishing.edit_front(
            update=update, title=title, lines=lines, by=request.user, now=request.now, seen_version=seen_version(data)
        )
    except Invalid as invalid:
        typed = typed_front(update, title, lines)
        return render(request, DESK, desk_page(update, request.now, typed=typed, errors=invalid.errors), status=422)
    except Stale as late:
        update.refresh_from_db()
        if update.state == UpdateState.PUBLISHED:
            kept = "\n".join(text for text in (title, *(text for _pk, _kind, text in lines)) if text)
            raise Stale(late.message, kept=kept, reload=update.get_absolute_url()) from late
        typed = typed_front(update, title, lines)
        page = desk_page(update, request.now, typed=typed, errors={"": late.message}, stale=True)
        return render(request, DESK, page, status=409)
    if then == "aggregation":
        return aggregation(request, week)
    if then == "publication":
        return _to_the_question(request, update, data.get("seen", ""), seen_all=seen_all)
    messages.success(request, _("The front is saved."))
    return go(request, "weekly:desk", week)


def _to_the_question(request: Request, update: WeeklyUpdate, seen: str, *, seen_all: bool) -> HttpResponse:
    """On to "Publish week 47?". Who has `seen_all` has seen the front just saved too; who has not is told so there."""
    update.refresh_from_db()
    if not update.title:
        page = desk_page(update, request.now, errors={"title": publishing.no_headline()})
        return render(request, DESK, page, status=422)
    address = reverse("weekly:publication", args=[update.key])
    return go(request, f"{address}?seen={stamp_of(update) if seen_all else seen}")


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: Request, week: str) -> HttpResponse:
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
            errors = problem.errors if isinstance(problem, Invalid) else {"": str(problem)}
            page = desk_page(update, request.now, errors=errors)
            return render(request, DESK, page, status=422 if isinstance(problem, Invalid) else 409)
        messages.success(request, _("Published. It is on its way to its readers."))
        return go(request, "weekly:update", week)
    if update.state == UpdateState.PUBLISHED:
        return go(request, "weekly:update", week)
    return render(request, "weekly/publication.html", _confirmation(update, request.GET.get("seen", "")))


def _confirmation(update: WeeklyUpdate, seen: str) -> dict[str, Any]:
    counts, people, last = progress(update), followers_of(None), previous_published(update)
    missing = ngettext(
        "%(count)s area has not submitted: the update shows what the portal knows, marked as not confirmed.",
        "%(count)s areas have not submitted: the update shows what the portal knows, marked as not confirmed.",
        counts["missing"],
    ) % {"count": counts["missing"]}
    consequences = [
        _("“%(title)s” becomes the update of week %(week)s for everybody.")
        % {"title": update.title, "week": update.week},
        ngettext("It goes to %(count)s reader.", "It goes to %(count)s readers.", people) % {"count": people},
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
        "last": last,
        "last_read": reading_line(last) if last else "",
        "update": update,
    }


@require_POST
def note(request: Request, week: str, slug: str) -> HttpResponse:
    """Product Ops' note on an area's part."""
    update = _load(request, week, Permission.NOTE_AREA_UPDATE)
    row = load(request, AreaUpdate.objects.filter(weekly_update=update), Permission.NOTE_AREA_UPDATE, area__slug=slug)
    data = posted(request)
    text = data.get("note", "").strip()
    try:
        area_updates.note(area_update=row, text=text, by=request.user, now=request.now, seen=data.get("seen"))
    except Invalid as invalid:
        page = desk_page(update, request.now, show=slug)
        return render(request, DESK, with_note(page, slug, text, invalid.errors["note"], stale=False), status=422)
    except Stale as late:
        update.refresh_from_db()
        if update.state == UpdateState.PUBLISHED:
            raise Stale(late.message, kept=text, reload=update.get_absolute_url()) from late
        page = desk_page(update, request.now, show=slug)
        return render(request, DESK, with_note(page, slug, text, late.message, stale=True), status=409)
    messages.success(request, _("The note is saved, marked as yours."))
    number = page_of(slug, area_facts(update, request.now))
    return go(request, reverse("weekly:desk", args=[week]) + (f"?page={number}" if number > 1 else "") + f"#{slug}")
