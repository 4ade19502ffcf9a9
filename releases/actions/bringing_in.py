"""The doors for a batch of an import: releases written set by set, and taken back; as many statements as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import pghistory
from django.db import connection, transaction
from django.utils.translation import gettext as _

from productops.audit.models import DomainEvent
from productops.audit.record import record
from productops.markdown import block_html
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Function, Organisation, Person
from productops.search import engine
from productops.text import unaccented
from productops.worktime import BusinessCalendar
from releases.actions.health import reassess
from releases.actions.planning import KEY_PREFIX
from releases.checklist import Item, TemplateItem, plan, proven
from releases.enums import AHEAD, ItemState, Stage, Tier
from releases.importing.plan import PAST, Record
from releases.models import AreaChecklist, Release, ReleaseImport, ReleaseItem, ReleaseLink
from releases.owners import Holders
from releases.policy import Policy, template_for
from releases.policy_reading import area_lines
from releases.queries import policy_in_force, policy_of, proofs_of
from releases.search import push_releases

NOON = time(12)
_LAST_NUMBERS = """
SELECT split_part(key, '-', 1), max(split_part(key, '-', 2)::int) FROM releases_release WHERE key ~ %s GROUP BY 1
"""
PART = 2_000  # rows of one INSERT


@transaction.atomic
def bring_in(
    *, records: Sequence[Record], source: ReleaseImport, reserved: Collection[str] = (), by: Person, now: datetime
) -> list[Release]:
    """Write the releases of one batch, with links and, where they are ahead, tier, policy in force and checklist.

    Whoever started `source` was asked for the right then. Keys that are given must be free, areas open; a key that is
    made is none of `reserved`, which other rows will bring. What is past comes
    in with its day and without a checklist. Nobody is told: health is worked out, its worsening is no news. Records
    `release.imported` for each; the row history names the import. Pushed to the finder.
    """
    if not records:
        return []
    with pghistory.context(user=by.pk, source="release_import", release_import=source.pk):
        made = _Batch(records, source, by, now).written(reserved)
        for release in made:
            record(
                "release.imported", by=by, obj=release, now=now, area_id=release.area_id, key=release.key,
                release_import=source.pk,
            )  # fmt: skip
        reassess(made, now=now)
        push_releases(made, now=now)
    return made


class _Batch:
    def __init__(self, records: Sequence[Record], source: ReleaseImport, by: Person, now: datetime) -> None:
        self.records, self.source, self.by, self.now = records, source, by, now
        self.organisation = Organisation.current()
        self.today, self.calendar = self.organisation.day(now), self.organisation.calendar
        self.zone = ZoneInfo(self.organisation.timezone)
        self.version = policy_in_force()
        self.policy = policy_of(self.version) if self.version else None
        ids = sorted({record.area.pk for record in records})
        # The area's row is the lock of its keys, as when somebody drafts a release.
        locked = Area.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
        self.areas = {area.pk: area for area in locked}
        lists = AreaChecklist.objects.filter(area__in=ids).order_by("area_id", "-number").distinct("area_id")
        self.lists = {each.area_id: each for each in lists}

    def written(self, reserved: Collection[str]) -> list[Release]:
        keys = free_keys([record for record in self.records if not record.key], self.areas, reserved)
        made = Release.objects.bulk_create([self.release(each, each.key or keys[each.row]) for each in self.records])
        ReleaseLink.objects.bulk_create(
            [
                ReleaseLink(release=release, title=title, url=url)
                for release, each in zip(made, self.records, strict=True)
                for title, url in each.links
            ]
        )
        ReleaseItem.objects.bulk_create(self.items(made), batch_size=PART)
        return made

    def release(self, record: Record, key: str) -> Release:
        follows = record.tier is not None and record.stage not in PAST
        release = Release(
            key=key,
            name=record.name,
            area=self.areas[record.area.pk],
            summary=record.summary,
            summary_html=block_html(record.summary) if record.summary else "",
            segments=list(record.segments),
            build_tag=record.build,
            tier=record.tier,
            tier_assigned_at=self.now if record.tier else None,
            policy=self.version if follows else None,
            area_checklist=self.lists.get(record.area.pk) if follows else None,
            launch_on=record.launch_on,
            first_launch_on=record.launch_on,
            window_from=record.window[0] if record.window else None,
            window_to=record.window[1] if record.window else None,
            stage=record.stage,
            started_at=self.now if record.tier else None,
            created_at=self.now,
            created_by=self.by,
            imported_with=self.source,
        )
        if record.stage in PAST and record.launch_on:
            release.launched_at = release.started_at = min(
                datetime.combine(record.launch_on, NOON, self.zone), self.now
            )
        elif record.stage == Stage.CANCELLED:
            release.cancel_reason = _("Cancelled before it was brought in")[:200]
        elif self.policy and record.tier and record.launch_on:
            asked = self.policy.of(record.tier)
            left = _counted(self.today, record.launch_on, self.calendar)
            release.notice_needed, release.notice_given = asked.lead_days, max(-999, min(left, 999))
        return release

    def items(self, made: Iterable[Release]) -> list[ReleaseItem]:
        """The checklists of those ahead, as re-planning would make them, with what their fields prove already."""
        ahead = [release for release in made if release.stage in AHEAD and release.tier and release.launch_on]
        if not ahead or self.policy is None:
            return []
        functions = dict(Function.objects.values_list("slug", "id"))
        holders = holders_of_many({release.area_id for release in ahead}, self.today)
        templates = _Templates(self.policy, self.lists, frozenset(functions), self.calendar)
        rows = []
        for release in ahead:
            lines = templates.lines(release)
            states = proven(lines, proofs_of(release, ()))
            for position, line in enumerate(lines):
                state = states.get(line.key, ItemState.OPEN)
                rows.append(
                    ReleaseItem(
                        release=release, key=line.key, gate=line.gate, position=position, title=line.title,
                        function_id=functions[line.function], person_id=holders[release.area_id].of(line.function),
                        due_on=line.due_on, evidence_rule=line.evidence, required=line.required, fact=line.fact,
                        state=state, state_at=self.now if state != ItemState.OPEN else None,
                    )
                )  # fmt: skip
        return rows


class _Templates:
    """Checklists by area, tier and day; many releases of a sheet share them."""

    def __init__(
        self,
        policy: Policy,
        lists: Mapping[int, AreaChecklist],
        functions: frozenset[str],
        calendar: BusinessCalendar,
    ) -> None:
        self.policy, self.lists, self.functions, self.calendar = policy, lists, functions, calendar
        self.templates: dict[tuple[int, Tier], tuple[TemplateItem, ...]] = {}
        self.planned: dict[tuple[int, Tier, date], tuple[Item, ...]] = {}

    def lines(self, release: Release) -> tuple[Item, ...]:
        assert release.tier
        assert release.launch_on
        tier = Tier(release.tier)
        key = (release.area_id if release.area_id in self.lists else 0, tier, release.launch_on)
        if key not in self.planned:
            template = self._template(release.area_id, tier)
            self.planned[key] = plan(template, (), launch_on=release.launch_on, calendar=self.calendar).added
        return self.planned[key]

    def _template(self, area_id: int, tier: Tier) -> tuple[TemplateItem, ...]:
        listed = self.lists.get(area_id)
        key = (area_id if listed else 0, tier)
        if key not in self.templates:
            added = area_lines(listed.items, tier=tier, policy=self.policy, functions=self.functions) if listed else ()
            self.templates[key] = template_for(self.policy, tier, added)
        return self.templates[key]


@cache
def _counted(today: date, day: date, calendar: BusinessCalendar) -> int:
    return calendar.count_between(today, day)


def holders_of_many(areas: Collection[int], day: date) -> dict[int, Holders]:
    """`queries.holders_of` for many areas, in two statements."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    contacts: dict[int, dict[str, int]] = defaultdict(dict)
    roles = AreaRole.objects.on(day).filter(area__in=areas, person__is_active=True).select_related("function")
    for role in roles:
        if role.kind == AreaRoleKind.CONTACT and role.function:
            contacts[role.area_id][role.function.slug] = role.person_id
        else:
            found[role.area_id][role.kind] = role.person_id
    leads = {slug: lead for slug, lead in Function.objects.filter(lead__is_active=True).values_list("slug", "lead")}
    return {
        area: Holders(
            found[area].get(AreaRoleKind.PM), found[area].get(AreaRoleKind.ENG_LEAD), contacts[area], leads
        )
        for area in areas
    }  # fmt: skip


