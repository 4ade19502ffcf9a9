"""How the RACI came to be what it is, replayed from the row history that the database keeps by itself.

All rows written in one act carry the same time and, in their context, the activity's version that the act made
(`actions.raci`). So an act can be shown as before and after, and taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.models import Q

from productops.people.models import RaciActivity
from productops.people.raci import Difference, RaciHolder, RaciLine, RaciScope, differences, in_order

VERSION = "raci_version"  # the key in the context of a history row


@dataclass(frozen=True)
class Kept:
    """One row of history, as facts."""

    at: datetime
    gone: bool
    row_id: int
    activity_id: int
    scope: RaciScope
    line: RaciLine
    by_id: int | None
    version: int | None


@dataclass(frozen=True)
class Act:
    """What somebody did to one activity in one scope. `version` is unknown for seeds and imports."""

    at: datetime
    by_id: int | None
    activity_id: int
    scope: RaciScope
    version: int | None
    before: tuple[RaciLine, ...]
    after: tuple[RaciLine, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        return differences(self.before, self.after)

    @property
    def began(self) -> bool:
        """The scope had no lines before."""
        return not self.before

    @property
    def ended(self) -> bool:
        """The scope fell back to the wider one."""
        return not self.after


def replay(rows: Iterable[Kept]) -> list[Act]:
    """Acts, oldest first, from history rows in the order in which they were written."""
    state: dict[tuple[int, RaciScope], dict[int, RaciLine]] = {}
    acts = []
    for (at, version), together in groupby(rows, key=lambda row: (row.at, row.version)):
        touched: dict[tuple[int, RaciScope], tuple[RaciLine, ...]] = {}
        by_id = None
        for row in together:
            where = (row.activity_id, row.scope)
            held = state.setdefault(where, {})
            touched.setdefault(where, in_order(held.values()))
            by_id = row.by_id
            if row.gone:
                held.pop(row.row_id, None)
            else:
                held[row.row_id] = row.line
        for where, before in touched.items():
            after = in_order(state[where].values())
            if before != after:
                acts.append(Act(at, by_id, *where, version, before, after))
    return acts


def acts(scope: RaciScope | None = None, activity: RaciActivity | None = None) -> list[Act]:
    """Acts, newest first, in one scope (None: in all) on one activity (None: on all). One query."""
    model: Any = apps.get_model("people", "RaciEntryEvent")
    wanted = Q()
    if scope is not None:
        wanted &= Q(group_id=scope.group_id, area_id=scope.area_id)
    if activity is not None:
        wanted &= Q(activity_id=activity.pk)
    rows = model.objects.filter(wanted).order_by("pgh_id").values_list(
        "pgh_created_at", "pgh_label", "id", "activity_id", "group_id", "area_id",
        "letter", "role", "function_id", "person_id", "note", "pgh_context",
    )  # fmt: skip
    return replay(_kept(row) for row in rows)[::-1]


def _kept(row: tuple[Any, ...]) -> Kept:
    at, label, row_id, activity, group, area, letter, role, function, person, note, context = row
    known = context or {}
    return Kept(
        at, label == "delete", row_id, activity, RaciScope(group, area),
        RaciLine(letter, RaciHolder(role, function, person), note), known.get("user"), known.get(VERSION),
    )  # fmt: skip


def act_of(activity: RaciActivity, scope: RaciScope, version: int) -> Act | None:
    """The act that made this version of the activity in this scope."""
    return next((act for act in acts(scope, activity) if act.version == version), None)


def since(activity: RaciActivity, version: int) -> list[Act]:
    """What was done to the activity, in any scope, after somebody saw this version."""
    return [act for act in acts(activity=activity) if act.version is not None and act.version > version]


def of_holder(found: Iterable[Act], holder: RaciHolder) -> list[Act]:
    """The acts that changed what this holder has."""
    return [act for act in found if any(one.holder == holder for one in act.differences)]
