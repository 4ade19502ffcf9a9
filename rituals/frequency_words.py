"""How often a meeting takes place, as people write it: "biweekly", "first Monday of the month", "every four weeks".

Pure. The text is brought into one form (weekdays become MO..SU, "second" and "2nd" become #2, "four" becomes 4) and
compared with a short list of patterns. What follows the pattern may be a remark ("you must be signed in to join"), but
not one that could change the dates ("except in July"): then the whole frequency is not understood. To add a way of
writing, add a pattern and a line to the test's table.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _

from rituals.clock_words import NotUnderstood, plain, quoted

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_WEEK = WEEK[:5]


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """What the words say, and only that; weekday and phase may still have to come from elsewhere."""

    unit: Literal["day", "week", "month"]
    interval: int = 1
    weekdays: tuple[str, ...] = ()
    """Named by the frequency itself; usually empty, because the meeting has a day of its own."""
    positions: tuple[int, ...] = ()
    """Which of the month's weekdays: 1 is the first, -1 the last."""
    month_days: tuple[int, ...] = ()
    opposite: bool = False
    """In the weeks that another meeting leaves free: "alternating with", "odd weeks"."""
    remark: bool = False
    """The text says something besides the rule."""


_WORDS: list[tuple[str, str]] = [
    *((rf"\b{name}s?\b\.?", code) for name, code in zip(
        ("mon(?:day)?", "tue(?:s(?:day)?)?", "wed(?:s|nesday)?", "thu(?:rs?(?:day)?)?", "fri(?:day)?",
         "sat(?:urday)?", "sun(?:day)?"), WEEK, strict=True)),
    *((rf"\b{word}\b", f"#{number}") for number, word in enumerate(("first", "second", "third", "fourth", "fifth"), 1)),
    (r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"#\1"),
    (r"\blast\b", "#-1"),
    *((rf"\b{word}\b", str(number)) for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 2)),
]  # fmt: skip

_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_AND = r"(?:\s*(?:,|/|&|\+)\s*(?:and (?:the )?)?|\s+and\s+(?:the\s+)?)"
_SPAN = rf"{_DAY}(?:\s*(?:-|to|through)\s*{_DAY})?"
_DAYS = rf"{_SPAN}(?:{_AND}{_SPAN})*"
_NTH = r"#-?\d{1,2}"
_NTHS = rf"{_NTH}(?:{_AND}{_NTH})*"
_GAP = r"[\s,:;(-]+"
_MONTHLY = rf"(?:monthly|(?:every|each|once a|once per) month){_GAP}(?:on )?"
_OF_MONTH = r"(?:,?\s+(?:of|in) (?:the|each|every|a) month|,?\s+(?:every|each|per|a) month|,?\s+monthly)"
_ON_DAYS = rf"(?:{_GAP}(?:on |every )?(?P<days>{_DAYS}))?"

# Words that may move, add or remove a date. One of them in the rest of the text, and nothing is certain.
_CHANGES_DATES = re.compile(
    r"\d|#|[A-Z]{2}|\b(?:except|excluding|excl|but|not|no|skip\w*|until|till|during|start\w*|from|since|twice|times?|"
    r"alternat\w*|interleav\w*|var(?:y|ies|ying)|ad[ -]hoc|needed|demand|if|when|unless|also|plus|every|each|"
    r"bi-?weekly|weekly|weeks?|weekdays?|weekends?|fortnight\w*|month\w*|quarter\w*|days?|daily|year\w*|annual\w*|sprints?|"
    r"releases?|between|before|after|following|cycles?|tbd|tba|usually|sometimes|occasional\w*|cancel\w*|paused?|hiatus|"
    r"summer|winter|holidays?|january|february|april|june|july|august|september|october|november|december)\b"
)
_OTHER_WEEKS = re.compile(r"\b(?:interleav|alternat)(?:ed|es|ing) with\b|\bodd(?:[- ]numbered)? weeks?\b")
_SAME_WEEKS = re.compile(r"\beven(?:[- ]numbered)? weeks?\b")


