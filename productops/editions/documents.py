"""What an edition looks like on paper: said by the app whose kind of edition it is, laid out by `pdf.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from productops.editions.models import Edition


@dataclass(frozen=True)
class Document:
    """HTML with its style sheets as one text. `facts`: as in `EditionFile`. `pages`: about how many it makes."""

    html: str
    css: str
    facts: str
    pages: int


Compose = Callable[[Edition, str], Document]
_COMPOSERS: dict[str, Compose] = {}


def register(kind: str, compose: Compose) -> None:
    """`compose(edition, language)` writes the document of every edition of this kind. Called once, from `ready()`."""
    _COMPOSERS[kind] = compose


def document_of(edition: Edition, language: str) -> Document:
    return _COMPOSERS[edition.kind](edition, language)
