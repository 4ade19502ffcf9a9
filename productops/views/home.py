"""Home: what needs you first (what, why now, one button), then what changed since you last looked."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from productops.decisions.queries import due_of
from productops.followups.models import ActionItem
from productops.followups.queries import due_soon
from productops.http import Request
from productops.people.models import Person
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from productops.views.home_releases import in_releases
from productops.views.home_rows import Change, Need
from rituals.enums import AreaState, Health, UpdateState
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.queries import NAMED, current_and_published, open_corrections, progress, with_something_next, written_by

PUBLISHED, TROUBLED, ITEMS, DECISIONS = 3, 5, 4, 3
LOOKED_EVERY = 15 * 60  # seconds: a reload does not make everything old
LOOKED_BEFORE = "looked_before"  # in the session: when the person looked before this visit


@require_safe
def home(request: Request) -> HttpResponse:
    person: Person = request.user
    now: datetime = request.now
    update, published = current_and_published(now, request.organisation, PUBLISHED)
    counts = progress(update, names=True) if update else None
    today = day_of(person, now)
    needs_of_releases, changes_of_releases = in_releases(request, today)
    needs = [*_needs(person, update, counts, published, now), *needs_of_releases]
    needs += [*_decisions(person, today), *_to_do(person, today)]
    since = _last_look(request)
    changes = [*_changes(published), *changes_of_releases]
    changes.sort(key=lambda change: change.at, reverse=True)
    context: dict[str, Any] = {
        "needs": needs,
        "since": since,
        "today": today,
        "changes": [(change, since is None or change.at > since) for change in changes],
        "news": sum(since is None or change.at > since for change in changes),
        "update": update,
        "progress": counts,
        "missing": counts["missing_names"][:NAMED] if counts else [],
    }
    return render(request, "home.html", context)


def _last_look(request: Request) -> datetime | None:
    """When the person looked before this visit: what came since then stays new on the way back and after a reload."""
    last = request.user.last_looked_at
    if last is None or (request.now - last).total_seconds() > LOOKED_EVERY:
        Person.objects.filter(pk=request.user.pk).update(last_looked_at=request.now)
        request.session[LOOKED_BEFORE] = last.isoformat() if last else ""
        return last
    before = request.session.get(LOOKED_BEFORE)
    if before is None:  # looked elsewhere a moment ago, in another browser
        return last
    return datetime.fromisoformat(before) if before else None


def _needs(
    person: Person,
    update: WeeklyUpdate | None,
    counts: dict[str, Any] | None,
    published: list[WeeklyUpdate],
    now: datetime,
) -> list[Need]:
    return [*_weekly(person, update, counts, published, now), *_corrections(person, now)]


def _corrections(person: Person, now: datetime) -> list[Need]:
    """Proposals that wait for Product Ops, a line per week."""
    return [
        Need(
            what=ngettext(
                "%(number)s correction of week %(week)s is proposed",
                "%(number)s corrections of week %(week)s are proposed",
                found["number"],
            )
            % found,
            why=_("Publish it as the next revision, or say why not."),
            url=reverse("weekly:desk", args=[found["key"]]),
            verb=_("Look at it"),
        )
        for found in open_corrections(person, now)
    ]


def _weekly(
    person: Person,
    update: WeeklyUpdate | None,
    counts: dict[str, Any] | None,
    published: list[WeeklyUpdate],
    now: datetime,
) -> list[Need]:
    """The person's own parts that are not in, and for Product Ops the week as a whole."""
    if update is None or update.state == UpdateState.PUBLISHED or counts is None:
        return []
    mine = [row for row in written_by(person, update, day_of(person, now)) if row.state == AreaState.OPEN]
    untouched = [row.area_id for row in mine if not row.saved_at]
    earlier = next((each for each in published if each.starts_on < update.starts_on), None)
    offered = with_something_next(untouched, earlier) if untouched else set()
    needs = [_own_part(row, update, offered=row.area_id in offered) for row in mine]
    if can(person, Permission.PUBLISH_UPDATE, on=now):
        needs.append(_publishing(update, counts))
    return needs


