"""The words of the portal and their catalogue: what has to be translated, and `python -m tests.words` to update it.

Works without the gettext programs. Words come from the Python sources of our apps and from the templates, as
Django's own `templatize` reads them. Updating keeps every translation whose source is still there, drops the others,
leaves new ones empty for the translator (tests/test_catalogue.py says which) and compiles.
"""

import calendar
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "productops/locale/pl/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
APPS = ("productops", "comms", "releases", "rituals")

Calls = dict[str, tuple[int | tuple[int, str], ...] | None]
_SHAPES: Calls = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
CALLS: Calls = {
    "_": None,
    "gettext_noop": None,
    **_SHAPES,
    **{f"{name}_lazy": shape for name, shape in _SHAPES.items()},
}


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def sources() -> list[Path]:
    return sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "/migrations/" not in str(path))


def as_python(template: Path) -> bytes:
    """A template as calls of gettext. In brackets, so that no line of it can be an indentation error."""
    return f"({templatize(template.read_text(), origin=str(template))}\n)".encode()


def extracted() -> Catalog:
    """Every string that has to be translated, with the files that say it."""
    catalog = Catalog(charset="utf-8")
    texts = [(path, path.read_bytes()) for path in sources()] + [(path, as_python(path)) for path in templates()]
    for path, text in texts:
        for _line, call, messages, _comments in extract_python(BytesIO(text), CALLS, [], {}):  # type: ignore[arg-type]
            _add(catalog, call, messages, str(path.relative_to(ROOT)))
    # Django's names of days as this catalogue says them: inside a sentence, without a capital letter.
    for name in [*calendar.day_name, *calendar.day_abbr]:
        catalog.add(name, locations=[("productops/dates.py", 0)])
    return catalog


def _add(catalog: Catalog, call: str, messages: object, path: str) -> None:
    parts = [part for part in (messages if isinstance(messages, tuple) else (messages,)) if isinstance(part, str)]
    context = parts.pop(0) if "pgettext" in call else None
    if parts:
        plural = "ngettext" in call or "npgettext" in call
        catalog.add(tuple(parts[:2]) if plural else parts[0], locations=[(path, 0)], context=context)


def committed() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="pl")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]", text))


def compiled(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def written(catalog: Catalog) -> bytes:
    """As text, without the headers that say nothing."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    empty = rb'"(Project-Id-|Report-Msgid-|PO-Revision-|Last-Trans|Language-Team|Generated-By)[^"]*"\n'
    return re.sub(empty, b"", buffer.getvalue())


def untranslated(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and (not forms or not all(forms)):
            yield str(message.id)


def main() -> None:
    catalog = committed()
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    PO.write_bytes(written(catalog))
    MO.write_bytes(compiled(catalog))
    left = list(untranslated(catalog))
    print(f"{len(catalog)} texts, {len(left)} to translate", *left, sep="\n")


if __name__ == "__main__":
    main()
