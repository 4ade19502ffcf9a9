"""Who uses the portal and what they are to each other: organisation, people, areas, RACI."""

from productops.people.models.areas import Area, AreaRole, ProductGroup
from productops.people.models.organisation import Function, Organisation
from productops.people.models.person import Person
from productops.people.models.raci import RaciActivity, RaciEntry

__all__ = [
    "Area",
    "AreaRole",
    "Function",
    "Organisation",
    "Person",
    "ProductGroup",
    "RaciActivity",
    "RaciEntry",
]
