"""How many business days of notice a function's standing notice asks for. Pure.

A standing notice is prose: "New terms take ten business days from a complete request". Planning needs the number in it.
"""

import re

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "jeden": 1, "jednego": 1, "dwa": 2, "dwóch": 2, "trzy": 3, "trzech": 3, "cztery": 4, "czterech": 4, "pięć": 5,
    "pięciu": 5, "sześć": 6, "sześciu": 6, "siedem": 7, "siedmiu": 7, "osiem": 8, "ośmiu": 8, "dziewięć": 9,
    "dziewięciu": 9, "dziesięć": 10, "dziesięciu": 10, "dwanaście": 12, "dwunastu": 12, "piętnaście": 15,
    "piętnastu": 15, "dwadzieścia": 20, "dwudziestu": 20,
}  # fmt: skip
_DAYS = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s+"
    r"(?:full\s+|whole\s+|pełn\w+\s+)?(?:(?:business|working)[\s-]+days?|dni\s+robocz\w+|dzień\s+robocz\w+)\b",
    re.IGNORECASE,
)
MOST = 250  # business days; more is no notice but a year


def notice_days(notice: str) -> int | None:
    """The business days that a notice asks for, the most when it says several; None when it names none."""
    found = [_number(match[1]) for match in _DAYS.finditer(notice)]
    return max((days for days in found if days <= MOST), default=None)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
