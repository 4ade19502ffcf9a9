"""What a page's article says and what a PDF says, made comparable: lines of words, white space left out."""

import io
import unicodedata
from html.parser import HTMLParser

from pypdf import PdfReader

VOID = {"br", "input", "use", "path", "meta", "link", "img"}
BLOCKS = {"h1", "h2", "h3", "p", "li", "section", "div", "article", "ul", "ol", "span"}


class _Article(HTMLParser):
    """The lines between `<article class="reader">` and its end, without the filters and the way to other weeks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[bool] = []  # of each element that is open: is it (in) something left out?
        self.lines: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self.inside = True
        if tag in VOID or not self.inside:
            return
        outside = tag in {"form", "nav"} or "pager" in (dict(attrs).get("class") or "")
        self.open.append(outside or bool(self.open and self.open[-1]))
        if tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag not in VOID:
            self.open.pop()
            if tag in BLOCKS:
                self.lines.append("")
        if tag == "article":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and not self.open[-1]:
            self.lines[-1] += data


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def lines_of(html: str) -> list[str]:
    """Every line of the article, squeezed."""
    reader = _Article()
    reader.feed(html)
    return [line for line in map(squeezed, reader.lines) if line]


def text_of(content: bytes) -> str:
    """All pages one after the other, squeezed. What stands above and below each page never parts a line."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
