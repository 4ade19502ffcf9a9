"""Reads of the weekly update that are reused or heavier than one filter."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from comms.enums import WEEKLY_UPDATE_TOPIC
from comms.models import Subscription
from productops.markdown import plain_text, reference_keys
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Function, Organisation, Person
from productops.people.models.areas import in_area_order
from productops.people.permissions import Permission, can, standing_of
from rituals.assembling import AreaFacts, Candidate, Front, Line, Words, candidates
from rituals.enums import AreaState, CorrectionState, Heading, UpdateState
from rituals.highlights import Drafted
from rituals.models import AreaUpdate, Bullet, BulletReference, Correction, Highlight, WeeklyUpdate
from rituals.release_facts import fronts_of, known_of
from rituals.weeks import current_week

NAMED = 5  # missing areas that are named; the rest is a number


def current_and_published(
    now: datetime, organisation: Organisation, published: int
) -> tuple[WeeklyUpdate | None, list[WeeklyUpdate]]:
    """The update of the week that the organisation's clock is in, when it is open, and the newest published ones.

    One query: the weeks still open are few, so the newest rows hold both.
    """
    newest = list(WeeklyUpdate.objects.order_by("-year", "-week")[: published + 4])
    key = current_week(now, organisation).key
    current = next((update for update in newest if update.key == key), None)
    return current, [update for update in newest if update.state == UpdateState.PUBLISHED][:published]


def previous_published(update: WeeklyUpdate) -> WeeklyUpdate | None:
    """The last published update of an earlier week."""
    return WeeklyUpdate.objects.published().filter(starts_on__lt=update.starts_on).order_by("-starts_on").first()


def stamp_of(update: WeeklyUpdate) -> str:
    """Stands for all that Product Ops sees on the desk: changes whenever an area's part or a highlight does.

    Not for drafts, which the desk does not show: who still writes does not keep others from publishing.
    """
    rows = update.area_updates.order_by("id")
    columns = ("id", "state", "version", "editor_note", "area__name", "area__closed_at")
    seen = [str(update.version)]
    for pk, state, version, note, name, closed in rows.values_list(*columns):
        content = note if state == AreaState.OPEN else version
        seen.append(f"{pk}:{state}:{content}:{name}:{closed is None}")
    return sha256("|".join(seen).encode()).hexdigest()[:16]


def with_pm(rows: QuerySet[AreaUpdate], day: date) -> QuerySet[AreaUpdate]:
    """Annotates `pm_id`, the PM of the area on `day`."""
    pm = AreaRole.objects.on(day).filter(area=OuterRef("area"), kind=AreaRoleKind.PM).values("person")[:1]
    return rows.annotate(pm_id=Subquery(pm))


def _assembled(update: WeeklyUpdate, now: datetime) -> QuerySet[AreaUpdate]:
    """The parts that an update consists of, in the agreed order: without areas closed before they said anything."""
    rows = update.area_updates.exclude(state=AreaState.OPEN, area__closed_at__isnull=False)
    rows = rows.select_related("area", "area__group").order_by(*in_area_order("area__"))
    return with_pm(rows, Organisation.current().day(now))


def area_facts(update: WeeklyUpdate, now: datetime) -> list[AreaFacts]:
    """Everything assembling needs, in the agreed order. As many queries however many areas and lines."""
    rows = list(_assembled(update, now))
    lines = _lines_by_area_update(update)
    missing = [row.area_id for row in rows if row.state != AreaState.SUBMITTED]
    earlier = previous_published(update) if missing else None
    known = _known_from(earlier)
    since = (earlier.published_at if earlier else None) or update.opened_at - timedelta(days=7)
    releases = known_of(missing, since=since)
    concerns = function_finder()
    facts = []
    for row in rows:
        area: Area = row.area
        mine = tuple(lines.get(row.pk, ()))
        health, planned = known.get(area.slug, ("", ()))
        facts.append(
            AreaFacts(
                slug=area.slug,
                name=area.name,
                group=area.group.slug if area.group else "",
                group_name=area.group.name if area.group else "",
                pm_id=row.pm_id,  # type: ignore[attr-defined]
                state=row.state,
                health=row.health,
                reason=row.health_reason,
                excuse=row.excuse,
                note=row.editor_note,
                note_html=row.editor_note_html,
                lines=mine,
                known_health=health,
                known_next=planned,
                known_releases=releases.get(row.area_id, ()),
                functions=concerns(mine) if row.state == AreaState.SUBMITTED else (),
            )
        )
    return facts


def _lines_by_area_update(update: WeeklyUpdate) -> dict[int, list[Line]]:
    about: dict[object, list[str]] = defaultdict(list)
    references = BulletReference.objects.filter(bullet__area_update__weekly_update=update)
    for bullet_id, key in references.order_by("key").values_list("bullet_id", "key"):
        about[bullet_id].append(key)
    lines: dict[int, list[Line]] = defaultdict(list)
    bullets = Bullet.objects.filter(area_update__weekly_update=update).order_by("heading", "position", "id")
    columns = bullets.values_list("area_update_id", "id", "heading", "text", "html", "assignee", "due_on")
    for area_update_id, pk, heading, text, html, who, due in columns.iterator(chunk_size=5000):
        day = due.isoformat() if due else ""
        lines[area_update_id].append(Line(str(pk), heading, text, html, tuple(about.get(pk, ())), who, day))
    return lines


def _known_from(earlier: WeeklyUpdate | None) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Area slug -> (health, next lines) as last published."""
    if not earlier or not earlier.edition:  # a large row, read here only
        return {}
    known = {}
    for area in earlier.edition.content["areas"]:
        lines = area.get("lines")
        said = area.get("known", {})
        planned = [plain_text(line["html"]) for line in lines.get(Heading.NEXT, ())] if lines else said.get("next", [])
        known[area["slug"]] = (area["health"] or said.get("health", ""), tuple(planned))
    return known


