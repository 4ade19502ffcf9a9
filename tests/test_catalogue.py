"""The Polish catalogue is complete and sound, and every word on a page can be translated.

What to do when this fails: `python -m tests.words`, then translate what it lists and run it again.
"""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from django.utils.translation import ngettext, override

from productops import dates
from tests import words

EXTRACTED, CATALOGUE = words.extracted(), words.committed()
# Names and codes that are the same in every language.
SAME_EVERYWHERE = {"Markdown", "CSV", "Product Ops", "SHA-256", "Ctrl", "HTML", "PDF", "JSON"}


def key(message: Message) -> tuple[str | None, str]:
    context = message.context  # bytes when read from the compiled file
    return context.decode() if isinstance(context, bytes) else context, _ids(message)[0]


def said(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    return {key(message): message for message in catalog if message.id}


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [])


def test_the_catalogue_says_what_the_sources_say() -> None:
    wanted, there = said(EXTRACTED), said(CATALOGUE)
    assert sorted(wanted.keys() - there.keys(), key=str) == [], "missing"
    assert sorted(there.keys() - wanted.keys(), key=str) == [], "no longer said"
    assert [each for each in wanted if wanted[each].pluralizable != there[each].pluralizable] == []


def test_every_text_is_translated() -> None:
    assert list(words.untranslated(CATALOGUE)) == []
    assert [message.id for message in CATALOGUE if message.id and message.fuzzy] == []


def test_every_plural_has_all_forms() -> None:
    assert CATALOGUE.num_plurals == 4
    plural = [message for message in CATALOGUE if message.pluralizable]
    assert [message.id for message in plural if len(_forms(message)) != 4] == []


def test_translations_keep_what_is_put_in() -> None:
    assert [line for message in CATALOGUE if message.id for line in _misplaced(message)] == []


def _misplaced(message: Message) -> Iterator[str]:
    """The form for one may leave the number out, as the source's may; the others say what the plural says."""
    *first, last = [words.placeholders(text) for text in _ids(message)]
    for number, form in enumerate(_forms(message)):
        allowed = [*first, last] if number == 0 else [last]
        if words.placeholders(form) not in allowed or form.count("%(") != len(re.findall(r"%\(\w+\)[sd]", form)):
            yield form


def test_translations_keep_spaces_and_marks() -> None:
    """Space at the ends, ellipses of buttons that ask first, HTML elements."""
    wrong = []
    for message in (message for message in CATALOGUE if message.id):
        source = _ids(message)[-1]
        for form in _forms(message):
            same_ends = (source[:1] == " ", source[-1:] == " ") == (form[:1] == " ", form[-1:] == " ")
            same_tags = sorted(re.findall(r"<[^>]+>", source)) == sorted(re.findall(r"<[^>]+>", form))
            if not (same_ends and same_tags and source.endswith("…") == form.endswith("…")):
                wrong.append(form)
    assert wrong == []


def test_translations_use_polish_typography() -> None:
    """„Cudzysłów” and half dash; what has to be typed as it is, in English, keeps its own marks."""
    forms = [form for message in CATALOGUE if message.id for form in _forms(message)]
    assert [form for form in forms if "—" in form or "'" in form or "..." in form or '"' in form] == []
    assert [form for form in forms if form.count("„") > form.count("”")] == []


def test_compiled_and_text_agree() -> None:
    with words.MO.open("rb") as file:
        compiled = read_mo(file)
    wanted = {each: _forms(message) for each, message in said(CATALOGUE).items()}
    assert {each: _forms(message) for each, message in said(compiled).items()} == wanted
    assert compiled.num_plurals == 4
    assert read_mo(BytesIO(words.compiled(CATALOGUE))).num_plurals == 4


NOW = datetime(2026, 11, 22, 13, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (lambda: dates.say_moment(datetime(2026, 11, 26, 14, 0), NOW), "czw. 26 lis, za 4 dni"),
        (lambda: dates.say_moment(datetime(2026, 11, 22, 15, 30), NOW), "dziś 15:30, za 2 godz."),
        (lambda: dates.say_moment(datetime(2026, 11, 21, 9, 12), NOW), "wczoraj 09:12"),
        (lambda: dates.say_moment(datetime(2026, 10, 31, 9, 0), NOW), "sob. 31 paź, 3 tygodnie temu"),
        (lambda: dates.say_date(date(2027, 5, 1), NOW.date()), "sob. 1 maj 2027"),
        (lambda: dates.say_long(date(2026, 11, 26)), "czwartek, 26 listopada 2026"),
        (lambda: dates.say_short(datetime(2026, 11, 18, 9, 0), NOW), "śr."),
    ],
)
def test_dates_are_said_the_polish_way(text: Callable[[], str], expected: str) -> None:
    with override("pl"):
        assert text() == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "1 obszar"), (3, "3 obszary"), (5, "5 obszarów"), (12, "12 obszarów"), (22, "22 obszary")],
)
def test_plurals_are_chosen_the_polish_way(number: int, expected: str) -> None:
    with override("pl"):
        assert ngettext("%(number)s area", "%(number)s areas", number) % {"number": number} == expected


# Words that cannot be translated because nobody marked them --------------------------------------

LETTERS = re.compile(r"[^\W\d_]{2,}")
MARKED = re.compile(r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
# Blocks that stand inside an attribute: classes and addresses.
UNSEEN = re.compile(r"{%\s*block (page_class|back)\s*%}.*?{%\s*endblock\s*%}", re.DOTALL)
MARKUP = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "data-key-label", "label"}


class Page(HTMLParser):
    """Collects what a reader sees or hears of a template without its tags and variables."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "code", "kbd"} & set(self.inside):
            self.texts.append(data)


def _bare(text: str) -> list[str]:
    for name in SAME_EVERYWHERE:
        text = text.replace(name, "")
    return LETTERS.findall(text)


@pytest.mark.parametrize("path", words.templates(), ids=lambda path: str(path.relative_to(words.ROOT / "templates")))
def test_every_visible_word_is_marked(path: Path) -> None:
    page = Page()
    page.feed(MARKUP.sub("", UNSEEN.sub("", MARKED.sub("", path.read_text()))))
    assert [" ".join(text.split()) for text in page.texts if _bare(text)] == []


SPEAKING_CALLS = {"Stale", "Invalid", "success", "info", "warning", "error"}
SPEAKING_ARGUMENTS = {"label", "help_text", "verbose_name", "empty_label", "error_messages"}


def _unmarked(path: Path) -> Iterator[str]:
    """Sentences handed to people as they stand: messages, errors of doors, labels of fields."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        logs = isinstance(owner, ast.Name) and owner.id in {"logger", "log"}
        spoken = [keyword.value for keyword in node.keywords if keyword.arg in SPEAKING_ARGUMENTS]
        if name in SPEAKING_CALLS and not logs:
            spoken += node.args
        for each in spoken:
            values = each.values if isinstance(each, ast.Dict) else [each]
            for value in values:
                said = value.value if isinstance(value, ast.Constant) else None
                if isinstance(value, ast.JoinedStr) or isinstance(said, str) and _bare(said):
                    yield f"{path.name}:{value.lineno}"


def test_every_sentence_of_the_python_sources_is_marked() -> None:
    assert [line for path in words.sources() for line in _unmarked(path)] == []
