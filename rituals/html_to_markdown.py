"""Our own stored HTML back into Markdown, for downloads. Pure.

What the portal shows is the sanitised HTML; a download made from the typed source could hold markup that some other
program obeys. So it is made from what is shown, and every letter with a meaning in Markdown is escaped.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

MARKS = {"em": "*", "strong": "**", "s": "~~"}
APART = {"p", "li", "ul", "ol", "br"}  # a note may have paragraphs and lists; here it becomes one line


def plain(text: str) -> str:
    """One line of text that means itself, wherever Markdown is read."""
    return _one_line(_escaped(text))


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_~\[\]<>#&|])", r"\\\1", text)


def _one_line(markdown: str) -> str:
    """Without line ends, and without what would begin a list at the start of a line."""
    line = " ".join(markdown.split())
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", line)


def from_html(html: str, base: str) -> str:
    """One line of Markdown that shows what `html` (of `productops.markdown`) shows; links absolute, under `base`."""
    writer = _Writer(base)
    writer.feed(html)
    writer.close()
    return _one_line("".join(writer.written))


class _Writer(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base, self.written, self.links = base, list[str](), list[str]()
        self.code: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            if self.written and self.written[-1].endswith("!"):  # or the link would be a picture
                self.written[-1] = self.written[-1][:-1] + "\\!"
            self.written.append("[")
        elif tag == "code":
            self.code = []
        elif tag in APART:
            self.written.append(" ")
        else:
            self.written.append(MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links:
            self.written.append(f"]({_address(urljoin(self.base, self.links.pop()))})")
        elif tag == "code" and self.code is not None:
            self.written.append(_fenced("".join(self.code)))
            self.code = None
        elif tag in APART:
            self.written.append(" ")
        else:
            self.written.append(MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if self.code is not None:
            self.code.append(data)
        else:
            self.written.append(_escaped(data))


def _address(href: str) -> str:
    return re.sub(r"[\s()<>\\]", lambda found: f"%{ord(found[0]):02X}", href)


def _fenced(code: str) -> str:
    """A code span, with a fence longer than any run of backticks inside."""
    fence = "`" * (max((len(run) for run in re.findall("`+", code)), default=0) + 1)
    space = " " if code[:1] in ("`", " ") or code[-1:] in ("`", " ") else ""
    return f"{fence}{space}{code}{space}{fence}"