def function_finder() -> Callable[[Iterable[Line]], tuple[tuple[str, str], ...]]:
    """A function from lines to (slug, name) of the functions they concern: `#support`, or the name in a risk or ask."""
    functions = dict(Function.objects.values_list("name", "slug"))
    names = sorted((name for name in functions if name != "Product"), key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b") if names else None
    by_slug = {slug: name for name, slug in functions.items()}

    def concerns(lines: Iterable[Line]) -> tuple[tuple[str, str], ...]:
        found: set[str] = set()
        for line in lines:
            if "#" in line.text:
                found.update(reference_keys(line.text) & by_slug.keys())
            if pattern and line.heading == Heading.RISKS:
                found.update(functions[name] for name in pattern.findall(line.text))
        return tuple((slug, by_slug[slug]) for slug in sorted(found))

    return concerns


def fronts(update: WeeklyUpdate) -> list[Front]:
    """The highlights as they stand, removed ones left out."""
    rows = update.highlights.filter(removed_at=None).order_by("kind", "position", "id")
    return [Front(row.kind, row.text, row.html) for row in rows]


def with_something_next(area_ids: Iterable[int], earlier: WeeklyUpdate | None) -> set[int]:
    """Which of the areas said in an earlier update what is next, so that it can be offered. One query."""
    if earlier is None:
        return set()
    said = Bullet.objects.filter(
        area_update__weekly_update=earlier, area_update__area__in=list(area_ids), heading=Heading.NEXT
    ).exclude(area_update__state=AreaState.OPEN)
    return set(said.values_list("area_update__area", flat=True))


def progress(update: WeeklyUpdate, *, names: bool = False) -> dict[str, Any]:
    """How many areas there are, have submitted, are explained, are missing; with `names` also the `missing_names`.

    One query.
    """
    missing = Q(state=AreaState.OPEN)
    rows = update.area_updates.filter(Q(area__closed_at=None) | ~missing)
    return rows.aggregate(
        total=Count("pk"),
        submitted=Count("pk", filter=Q(state=AreaState.SUBMITTED)),
        excused=Count("pk", filter=Q(state=AreaState.EXCUSED)),
        missing=Count("pk", filter=missing),
        **(
            {"missing_names": ArrayAgg("area__name", filter=missing, order_by=in_area_order("area__"), default=[])}
            if names
            else {}
        ),
    )


def written_by(person: Person, update: WeeklyUpdate, day: date) -> list[AreaUpdate]:
    """The parts of `update` that `person` writes on `day`, as PM or deputy. No query for who writes none."""
    writes = [area for area, kind in standing_of(person, day).areas if kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY)]
    if not writes:
        return []
    rows = update.area_updates.filter(area__in=writes, area__closed_at=None).select_related("area", "weekly_update")
    return list(rows.order_by(*in_area_order("area__")))


def highlights_of(update: WeeklyUpdate) -> list[Highlight]:
    return list(update.highlights.filter(removed_at=None).order_by("kind", "position", "id"))


def open_corrections(person: Person, now: datetime) -> list[dict[str, Any]]:
    """Published weeks with proposals that wait for `person`: key, week, how many. No query for who may not publish."""
    if not can(person, Permission.PUBLISH_UPDATE, on=now):
        return []
    rows = Correction.objects.filter(state=CorrectionState.PROPOSED)
    week = "area_update__weekly_update__"
    grouped = rows.values(key=F(f"{week}key"), week=F(f"{week}week")).annotate(number=Count("pk"))
    return [dict(row) for row in grouped.order_by(f"{week}starts_on")]


def followers_of(slugs: Iterable[str] | None) -> int:
    """How many people hear of the weekly update, each as she chose: all who follow it, or one of these areas."""
    rows = Subscription.objects.filter(topic=WEEKLY_UPDATE_TOPIC, person__is_active=True)
    if slugs is not None:
        rows = rows.filter(Q(all_areas=True) | Q(areas__slug__in=list(slugs))).distinct()
    return rows.count()


def drafted(update: WeeklyUpdate) -> dict[str, Drafted]:
    """The highlights that came from the areas, by source, removed ones included."""
    rows = update.highlights.exclude(source="")
    return {
        row.source: Drafted(row.pk, row.kind, row.text, row.position, bool(row.edited_at or row.removed_at))
        for row in rows
    }


def found_in(facts: list[AreaFacts], update: WeeklyUpdate) -> list[Candidate]:
    """The highlights that the areas and the releases give now, in the organisation's words."""
    with override(Organisation.current().language):
        words = Words(
            raised=_("%(what)s is named in the risks of %(areas)s"),
            launch=_("%(release)s: launch %(window)s"),
            decided=_("%(release)s: launch %(window)s (%(go)s)"),
            off_track=_("%(release)s is off track; waiting for it: %(waiting)s"),
            at_risk=_("%(release)s is at risk; waiting for it: %(waiting)s"),
        )
        upcoming, waited_for = fronts_of(update)
        return candidates(facts, words, upcoming, waited_for)
