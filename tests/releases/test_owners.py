"""Whose an item is: the area's own people first, then the function's lead."""

import pytest

from releases.owners import Holders

HOLDERS = Holders(
    pm=1, eng_lead=2, contacts={"support": 3, "product": 9}, leads={"support": 4, "qa": 5, "engineering": 6}
)


@pytest.mark.parametrize(
    ("holders", "function", "person"),
    [
        (HOLDERS, "product", 1),
        (HOLDERS, "engineering", 2),
        (HOLDERS, "support", 3),
        (HOLDERS, "qa", 5),
        (HOLDERS, "legal", None),
        (Holders(leads={"engineering": 6}), "engineering", 6),
        (Holders(contacts={"product": 9}), "product", 9),
        (Holders(), "product", None),
    ],
)
def test_the_area_answers_before_the_function(holders: Holders, function: str, person: int | None) -> None:
    assert holders.of(function) == person
