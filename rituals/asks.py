"""Who should do what by when: what a line under "Risks and asks" can name.

In a posted page the two are lines of their own beside the text, with the ids '<line>.who' and '<line>.due', so that
the one rule of merging (`rituals.merge`) covers them. Their text is canonical: a person as the field suggests her,
a day as in '2026-11-27'.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from productops.dates import say_date
from productops.people.forms.choosing import person_called, suggestion
from productops.text import shortened
from rituals.enums import Heading
from rituals.merge import Merge, Typed, fingerprint
from rituals.models import Bullet

WHO, DUE = "who", "due"
FAR_AWAY = 3 * 366  # days: nobody means it, the year is mistyped or half typed


def line_id(bullet: object, part: str) -> str:
    """The id under which who or when of a bullet is merged."""
    return f"{bullet}.{part}"


def texts_of(bullets: Iterable[Bullet]) -> dict[str, str]:
    """What is stored, as lines: id -> canonical text. Bullets come with their assignee."""
    found = {}
    for bullet in bullets:
        if bullet.heading == Heading.RISKS:
            found[line_id(bullet.pk, WHO)] = suggestion(bullet.assignee) if bullet.assignee else ""
            found[line_id(bullet.pk, DUE)] = bullet.due_on.isoformat() if bullet.due_on else ""
    return found


@dataclass(frozen=True)
class Understood:
    """Typed lines with canonical texts. `people`: text -> id. `unclear`: id -> why; these lines are left out."""

    lines: tuple[Typed, ...]
    people: Mapping[str, int] = field(default_factory=dict)
    unclear: Mapping[str, str] = field(default_factory=dict)


def understood(lines: Sequence[Typed], stored: Mapping[str, str], today: date) -> Understood:
    """Make out whom and which day was meant. Two queries at most for every name that is new."""
    clear: list[Typed] = []
    people: dict[str, int] = {}
    unclear: dict[str, str] = {}
    for line in lines:
        _bullet, _dot, part = line.id.partition(".")
        if not line.text or line.text == stored.get(line.id) or part not in (WHO, DUE):
            clear.append(line)
            continue
        try:
            text = _person(line.text, people) if part == WHO else _day(line.text, today)
            clear.append(replace(line, text=text))
        except ValidationError as problem:
            if fingerprint(line.text) == line.base:  # not mine: somebody left since the page was opened
                clear.append(line)
            else:
                unclear[line.id] = problem.messages[0]
    return Understood(tuple(clear), people, unclear)


def _person(typed: str, people: dict[str, int]) -> str:
    person = person_called(typed)
    assert person is not None
    people[suggestion(person)] = person.pk
    return suggestion(person)


def _day(typed: str, today: date) -> str:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise ValidationError(_("“%(typed)s” is no day."), params={"typed": shortened(typed, 40)}) from None
    if abs((day - today).days) > FAR_AWAY:
        raise ValidationError(_("That is years away. Is the year right?"))
    return day.isoformat()


Change = dict[str, Any]  # columns of a bullet: assignee_id, due_on


def changes(result: Merge, people: Mapping[str, int]) -> dict[str, Change]:
    """What a merge wants written of who and when: bullet id -> columns."""
    found: dict[str, Change] = {}
    for each, text in [*result.write.items(), *((each, "") for each in result.delete)]:
        bullet, _dot, part = each.partition(".")
        if part == WHO and (not text or text in people):
            found.setdefault(bullet, {})["assignee_id"] = people.get(text)
        elif part == DUE:
            found.setdefault(bullet, {})["due_on"] = date.fromisoformat(text) if text else None
    return found


def without_words(lines: Sequence[Typed], stored: Iterable[str]) -> dict[str, str]:
    """Messages at lines that name who or when, but not what."""
    texts = {line.id: line.text for line in lines}
    there = set(stored)
    return {
        bullet: _("Say what should be done.")
        for bullet, _dot, part in (line.id.partition(".") for line in lines if line.text)
        if part and not texts.get(bullet) and bullet not in there
    }


def incomplete(bullets: Iterable[Bullet]) -> dict[str, str]:
    """Messages at what is missing: whoever asks for something says who should do it, and by when."""
    errors = {}
    for bullet in bullets:
        if bullet.due_on and not bullet.assignee_id:
            errors[line_id(bullet.pk, WHO)] = _("Who should do it?")
        elif bullet.assignee_id and not bullet.due_on:
            errors[line_id(bullet.pk, DUE)] = _("By when?")
    return errors


# ------------------------------------------------------------------------------------------------------- said to people


def said(who: str, due: str, written_on: date) -> str:
    """'Lena Nowak by Fri 27 Nov', in the active language; of a part that is missing nothing. `due` as stored."""
    day = say_date(date.fromisoformat(due), written_on) if due else ""
    if who and day:
        return _("%(who)s by %(day)s") % {"who": who, "day": day}
    return who or (_("by %(day)s") % {"day": day} if day else "")


def said_in_html(who: str, due: str, written_on: date) -> SafeString:
    """The same as a small mark behind a line; empty when nothing is asked. `who` may be an open name."""
    words = said("{}", due, written_on) if who else said("", due, written_on)
    if not words:
        return format_html("{}", "")
    before, _hole, after = words.partition("{}")
    return format_html(' <span class="ask">{}{}{}</span>', before, who, after)
