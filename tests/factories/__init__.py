"""Named journeys of objects, so that a test says what it is about."""

from tests.factories.people import (
    AreaFactory,
    FunctionFactory,
    OrganisationFactory,
    PersonFactory,
    ProductGroupFactory,
    area_with_pm,
    in_role,
)

__all__ = [
    "AreaFactory",
    "FunctionFactory",
    "OrganisationFactory",
    "PersonFactory",
    "ProductGroupFactory",
    "area_with_pm",
    "in_role",
]
