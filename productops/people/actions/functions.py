"""Changes to functions: who leads, who stands in, what the function asks of a launch."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid
from productops.markdown import block_html
from productops.people.actions.order import free_slug
from productops.people.models import Function, Person
from productops.people.permissions import Permission, require
from productops.people.versions import hold


@transaction.atomic
def create_function(*, name: str, by: Person, now: datetime) -> Function:
    """A function the seeded list lacks, at its end. Records `function.created`. Raises Invalid (name taken)."""
    require(by, Permission.EDIT_FUNCTION, on=now)
    _free_name(name)
    slug = free_slug(name, Function.objects.values_list("slug", flat=True))[:50]
    last = Function.objects.aggregate(Max("position"))["position__max"]
    function = Function.objects.create(slug=slug, name=name, position=(last or 0) + 1)
    record("function.created", by=by, obj=function, now=now)
    return function


@transaction.atomic
def change_function(
    *,
    function: Function,
    version: int,
    name: str,
    lead: Person | None,
    delegates: Iterable[Person],
    standing_notice: str,
    by: Person,
    now: datetime,
) -> Function:
    """Its lead, a delegate or an admin says anew who answers for it and what it asks.

    Renders the notice. Records `function.changed`, with the delegates' ids before and after when they differ.
    Raises Stale, Invalid (name taken, somebody deactivated).
    """
    function = Function.objects.select_for_update(of=("self",)).get(pk=function.pk)
    require(by, Permission.EDIT_FUNCTION, function, on=now)
    hold(function, version)
    _free_name(name, but=function)
    wanted = list(delegates)
    for field, people in (("lead", [lead] if lead else []), ("delegates", wanted)):
        for gone in (person for person in people if not person.is_active):
            raise Invalid({field: _("%(name)s is deactivated.") % {"name": gone.name}})
    function.name, function.lead = name, lead
    function.standing_notice = standing_notice
    function.standing_notice_html = block_html(standing_notice) if standing_notice else ""
    function.save()
    before = set(function.delegates.values_list("pk", flat=True))
    after = {person.pk for person in wanted}
    function.delegates.set(wanted)
    data: dict[str, Any] = (
        {"delegates_before": sorted(before), "delegates_after": sorted(after)} if before != after else {}
    )
    record("function.changed", by=by, obj=function, now=now, **data)
    return function


def _free_name(name: str, but: Function | None = None) -> None:
    if Function.objects.filter(name__iexact=name).exclude(pk=but.pk if but else 0).exists():
        raise Invalid({"name": _("There is already a function with this name.")})
