"""The window in the words people use, in both languages."""

from datetime import date

import pytest
from django.utils.translation import override

from releases.windows import window_words

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words", "po_polsku"),
    [
        ("2026-12-01", "2026-12-10", "early December", "początek grudnia"),
        ("2026-12-11", "2026-12-20", "mid December", "połowa grudnia"),
        ("2026-12-21", "2026-12-31", "late December", "koniec grudnia"),
        ("2027-02-01", "2027-02-28", "February 2027", "Luty 2027"),
        ("2026-12-08", "2026-12-12", "Tue 8 Dec to Sat 12 Dec", "wt. 8 gru – sob. 12 gru"),
        ("2026-12-08", "2026-12-08", "Tue 8 Dec", "wt. 8 gru"),
        (None, None, "", ""),
    ],
)
def test_a_window_is_said_as_people_say_it(
    starts_on: str | None, ends_on: str | None, words: str, po_polsku: str
) -> None:
    starts, ends = (date.fromisoformat(each) if each else None for each in (starts_on, ends_on))
    assert window_words(starts, ends, TODAY) == words
    with override("pl"):
        assert window_words(starts, ends, TODAY) == po_polsku