def free_keys(records: Sequence[Record], areas: Mapping[int, Area], reserved: Collection[str]) -> dict[int, str]:
    """Row -> the next key of its area, past every key that is taken or `reserved`, and past addresses of areas."""
    if not records:
        return {}
    prefixes = {
        pk: "".join(KEY_PREFIX.findall(unaccented(area.slug)))[:4].upper() or "REL" for pk, area in areas.items()
    }
    pattern = rf"^({'|'.join(sorted(set(prefixes.values())))})-[0-9]+$"
    last: dict[str, int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(_LAST_NUMBERS, [pattern])
        last |= dict(cursor.fetchall())
    slugs = Area.objects.filter(slug__regex=pattern.lower()).values_list("slug", flat=True)
    for key in (*reserved, *(slug.upper() for slug in slugs)):
        prefix, _hyphen, number = key.rpartition("-")
        if number.isdigit():
            last[prefix] = max(last[prefix], int(number))
    found = {}
    for each in records:
        prefix = prefixes[each.area.pk]
        last[prefix] += 1
        found[each.row] = f"{prefix}-{last[prefix]}"
    return found


@transaction.atomic
def take_back(*, releases: Collection[Release], source: ReleaseImport, by: Person, now: datetime) -> int:
    """Remove those of an import's releases that nobody touched since; the others stay. Answers how many went.

    Records `release.removed` for each; the row history keeps what they were.
    """
    kept = touched(releases)
    gone = [release for release in releases if release.pk not in kept]
    with pghistory.context(user=by.pk, source="release_import_undo", release_import=source.pk):
        for release in gone:
            record(
                "release.removed", by=by, obj=release, now=now, area_id=release.area_id, key=release.key,
                release_import=source.pk,
            )  # fmt: skip
        Release.objects.filter(pk__in=[release.pk for release in gone]).delete()
        engine.forget([release.key for release in gone])
    return len(gone)


def touched(releases: Collection[Release]) -> set[int]:
    """Those of imported releases that somebody changed, or hung something on, since they were brought in."""
    ids = [release.pk for release in releases]
    found = {release.pk for release in releases if release.version > 1}
    events = DomainEvent.objects.filter(
        object_type=Release._meta.label_lower, object_id__in=[str(pk) for pk in ids], actor_id__isnull=False
    ).exclude(name="release.imported")
    found |= {int(pk) for pk in events.values_list("object_id", flat=True)}
    items = ReleaseItem.objects.filter(release__in=ids)
    found |= set(items.filter(version__gt=1).values_list("release_id", flat=True))
    found |= set(items.filter(evidence__isnull=False).values_list("release_id", flat=True))
    # Whatever else refers to a release, now or in a later version of the portal, was put there by somebody.
    for relation in Release._meta.related_objects:
        model = relation.related_model
        if model in (ReleaseItem, ReleaseLink) or isinstance(model, str) or hasattr(model, "pgh_tracked_model"):
            continue
        name = relation.field.attname if relation.field.concrete and not relation.many_to_many else None
        if name:
            rows = model._default_manager.filter(**{f"{relation.field.name}__in": ids})
            found |= set(rows.values_list(name, flat=True))
    for field in Release._meta.many_to_many:
        through = getattr(Release, field.name).through
        found |= set(through._default_manager.filter(release__in=ids).values_list("release_id", flat=True))
    return found