def _own_part(row: AreaUpdate, update: WeeklyUpdate, *, offered: bool) -> Need:
    if row.saved_at:
        why = _("You began a draft; only you see it.")
    else:
        why = _("What you said was next is already offered.") if offered else _("Nothing is written yet.")
    return Need(
        what=_("Weekly update for %(area)s") % {"area": row.area.name},
        why=why,
        url=row.get_absolute_url(),
        verb=_("Review and submit"),
        due=update.deadline_at,
        main=True,
    )


def _to_do(person: Person, today: date) -> list[Need]:
    """What is asked of her and overdue or due within a week. Of many the first, and a way to the rest."""
    items = due_soon(person, today, ITEMS + 1)
    needs = [
        Need(what=item.what, why=_from(item), url=item.get_absolute_url(), verb=_("Look and finish"), due=item.due_on)
        for item in items[:ITEMS]
    ]
    if len(items) > ITEMS:
        needs.append(
            Need(
                what=_("More action items"),
                why=_("Overdue or due within a week."),
                url=reverse("actions:list"),
                verb=_("Show all"),
            )
        )
    return needs


def _decisions(person: Person, today: date) -> list[Need]:
    """Decisions of hers that she wanted to look at again. Of many the first, and a way to the rest."""
    entries = due_of(person, today, DECISIONS + 1)
    needs = [
        Need(
            what=_("%(label)s wants a second look") % {"label": entry.label},
            why=entry.title,
            url=entry.get_absolute_url(),
            verb=_("Keep or supersede it"),
            due=entry.look_on,  # type: ignore[attr-defined]
        )
        for entry in entries[:DECISIONS]
    ]
    if len(entries) > DECISIONS:
        url = f"{reverse('decisions:list')}?show=review"
        needs.append(
            Need(what=_("More decisions want a second look"), why=_("Their day has come."), url=url, verb=_("Show all"))
        )
    return needs


def _from(item: ActionItem) -> str:
    return f"{item.area.name}: {item.source_title}" if item.area else item.source_title


def _publishing(update: WeeklyUpdate, counts: dict[str, int]) -> Need:
    if update.state == UpdateState.AGGREGATED:
        what, due = _("Publish the update of week %(week)s") % {"week": update.week}, update.publish_at
    else:
        what, due = _("Collect the update of week %(week)s") % {"week": update.week}, update.deadline_at
    missing = ngettext("%(missing)s area is missing.", "%(missing)s areas are missing.", counts["missing"])
    done = _("%(done)s of %(total)s areas are in.") % {"done": counts["submitted"], "total": counts["total"]}
    why = f"{done} {missing % counts}" if counts["missing"] else done
    return Need(what=what, why=why, url=reverse("weekly:desk", args=[update.key]), verb=_("Open the desk"), due=due)


def _changes(published: list[WeeklyUpdate]) -> list[Change]:
    """The newest published updates and what the last one said of areas in trouble."""
    changes = [
        Change(each.title, "", _("Week %(week)s is published.") % {"week": each.week}, each.get_absolute_url(), at)
        for each in published
        if (at := each.published_at)
    ]
    if published:
        changes += [_troubled(published[0], *facts) for facts in _trouble(published[0].pk, published[0].edition_id)]
    return changes


@lru_cache(maxsize=8)
def _trouble(update_id: int, edition_id: int | None) -> list[tuple[str, str, str, str]]:
    """(slug, name, health, reason) of areas not on track, the worst first. Published, so it never changes."""
    rows = AreaUpdate.objects.filter(
        weekly_update=update_id, state=AreaState.SUBMITTED, health__in=[Health.AT_RISK, Health.OFF_TRACK]
    )
    ordered = rows.order_by("-health", "area__position")
    return list(ordered.values_list("area__slug", "area__name", "health", "health_reason")[:TROUBLED])


def _troubled(update: WeeklyUpdate, slug: str, name: str, health: str, reason: str) -> Change:
    tail = _("is off track") if health == Health.OFF_TRACK else _("is at risk")
    assert update.published_at is not None
    return Change(name, tail, reason, update.address_of(slug), update.published_at, health)
