"""How many days of notice a function's standing notice asks for."""

import pytest

from releases.standing_notice import notice_days


@pytest.mark.parametrize(
    ("notice", "days"),
    [
        ("", None),
        ("The PM decides when to ship.", None),
        ("Legal needs 10 business days.", 10),
        ("New terms take ten business days from a complete request.", 10),
        ("A blog post needs three business days, a press text ten.", 3),
        ("Two business days for copy; new screens need a brief five business days before.", 5),
        ("Regression takes one business day.", 1),
        ("**Five** working days", None),
        ("Fifteen working days", 15),
        ("Umowa: dziesięć dni roboczych, tekst: 3 dni robocze", 10),
        ("Wpis wymaga pięciu dni roboczych.", 5),
        ("Answered within 999 business days", None),
        ("Launch on 12 December", None),
    ],
)
def test_the_most_that_it_says_counts(notice: str, days: int | None) -> None:
    assert notice_days(notice) == days
