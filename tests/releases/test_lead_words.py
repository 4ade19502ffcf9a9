"""What is said about a launch date: notice, days off, freezes, days gone by and far ahead. 11 November is a holiday."""

from datetime import date

import pytest

from productops.worktime import BusinessCalendar
from releases.lead_words import Kind, short_notice, words_for
from releases.leadtime import FreezeWindow

POLAND = BusinessCalendar(country="PL", extra_holidays=frozenset({date(2026, 12, 31)}))
FREEZE = FreezeWindow("Black Friday", date(2026, 11, 23), date(2026, 11, 30))


def review_copy(tone: str, due: str, days: int, left: str) -> str:
    return f"{tone}: Review copy due {due}, that is {days} business days before launch; today leaves {left}."


ENOUGH = (
    review_copy("good", "Tue 17 Nov", 10, "10: enough"),
)  # fmt: skip
FROZEN = "warn: In the freeze Black Friday (Mon 23 Nov to Mon 30 Nov): launching needs the Head of Product."


@pytest.mark.parametrize(
    ("launch", "needed", "today", "said"),
    [
        ("2026-12-01", 10, "2026-11-17", ENOUGH),
        (
            "2026-12-01", 10, "2026-11-20",
            (review_copy("warn", "Tue 17 Nov", 10, "7: short notice"),),
        ),
        (
            "2026-11-11", 5, "2026-10-01",
            (
                "warn: Wed 11 Nov is a public holiday; the next business day is Thu 12 Nov.",
                review_copy("good", "Wed 4 Nov", 5, "29: enough"),
            ),
        ),
        (
            "2026-11-21", 5, "2026-11-02",
            (
                "warn: Sat 21 Nov is not a working day; the next business day is Mon 23 Nov.",
                review_copy("good", "Mon 16 Nov", 5, "14: enough"),
            ),
        ),
        ("2026-11-24", 0, "2026-11-02", (FROZEN, "good: This tier asks for no notice.")),
        (
            "2026-11-20", 5, "2026-11-20",
            (
                review_copy("warn", "Fri 13 Nov", 5, "0: short notice"),
                "bad: The final bundle had to be out by Wed 18 Nov: with this date that line is missed, and it blocks.",
            ),
        ),
        (
            "2026-11-16", 5, "2026-11-20",
            (
                "bad: Mon 16 Nov has passed. Keep it only to write down what has already happened.",
                "bad: The review copy was due Fri 6 Nov.",
            ),
        ),
        (
            "2029-08-15", 10, "2026-11-20",
            (
                "warn: Wed 15 Aug 2029 is 33 months ahead. Is the year right?",
                "warn: Wed 15 Aug 2029 is a public holiday; the next business day is Thu 16 Aug 2029.",
                review_copy("good", "Wed 1 Aug 2029", 10, "688: enough"),
            ),
        ),
        ("9999-12-31", 10, "2026-11-20", ("bad: That is more than ten years away. Is the year right?",)),
        ("0001-01-01", 10, "2026-11-20", ("bad: That is more than ten years away. Is the year right?",)),
    ],
)  # fmt: skip
def test_a_date_is_said_as_it_is(launch: str, needed: int, today: str, said: tuple[str, ...]) -> None:
    words = words_for(
        date.fromisoformat(launch), needed=needed, final_days=2, today=date.fromisoformat(today), calendar=POLAND,
        freezes=[FREEZE],
    )  # fmt: skip
    assert tuple(f"{word.tone}: {word.words}" for word in words) == said


def test_a_day_off_of_the_organisation_is_no_public_holiday() -> None:
    [day, _notice] = words_for(date(2026, 12, 31), needed=0, final_days=0, today=date(2026, 12, 1), calendar=POLAND)
    assert (day.kind, day.words) == (
        Kind.DAY,
        "Thu 31 Dec is not a working day; the next business day is Mon 4 Jan 2027.",
    )


@pytest.mark.parametrize(
    ("given", "needed", "words"),
    [
        (5, 5, ""),
        (6, 5, ""),
        (3, 10, "Short notice: 3 of 10 business days."),
        (-4, 5, "Short notice: 0 of 5 business days."),
        (0, 1, "Short notice: 0 of 1 business day."),
    ],
)
def test_how_short(given: int, needed: int, words: str) -> None:
    assert short_notice(given=given, needed=needed) == words
