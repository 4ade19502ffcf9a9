"""Reads around imports: what the portal holds that a sheet can name, remembered columns, stored objections."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Organisation
from releases.enums import ImportState
from releases.importing.cells import Order
from releases.importing.fields import Field, guess
from releases.importing.plan import AreaFacts, Columns, Objection, Portal, chosen_order
from releases.models import Release, ReleaseImport
from releases.queries import policy_in_force, policy_of

MAPPED_BEFORE = (ImportState.STARTED, ImportState.FINISHED, ImportState.UNDOING, ImportState.UNDONE)


def without_rows() -> QuerySet[ReleaseImport]:
    """Imports without what is heavy in them."""
    return ReleaseImport.objects.defer("content", "errors").select_related("uploaded_by", "undone_by")


def portal_facts(*, now: datetime) -> Portal:
    """What the rows of a sheet are compared with, as it is now. Five statements."""
    day = Organisation.current().day(now)
    roles = AreaRole.objects.on(day).filter(kind=AreaRoleKind.PM, person__is_active=True)
    pms = dict(roles.values_list("area_id", "person__name"))
    areas = [
        AreaFacts(pk, slug, name, pms.get(pk, ""), closed_at is not None)
        for pk, slug, name, closed_at in Area.objects.values_list("pk", "slug", "name", "closed_at")
    ]
    version = policy_in_force()
    policy = policy_of(version) if version else None
    gates = {tier: bool(asked.gates) for tier, asked in policy.tiers.items()} if policy else {}
    return Portal(areas, frozenset(Release.objects.values_list("key", flat=True)), gates, day)


def suggested_columns(headers: Sequence[str]) -> dict[Field, int]:
    """As in the last import of the same headings that was begun, else what the headings say."""
    before = ReleaseImport.objects.filter(mapping__headers=list(headers), state__in=MAPPED_BEFORE)
    mapping = before.order_by("-pk").values_list("mapping", flat=True).first()
    return read_places(mapping.get("columns", {})) if mapping else guess(headers)


def read_places(stored: Mapping[str, int]) -> dict[Field, int]:
    return {Field(name): place for name, place in stored.items()}


def columns_of(row: ReleaseImport) -> Columns:
    """Which column is what, as somebody chose it."""
    mapping = row.mapping
    places = read_places(mapping.get("columns", {}))
    asked = Order(mapping["order"]) if mapping.get("order") else None
    return Columns(places, order_for(row, places, asked))


def order_for(row: ReleaseImport, places: Mapping[Field, int], asked: Order | None) -> Order | None:
    """The order of dates in the columns that hold days; `OPEN` when somebody must say it."""
    seen: dict[str, str] = row.mapping.get("orders", {})
    dated = [seen.get(str(places[each])) for each in (Field.LAUNCH, Field.WINDOW, Field.WINDOW_TO) if each in places]
    return chosen_order([Order(order) for order in dated if order], asked)


def objections_of(pk: int, start: int, stop: int) -> list[Objection]:
    """Some of the stored objections; the others are not even read."""
    sql = """SELECT jsonb_path_query_array(errors, '$[$first to $last]', jsonb_build_object('first', %s, 'last', %s))
               FROM releases_releaseimport WHERE id = %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [start, stop - 1, pk])
        found = cursor.fetchone()
    return [Objection.of(each) for each in _json(found[0])] if found else []


def number_of_objections(pk: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT jsonb_array_length(errors) FROM releases_releaseimport WHERE id = %s", [pk])
        return int(cursor.fetchone()[0])


def all_objections(pk: int) -> list[Objection]:
    return [Objection.of(each) for each in ReleaseImport.objects.values_list("errors", flat=True).get(pk=pk)]


def _json(value: Any) -> list[Any]:
    import json

    found: list[Any] = json.loads(value) if isinstance(value, str) else value
    return found


def same_file_before(row: ReleaseImport) -> list[ReleaseImport]:
    """Imports of the very same bytes that were brought in and not undone, the newest first."""
    states = (ImportState.STARTED, ImportState.FINISHED)
    return list(without_rows().filter(sha256=row.sha256, state__in=states).exclude(pk=row.pk)[:5])