def read_weekdays(written: str) -> tuple[str, ...]:
    """'Tuesday', 'Mon, Wed', 'Monday to Friday', 'weekdays' -> day codes in the week's order; nothing -> ().

    Raises NotUnderstood.
    """
    text = _in_one_form(written)
    if not text:
        return ()
    if re.fullmatch(r"(?:every )?(?:weekdays?|working days?|workdays?)", text):
        return WORKING_WEEK
    if found := re.fullmatch(rf"(?:every |each |on )?({_DAYS})", text):
        return _days(found[1])
    raise NotUnderstood(_("The day “%(text)s” is not a weekday.") % {"text": quoted(written)})


def read_frequency(written: str) -> Frequency:
    """What the frequency says. Raises NotUnderstood with a sentence for the person who wrote it."""
    if not written.strip():
        raise NotUnderstood(_("It does not say how often it takes place."))
    text = _in_one_form(written) if len(written) <= 300 else ""
    for pattern, read in _PATTERNS:
        if (found := pattern.match(text)) and (frequency := read(found)):
            return _with_the_rest(frequency, text[found.end() :], written)
    raise NotUnderstood(_("The frequency “%(text)s” is not understood.") % {"text": quoted(written)})


def _with_the_rest(frequency: Frequency, rest: str, written: str) -> Frequency:
    """Take the rest of the text as a remark, or refuse it."""
    remark = rest.strip(" ,:;.()-")
    if not remark:
        return frequency
    left = remark
    opposite = False
    if frequency.unit == "week" and frequency.interval > 1:
        opposite = bool(_OTHER_WEEKS.search(remark))
        left = _SAME_WEEKS.sub("", _OTHER_WEEKS.sub("", remark, count=1), count=1)
    if _CHANGES_DATES.search(left):
        raise NotUnderstood(
            _("The frequency “%(text)s” is not understood: it says more than how often.") % {"text": quoted(written)}
        )
    return replace(frequency, opposite=opposite, remark=True)


# ---------------------------------------------------------------------------------------------------------- patterns


def _day_after_nth(found: re.Match[str]) -> Frequency | None:
    """ "Wednesday after the fourth Tuesday": the weekday within the seven dates that can follow.

    Exact as long as those dates stay in the month: 23 to 29 misses only a fourth Tuesday on 28 February, once in
    eleven years or so; anything later is refused, because a rule cannot say "or the month after".
    """
    nth, day, base = int(found["nth"][1:]), found["day"], found["base"]
    first_possible = 7 * nth - 6 + ((WEEK.index(day) - WEEK.index(base)) % 7 or 7)
    if not 1 <= nth <= 4 or first_possible + 6 > 29:
        return None
    return Frequency(unit="month", weekdays=(day,), month_days=tuple(range(first_possible, first_possible + 7)))


def _nth_weekday(found: re.Match[str]) -> Frequency | None:
    positions, days = _numbers(found["nths"]), _days(found["days"] or "")
    in_month = bool(found["month"] or found["monthly"])
    if found["every"] and not in_month and len(positions) == 1 and positions[0] > 1:
        if days:
            raise NotUnderstood(
                _("“Every second Tuesday” can mean two things; say “every two weeks” or “second Tuesday of the month”.")
            )
        return Frequency(unit="week", interval=positions[0])
    if not set(positions) <= {1, 2, 3, 4, 5, -1} or not (days or in_month):
        return None
    return Frequency(unit="month", weekdays=days, positions=positions)


def _day_of_month(found: re.Match[str]) -> Frequency | None:
    days = _numbers(found["nths"])
    if not (found["month"] or found["monthly"]) or not all(1 <= day <= 31 for day in days):
        return None
    return Frequency(unit="month", month_days=days)


