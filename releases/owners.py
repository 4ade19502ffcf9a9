"""Whose an item is, when it is made: the person of the owner function for this area. Pure.

Engineering's items go to the area's Eng lead, Product's to its PM, every other function's to the area's contact of that
function, else to its lead. What nobody can be found for stays with the function, and the release says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

PRODUCT, ENGINEERING = "product", "engineering"  # whose items go to the area's own people


@dataclass(frozen=True)
class Holders:
    """Who is what in one area on one day, active people only. Functions by slug, people by id."""

    pm: int | None = None
    eng_lead: int | None = None
    contacts: Mapping[str, int] = field(default_factory=dict)
    leads: Mapping[str, int] = field(default_factory=dict)

    def of(self, function: str) -> int | None:
        """The person who answers for an item of this function."""
        of_area = {PRODUCT: self.pm, ENGINEERING: self.eng_lead}.get(function)
        return of_area or self.contacts.get(function) or self.leads.get(function)


def heir(function: str, person: int | None, *, holders: Holders, former: Collection[int], left: bool) -> int | None:
    """Who takes over an open item of this function; None: it stays whose it is.

    Work follows the role: an item of nobody, of somebody who left (`left`) or of whoever held the role before
    (`former`) goes to who holds it now. What was handed on to somebody else stays hers. A deputy takes nothing over;
    she may settle what is the PM's while she stands in.
    """
    now = holders.of(function)
    if now is None or now == person:
        return None
    return now if person is None or left or person in former else None
