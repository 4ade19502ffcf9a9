"""Whose an item is, when it is made: the person of the owner function for this area. Pure.

Engineering's items go to the area's Eng lead, Product's to its PM, every other function's to the area's contact of that
function, else to its lead. What nobody can be found for stays with the function, and the release says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Holders:
    """Who is what in one area on one day, active people only. Functions by slug, people by id."""

    pm: int | None = None
    eng_lead: int | None = None
    contacts: Mapping[str, int] = field(default_factory=dict)
    leads: Mapping[str, int] = field(default_factory=dict)

    def of(self, function: str) -> int | None:
        """The person who answers for an item of this function."""
        of_area = {"product": self.pm, "engineering": self.eng_lead}.get(function)
        return of_area or self.contacts.get(function) or self.leads.get(function)
