"""What one person is on one day: roles, area roles in force, functions led or stood in for.

Every page asks this about the person it is for, so the person, her standing and the organisation come in one
round trip (`signed_in`). Anybody else's standing is one query (`standing_of`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone

from productops.people.enums import AreaRoleKind


@dataclass(frozen=True)
class Standing:
    """What one person is on one day."""

    person_id: int
    roles: frozenset[str] = frozenset()
    areas: frozenset[tuple[int, str]] = frozenset()  # (area id, AreaRoleKind)
    contacts: frozenset[tuple[int, int]] = frozenset()  # (area id, function id)
    functions: frozenset[int] = frozenset()  # led, or stood in for as delegate
    active: bool = True

    def writes_for(self, area_id: int | None) -> bool:
        """PM of the area, or its deputy between the two dates."""
        return (area_id, AreaRoleKind.PM) in self.areas or (area_id, AreaRoleKind.DEPUTY) in self.areas


NOBODY = Standing(person_id=0, active=False)

_FACTS = """
SELECT 'role', NULL, g.name, NULL FROM people_person_groups pg JOIN auth_group g ON g.id = pg.group_id
    WHERE pg.person_id = %(person)s
UNION ALL SELECT 'area', area_id, kind, function_id FROM people_arearole
    WHERE person_id = %(person)s AND starts_on <= {day} AND (ends_on IS NULL OR ends_on >= {day})
UNION ALL SELECT 'function', NULL, NULL, id FROM people_function WHERE lead_id = %(person)s
UNION ALL SELECT 'function', NULL, NULL, function_id FROM people_function_delegates WHERE person_id = %(person)s
"""
STANDING = _FACTS.format(day="%(day)s")


def standing_of(person: Any, on: date | datetime | None = None) -> Standing:
    """What `person` is on a day; at a moment (now when not said) it is the organisation's day that counts.

    Kept on the instance, because one request asks often.
    """
    if not getattr(person, "pk", None):
        return NOBODY
    day = day_of(person, on)
    # By attribute, not by __dict__: `request.user` is a lazy stand-in for the person.
    kept: dict[date, Standing] | None = getattr(person, "_standings", None)
    if kept is None:
        kept = person._standings = {}
    if day not in kept:
        with connection.cursor() as cursor:
            cursor.execute(STANDING, {"person": person.pk, "day": day})
            kept[day] = _standing(person, cursor.fetchall())
    return kept[day]


def day_of(person: Any, on: date | datetime | None) -> date:
    """The day meant by `on` for this person's organisation."""
    if on is not None and not isinstance(on, datetime):
        return on
    day: date = organisation_of(person).day(on or timezone.now())
    return day


def organisation_of(person: Any) -> Any:
    """The organisation, as it came with the person or read once for her."""
    from productops.people.models import Organisation

    if getattr(person, "_organisation", None) is None:
        person._organisation = Organisation.current()
    return person._organisation


def _standing(person: Any, facts: Iterable[tuple[str, int | None, str | None, int | None]]) -> Standing:
    roles, areas, contacts, functions = set(), set(), set(), set()
    for what, area, word, function in facts:
        if what == "role":
            roles.add(word)
        elif what == "function":
            functions.add(function)
        elif word == AreaRoleKind.CONTACT:
            contacts.add((area, function))
        else:
            areas.add((area, word))
    return Standing(
        person_id=person.pk,
        roles=frozenset(roles),  # type: ignore[arg-type]
        areas=frozenset(areas),  # type: ignore[arg-type]
        contacts=frozenset(contacts),  # type: ignore[arg-type]
        functions=frozenset(functions),  # type: ignore[arg-type]
        active=person.is_active,
    )


def signed_in(person_id: int) -> Any | None:
    """The person with her standing of today and the organisation, in one query; None when there is none."""
    from productops.people.models import Organisation, Person

    person_fields, organisation_fields = _columns(Person), _columns(Organisation)
    with connection.cursor() as cursor:
        cursor.execute(_signed_in_sql(person_fields, organisation_fields), {"person": person_id})
        row = cursor.fetchone()
    if row is None:
        return None
    cut = len(person_fields)
    person = Person.from_db("default", [name for name, _column in person_fields], row[:cut])
    found = row[cut : cut + len(organisation_fields)]
    if found[0] is not None:
        person._organisation = Organisation.from_db("default", [name for name, _column in organisation_fields], found)  # type: ignore[attr-defined]
    day, facts = row[-2:]
    person._standings = {day: _standing(person, facts or [])}  # type: ignore[attr-defined]
    return person


def _columns(model: type[models.Model]) -> list[tuple[str, str]]:
    return [(field.attname, field.column or "") for field in model._meta.concrete_fields]


_sql: list[str] = []


def _signed_in_sql(person_fields: list[tuple[str, str]], organisation_fields: list[tuple[str, str]]) -> str:
    if not _sql:
        columns = [f"p.{column}" for _name, column in person_fields] + [
            f"o.{column}" for _n, column in organisation_fields
        ]
        facts = _FACTS.format(day="d.day")
        _sql.append(
            f"""SELECT {", ".join(columns)}, d.day,
                (SELECT json_agg(json_build_array(f.what, f.area, f.word, f.fn))
                   FROM ({facts}) AS f(what, area, word, fn))
            FROM people_person p LEFT JOIN people_organisation o ON o.id = 1
            CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE COALESCE(o.timezone, 'UTC'))::date AS day) d
            WHERE p.id = %(person)s"""  # noqa: S608 - columns of our models
        )
    return _sql[0]
