"""The forms on a page, as a browser would post them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT = {"text", "search", "textarea", "url"}


@dataclass
class PageForm:
    """Where a form goes and what it holds: (name, value) in the order of the page; `kinds` says what each field is."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)


def forms_of(html: str, address: str) -> list[PageForm]:
    """Every form of the page at `address`, those without an action going there."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PageForm] = []
        self.by_id: dict[str, PageForm] = {}
        self.form: PageForm | None = None
        self.choice = self.area = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        name = at.get("name", "")
        match tag:
            case "form":
                self.form = PageForm(at.get("action") or self.address, at.get("method", "get").lower())
                self.forms.append(self.form)
                self.by_id[at.get("id", "")] = self.form
            case "button" if self.form and at.get("formaction"):
                other = PageForm(at["formaction"], self.form.method, self.form.values, self.form.kinds)
                self.forms.append(other)  # the same fields, sent elsewhere
            case "input" | "button" if name:
                self._take(name, at, chosen="checked" in at or at.get("type") not in {"radio", "checkbox"})
            case "select" if name:
                self.choice = name
                self._kind(name, "select", at)
            case "option" if self.choice and "selected" in at:
                self._value(self.choice, at.get("value", ""), {})
            case "textarea" if name:
                self.area, self.text = name, ""
                self._kind(name, "textarea", at)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self.form = None
            case "select":
                self.choice = ""
            case "textarea" if self.area:
                self._value(self.area, self.text.removeprefix("\n"), {})
                self.area = ""

    def _take(self, name: str, at: dict[str, str], *, chosen: bool) -> None:
        self._kind(name, at.get("type", "text"), at)
        if chosen:
            self._value(name, at.get("value", ""), at)

    def _home(self, at: dict[str, str]) -> PageForm | None:
        return self.by_id.get(at["form"]) if at.get("form") else self.form

    def _kind(self, name: str, kind: str, at: dict[str, str]) -> None:
        if form := self._home(at):
            form.kinds.setdefault(name, kind)

    def _value(self, name: str, value: str, at: dict[str, str]) -> None:
        if form := self._home(at):
            form.values.append((name, value))
