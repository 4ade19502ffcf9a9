"""The doors of the organisation's release policy: versions that are added and never changed.

None of them touches a release under way: it keeps the version that it started with until somebody moves it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Area, Organisation, Person
from productops.people.permissions import Permission, require
from releases.models import AreaChecklist, PolicyVersion
from releases.policy_reading import Unfit, objections_to_area_lines, read
from releases.presets import preset as preset_content
from releases.queries import area_checklist_in_force, function_slugs, policy_in_force, policy_of

NOTE_LIMIT = 300


@transaction.atomic
def publish_policy(
    *,
    content: Mapping[str, Any],
    note: str,
    by: Person,
    now: datetime,
    seen_number: int,
    preset: str = "",
) -> PolicyVersion:
    """An admin makes this the policy for new releases: the next version.

    `seen_number`: the version in force that she looked at, 0 for none. Raises `Invalid` with every fault at its place
    ('tiers.2.checklist.3.function'), `Stale` when somebody published meanwhile. What is as it was publishes nothing
    and answers the version in force. Records `policy.published`.
    """
    require(by, Permission.CHANGE_POLICY, on=now)
    _one_at_a_time()
    current = policy_in_force()
    if (current.number if current else 0) != seen_number:
        message = _("Somebody published version %(number)s meanwhile. Look at it, then publish yours on top of it.")
        number = current.number if current else 0
        raise Stale(message % {"number": number}, reload=reverse("releases:policy"), version=number)
    if len(note) > NOTE_LIMIT:
        raise Invalid({"note": _("At most %(limit)s characters fit here.") % {"limit": NOTE_LIMIT}})
    try:
        read(content, functions=function_slugs())
    except Unfit as unfit:
        errors: dict[str, str] = {}
        for fault in unfit.faults:
            errors[fault.place] = f"{errors[fault.place]} {fault.words}" if fault.place in errors else fault.words
        raise Invalid(errors) from unfit
    if current and current.content == content:
        return current
    version = PolicyVersion.objects.create(
        number=seen_number + 1, content=content, note=note.strip(), preset=preset, made_at=now, made_by=by
    )
    record("policy.published", by=by, obj=version, now=now, number=version.number, preset=preset)
    return version


@transaction.atomic
def choose_preset(
    *, size: str, regulated: bool, note: str, by: Person, now: datetime, seen_number: int
) -> PolicyVersion:
    """An admin takes the policy for a company of this size, in the organisation's language, as the next version.

    Raises `Invalid` for a size that there is none for, and what `publish_policy` raises.
    """
    require(by, Permission.CHANGE_POLICY, on=now)
    try:
        content = preset_content(size, regulated=regulated, language=Organisation.current().language)
    except KeyError as unknown:
        raise Invalid({"size": _("Choose one of the sizes.")}) from unknown
    return publish_policy(content=content, note=note, preset=size, by=by, now=now, seen_number=seen_number)


@transaction.atomic
def publish_area_checklist(
    *, area: Area, items: Sequence[Mapping[str, Any]], note: str, by: Person, now: datetime, seen_number: int
) -> AreaChecklist | None:
    """The area's PM, deputy or an admin says what the area adds to the organisation's checklists: the next version.

    Raises `Invalid` with every fault at its place ('items.3.gate') and without a policy, `Stale` when somebody was
    quicker. What is as it was writes nothing. Records `area_checklist.published`.
    """
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    require(by, Permission.CHANGE_AREA_CHECKLIST, AreaChecklist(area=area), on=now)
    current = area_checklist_in_force(area.pk)
    number = current.number if current else 0
    if number != seen_number:
        message = _("Somebody changed this list after you opened the page. Look at it and do it again.")
        raise Stale(message, reload=reverse("releases:area-checklist", args=[area.slug]), version=number)
    in_force = policy_in_force()
    if in_force is None:
        raise Invalid({"": _("There is no release policy yet. An admin chooses one.")})
    faults = objections_to_area_lines(items, policy=policy_of(in_force), functions=function_slugs())
    if faults:
        raise Invalid({fault.place: fault.words for fault in faults})
    if (current.items if current else []) == list(items):
        return current
    made = AreaChecklist.objects.create(
        area=area, number=number + 1, items=list(items), note=note.strip()[:NOTE_LIMIT], made_at=now, made_by=by
    )
    record("area_checklist.published", by=by, obj=made, now=now, area_id=area.pk, number=made.number)
    return made


def _one_at_a_time() -> None:
    """The organisation's row is the lock: there may be no version yet that could be locked."""
    Organisation.objects.select_for_update(no_key=True).order_by("pk").first()
