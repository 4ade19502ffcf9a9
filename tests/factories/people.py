from datetime import date
from typing import Any

import factory
from django.contrib.auth.models import Group

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Organisation, Person, ProductGroup

LONG_AGO = date(2020, 1, 1)
PASSWORD = "correct horse battery staple"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = "Meridian"
    timezone = "Europe/Warsaw"
    country = "PL"


class FunctionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Function
        django_get_or_create = ("slug",)

    slug = "support"
    name = factory.LazyAttribute(lambda made: made.slug.replace("-", " ").title())


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    timezone = "Europe/Warsaw"


class ProductGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProductGroup

    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Area

    slug = factory.Sequence(lambda n: f"area-{n}")
    name = factory.Sequence(lambda n: f"Area {n}")


def in_role(*roles: Role, **fields: Any) -> Person:
    """An active person with organisation roles."""
    person: Person = PersonFactory(**fields)
    person.groups.set([Group.objects.get_or_create(name=str(role))[0] for role in roles])
    return person


def area_with_pm(pm: Person | None = None, **fields: Any) -> Area:
    """An area whose PM holds it since long ago; `area.pm` is that person."""
    area: Area = AreaFactory(**fields)
    area.pm = pm or in_role(Role.PM)  # type: ignore[attr-defined]
    AreaRole.objects.create(area=area, person=area.pm, kind=AreaRoleKind.PM, starts_on=LONG_AGO)  # type: ignore[attr-defined]
    return area
