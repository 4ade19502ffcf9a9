"""Who is what in an area, from one day to another, and guardian's grants as a projection of that."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import Permission as DjangoPermission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission

from productops import dates
from productops.audit.record import record
from productops.doors import Invalid
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Function, Organisation, Person
from productops.people.permissions import Permission, require
from productops.people.search import push_areas
from productops.people.signals import area_role_changed
from productops.people.standing import day_of


@transaction.atomic
def set_role(
    *,
    area: Area,
    kind: str,
    person: Person,
    starts_on: date,
    function: Function | None = None,
    by: Person,
    now: datetime,
) -> AreaRole:
    """`person` is PM, Eng lead or the function's contact of an area from a day on, until further notice.

    Whoever held it before holds it until the day before. Records `area_role.set`. Raises Invalid when the person
    is deactivated, when the role is held already by her, or when somebody is to begin on that day or later.
    """
    area = _locked(area)
    require(by, Permission.MANAGE_AREAS, area, on=now)
    _must_be_active(person)
    rows = AreaRole.objects.filter(area=area, kind=kind, function=function)
    if later := rows.filter(starts_on__gte=starts_on).select_related("person").order_by("starts_on").first():
        raise Invalid({"starts_on": _begins_already(later, now)})
    ending = rows.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if ending.filter(person=person, ends_on=None).exists():
        raise Invalid({"person": _("%(name)s holds this role already.") % {"name": person.name}})
    for held in ending:
        held.ends_on = starts_on - timedelta(days=1)
        held.save()
    role = AreaRole.objects.create(area=area, kind=kind, function=function, person=person, starts_on=starts_on)
    _role_changed("area_role.set", role, by, now)
    return role


def _begins_already(later: AreaRole, now: datetime) -> str:
    facts = {"name": later.person.name, "day": dates.say_date(later.starts_on, Organisation.current().day(now))}
    return _("%(name)s is to begin on %(day)s. Choose a later day, or end that first.") % facts


@transaction.atomic
def set_deputy(*, area: Area, person: Person, starts_on: date, ends_on: date, by: Person, now: datetime) -> AreaRole:
    """`person` acts for the area's PM from one day to another, both included. By the PM or an admin.

    Records `area_role.set`. Raises Invalid when the days are the wrong way round or past, when somebody else is
    deputy on one of them, when the person is the PM herself, or deactivated.
    """
    area = _locked(area)
    require(by, Permission.NAME_DEPUTY, area, on=now)
    _must_be_active(person)
    if ends_on < starts_on:
        raise Invalid({"ends_on": _("This is before the first day.")})
    if ends_on < day_of(by, now):
        raise Invalid({"ends_on": _("This day is over.")})
    if AreaRole.objects.on(starts_on).filter(area=area, kind=AreaRoleKind.PM, person=person).exists():
        raise Invalid({"person": _("%(name)s is the PM of this area.") % {"name": person.name}})
    clash = (
        AreaRole.objects.filter(area=area, kind=AreaRoleKind.DEPUTY, starts_on__lte=ends_on, ends_on__gte=starts_on)
        .select_related("person")
        .first()
    )
    if clash:
        raise Invalid({"starts_on": _is_deputy_then(clash, now)})
    role = AreaRole.objects.create(
        area=area, kind=AreaRoleKind.DEPUTY, person=person, starts_on=starts_on, ends_on=ends_on
    )
    _role_changed("area_role.set", role, by, now)
    return role


def _is_deputy_then(clash: AreaRole, now: datetime) -> str:
    assert clash.ends_on
    today = Organisation.current().day(now)
    facts = {
        "name": clash.person.name,
        "first": dates.say_date(clash.starts_on, today),
        "last": dates.say_date(clash.ends_on, today),
    }
    return _("%(name)s is deputy from %(first)s to %(last)s. Two at a time would leave nobody in charge.") % facts


@transaction.atomic
def end_role(*, role: AreaRole, by: Person, now: datetime) -> None:
    """A role ends with yesterday; one that had not begun before today is taken back as if never given.

    A deputy's may be ended by the PM too. Records `area_role.ended`. Raises Invalid when it is over already.
    """
    area = _locked(role.area)
    needed = Permission.NAME_DEPUTY if role.kind == AreaRoleKind.DEPUTY else Permission.MANAGE_AREAS
    require(by, needed, area, on=now)
    found = AreaRole.objects.select_for_update(of=("self",)).select_related("person").filter(pk=role.pk).first()
    today = day_of(by, now)
    if found is None or (found.ends_on and found.ends_on < today):
        raise Invalid({"": _("This role is over already.")})
    data = {"kind": found.kind, "person_id": found.person_id, "function_id": found.function_id}
    record("area_role.ended", by=by, obj=found, now=now, area_id=area.pk, **data)
    if found.starts_on >= today:
        found.delete()
    else:
        found.ends_on = today - timedelta(days=1)
        found.save()
    project_area_roles(area, on=today)
    push_areas([area], now=now)
    area_role_changed.send(AreaRole, area=area, by=by, now=now)


def _locked(area: Area) -> Area:
    return Area.objects.select_for_update(of=("self",)).get(pk=area.pk)


def _must_be_active(person: Person) -> None:
    if not person.is_active:
        raise Invalid({"person": _("%(name)s is deactivated.") % {"name": person.name}})


def _role_changed(name: str, role: AreaRole, by: Person, now: datetime) -> None:
    record(
        name, by=by, obj=role, now=now, area_id=role.area_id,
        kind=role.kind, person_id=role.person_id, function_id=role.function_id,
    )  # fmt: skip
    project_area_roles(role.area, on=day_of(by, now))
    push_areas([role.area], now=now)
    area_role_changed.send(AreaRole, area=role.area, by=by, now=now)


def project_area_roles(area: Area, on: date) -> None:
    """Make guardian's `write_updates` on `area` say what its roles say on a day. Set-based; no event of its own."""
    _project(on, Q(pk=area.pk), str(area.pk))


@transaction.atomic
def project_all_area_roles(on: date) -> int:
    """The same for every area, once a day, because roles begin and end by date; also drops grants on areas that
    are gone. Returns how many grants there are."""
    return _project(on, Q(), None)


def _project(on: date, which: Q, object_pk: str | None) -> int:
    wanted = {
        (person, str(area))
        for person, area in AreaRole.objects.on(on)
        .filter(
            area__in=Area.objects.active().filter(which),
            kind__in=[AreaRoleKind.PM, AreaRoleKind.DEPUTY],
            person__is_active=True,
        )
        .values_list("person_id", "area_id")
    }
    content_type = ContentType.objects.get_for_model(Area)
    right = DjangoPermission.objects.get(content_type=content_type, codename="write_updates")
    grants = UserObjectPermission.objects.filter(permission=right, content_type=content_type)
    if object_pk is not None:
        grants = grants.filter(object_pk=object_pk)
    held = {(grant.user_id, grant.object_pk): grant.pk for grant in grants}
    UserObjectPermission.objects.filter(pk__in=[held[key] for key in held.keys() - wanted]).delete()
    UserObjectPermission.objects.bulk_create(
        [
            UserObjectPermission(user_id=person, object_pk=area, permission=right, content_type=content_type)
            for person, area in sorted(wanted - held.keys())
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return len(wanted)
