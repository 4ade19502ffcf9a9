"""What the finder knows of releases: stage, window, health and the last sentence, for whoever may see them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from productops.decisions import search as logged
from productops.people.enums import AreaRoleKind
from productops.people.models import AreaRole, Function, Organisation, Person
from productops.search import engine
from productops.search.models import Kind, SearchRow
from releases.enums import Stage
from releases.go_words import go_words_of
from releases.models import Release, ReleaseItem
from releases.models.release import OPS
from releases.windows import window_words

OWNED_BY_UPDATES = ("sentence", "sentence_at")
NEAR = (AreaRoleKind.PM, AreaRoleKind.DEPUTY, AreaRoleKind.ENG_LEAD)


def push_release(release: Release, *, now: datetime) -> None:
    """Show the release in the finder as it is now. A draft or confidential one only to those who may see it."""
    push_releases([release], now=now)


def push_releases(releases: Collection[Release], *, now: datetime) -> None:
    """The same for many, in as many statements as for one. The areas must be loaded with them.

    What stands there is for everybody who finds it, so it holds the window and never the internal date.
    """
    if not releases:
        return
    organisation = Organisation.current()
    day = organisation.day(now)
    roles = AreaRole.objects.on(day).filter(area__in={release.area_id for release in releases}, kind=AreaRoleKind.PM)
    pms = dict(roles.values_list("area_id", "person_id"))
    readers = readers_of_many([release for release in releases if not release.for_everybody], day=day)
    with override(organisation.language):
        decided = go_words_of(releases)
        rows = [
            _row(release, pms.get(release.area_id), readers.get(release.pk), day, decided.get(release.pk, ""))
            for release in releases
        ]
    engine.push(rows, now=now, keep=OWNED_BY_UPDATES)
    logged.follow("release", {release.key: readers.get(release.pk) for release in releases})


def push_health(releases: Collection[Release], *, now: datetime) -> None:
    """Show the health of releases as it is now, and nothing else. One statement; more only for what was never shown."""
    unknown = engine.set_health({release.key: _health(release) for release in releases}, now=now)
    missing = [release.pk for release in releases if release.key.lower() in unknown]
    if missing:
        push_releases(list(Release.objects.filter(pk__in=missing).select_related("area")), now=now)


def _row(release: Release, pm: int | None, readers: tuple[int, ...] | None, day: date, go: str) -> engine.Row:
    stage = str(Stage(release.stage).label)
    tier = _("Tier %(number)s") % {"number": release.tier} if release.tier else ""
    return engine.Row(
        kind=Kind.RELEASE,
        key=release.key,
        title=release.name,
        url=release.get_absolute_url(),
        stage=f"{stage}: {go}" if go else stage,
        window=window_words(release.window_from, release.window_to, day),
        health=_health(release),
        owner_id=pm,
        words=" ".join([release.area.name, release.summary, tier, *release.segments]),
        readers=readers,
    )


def _health(release: Release) -> str:
    """Only what is ahead has one to show."""
    return release.health if release.stage in (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED) else ""


def readers_of_many(releases: Collection[Release], *, day: date) -> dict[int, tuple[int, ...]]:
    """Release id -> ids of the active people who may see a draft or confidential release, as `visible_to` says.

    A handful of statements, however many; none for none.
    """
    if not releases:
        return {}
    ids = [release.pk for release in releases]
    active = Person.objects.active()
    ops = set(active.filter(groups__name__in=OPS).values_list("pk", flat=True))
    near: dict[int, set[int]] = defaultdict(set)
    roles = AreaRole.objects.on(day).filter(area__in={release.area_id for release in releases}, kind__in=NEAR)
    for area, person in roles.filter(person__is_active=True).values_list("area_id", "person_id"):
        near[area].add(person)
    let_in: dict[int, set[int]] = defaultdict(set)
    started = [release.pk for release in releases if release.started_at]
    insiders = Release.insiders.through.objects.filter(release__in=started, person__is_active=True)
    items = ReleaseItem.objects.filter(release__in=started, person__is_active=True)
    for rows in (insiders.values_list("release_id", "person_id"), items.values_list("release_id", "person_id")):
        for release, person in rows.distinct():
            let_in[release].add(person)
    functions = Release.functions.through.objects.filter(release__in=ids)
    wanted = list(functions.values_list("release_id", "function_id"))
    leading = _leading({function for _release, function in wanted})
    for release, function in wanted:
        if release in set(started):
            let_in[release] |= leading[function]
    return {each.pk: tuple(sorted(ops | near[each.area_id] | let_in[each.pk])) for each in releases}


def _leading(functions: Collection[int]) -> dict[int, set[int]]:
    """Function id -> its lead and delegates, active ones."""
    found: dict[int, set[int]] = defaultdict(set)
    if not functions:
        return found
    rows = Function.objects.filter(pk__in=functions)
    leads = rows.filter(lead__is_active=True).values_list("pk", "lead")
    delegates = rows.filter(delegates__is_active=True).values_list("pk", "delegates")
    for function, person in (*leads, *delegates):
        if person:
            found[function].add(person)
    return found


def refresh_readers(*, now: datetime) -> int:
    """Bring who may find drafts and confidential releases, and what was decided about them, to what roles say today.

    Answers how many rows changed.

    Roles begin and end by date, without a change that could tell; the schedule looks every few minutes.
    """
    hidden = list(Release.objects.restricted().only("pk", "key", "area_id", "started_at", "confidential_at"))
    readers = readers_of_many(hidden, day=Organisation.current().day(now))
    by_key = {release.key.lower(): list(readers[release.pk]) for release in hidden}
    stale = [row for row in SearchRow.objects.filter(key__in=by_key) if row.readers != by_key[row.key]]
    for row in stale:
        row.readers = by_key[row.key]
    SearchRow.objects.bulk_update(stale, ["readers"])
    return len(stale) + logged.follow("release", {release.key: readers[release.pk] for release in hidden})


def push_all(*, now: datetime) -> int:
    """Every release again, for a finder that is made anew. Answers how many."""
    count = last = 0
    while batch := list(Release.objects.filter(pk__gt=last).select_related("area").order_by("pk")[:1000]):
        push_releases(batch, now=now)
        count, last = count + len(batch), batch[-1].pk
    return count
