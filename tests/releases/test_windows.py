"""The window in the words people use, in both languages."""

from datetime import date

import pytest
from django.utils.translation import override

from releases.windows import Span, span_said, spans_of, window_words

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


@pytest.mark.parametrize(
    ("launch", "third", "month"),
    [
        ("2026-12-01", ("2026-12-01", "2026-12-10"), ("2026-12-01", "2026-12-31")),
        ("2026-12-20", ("2026-12-11", "2026-12-20"), ("2026-12-01", "2026-12-31")),
        ("2028-02-29", ("2028-02-21", "2028-02-29"), ("2028-02-01", "2028-02-29")),
        ("9999-12-31", ("9999-12-21", "9999-12-31"), ("9999-12-01", "9999-12-31")),
    ],
)
def test_a_launch_suggests_its_window(launch: str, third: tuple[str, str], month: tuple[str, str]) -> None:
    day = date.fromisoformat(launch)
    spans = spans_of(day)
    assert {span: tuple(each.isoformat() for each in days) for span, days in spans.items()} == {
        Span.THIRD: third,
        Span.MONTH: month,
    }
    assert [span_said(day, *days) for days in spans.values()] == [Span.THIRD, Span.MONTH]
    assert [span_said(day, day, day), span_said(None, day, day), span_said(day, None, None)] == [
        Span.OWN,
        Span.OWN,
        Span.NONE,
    ]