def _months(found: re.Match[str]) -> Frequency | None:
    interval = 3 if "quarter" in found[0] else _interval(found["n"])
    # Any other number falls into different months every year; nobody means that.
    if interval not in {1, 2, 3, 4, 6, 12}:
        return None
    return Frequency(unit="month", interval=interval, weekdays=_days(found["days"] or ""))


def _weeks(found: re.Match[str]) -> Frequency | None:
    interval = _interval(found["n"])
    return (
        Frequency(unit="week", interval=interval, weekdays=_days(found["days"] or "")) if 1 <= interval <= 52 else None
    )


def _interval(words: str | None) -> int:
    """'', '3', '#2', 'other', 'biweekly' -> how many weeks or months from one to the next."""
    if not words:
        return 1
    number = words.lstrip("#")
    return int(number) if number.isdigit() else 2


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in re.findall(r"-?\d+", text)))


def _days(text: str) -> tuple[str, ...]:
    """'MO, WE-FR' -> MO, WE, TH, FR, in the week's order; a span may run over Sunday."""
    days: set[str] = set()
    for first, last in re.findall(rf"({_DAY})(?:\s*(?:-|to|through)\s*({_DAY}))?", text):
        length = (WEEK.index(last) - WEEK.index(first)) % 7 if last else 0
        days |= {WEEK[(WEEK.index(first) + n) % 7] for n in range(length + 1)}
    return tuple(sorted(days, key=WEEK.index))


def _in_one_form(written: str) -> str:
    text = plain(written)
    for pattern, code in _WORDS:
        text = re.sub(pattern, code, text)
    return text


_PATTERNS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Frequency | None]]] = [
    (re.compile(rf"{pattern}(?!\w)"), read)
    for pattern, read in [
        (
            rf"(?:{_MONTHLY})?(?:the )?(?P<day>{_DAY}),? (?:right )?(?:after|following) (?:the )?"
            rf"(?P<nth>{_NTH}) (?P<base>{_DAY}){_OF_MONTH}?",
            _day_after_nth,
        ),
        (
            rf"(?P<monthly>{_MONTHLY})?(?:on )?(?P<every>every |each )?(?:the )?(?P<nths>{_NTHS}) "
            rf"(?:(?P<days>{_DAYS})|weeks?)(?P<month>{_OF_MONTH})?",
            _nth_weekday,
        ),
        (
            rf"(?P<monthly>{_MONTHLY})?(?:on )?(?:every )?(?:the )?(?P<nths>{_NTHS}|\d{{1,2}})(?P<month>{_OF_MONTH})?",
            _day_of_month,
        ),
        (
            r"(?:once )?(?:monthly|(?:every|each|a|per) month|every (?P<n>\d{1,2}|other|#2) months?|"
            rf"quarterly|(?:every|each|a|per) quarter){_ON_DAYS}",
            _months,
        ),
        (
            r"(?:once )?(?P<n>bi[- ]?weekly|fortnightly|(?:every|each|a|per) fortnight|every other week|"
            rf"alternate weeks){_ON_DAYS}",
            _weeks,
        ),
        (rf"every (?P<n>other) (?P<days>{_DAYS})", _weeks),
        (rf"(?:once )?every (?P<n>\d{{1,2}}) weeks{_ON_DAYS}", _weeks),
        (rf"(?P<n>)(?:once )?(?:weekly|(?:every|each|a|per) week){_ON_DAYS}", _weeks),
        (rf"(?P<n>)(?:on |every |each )?(?P<days>{_DAYS})", _weeks),
        (
            r"(?:daily|(?:every|each) (?:weekday|working day|business day|workday)|(?:on )?(?:weekdays|workdays))",
            lambda _found: Frequency(unit="week", weekdays=WORKING_WEEK),
        ),
        (r"(?:every|each) day", lambda _found: Frequency(unit="day")),
    ]
]
