"""Pages as a browser without a script reads them: their forms and what stands in the fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form with its fields as they would be posted. The values can be changed."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)

    def empty(self, prefix: str) -> str:
        """The name of the first empty field that begins so: the next line to write in."""
        return next(name for name, value in self.fields.items() if name.startswith(prefix) and not value)

    def having(self, text: str) -> str:
        """The name of the field with this text."""
        return next(name for name, value in self.fields.items() if value == text)

    def texts(self, prefix: str) -> list[str]:
        """What stands in the fields that begin so, empty ones left out."""
        return [value for name, value in self.fields.items() if name.startswith(prefix) and value]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found.get("action", "")))
        if not self.forms or not (name := found.get("name")):
            return
        if tag == "textarea":
            self.area = name
            self.forms[-1].fields[name] = ""
        elif tag == "input" and (found.get("type") != "radio" or "checked" in found):
            self.forms[-1].fields[name] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1].fields[self.area] += data


def forms(html: str) -> list[Form]:
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def form(html: str, action: str) -> Form:
    """The form that is posted to an address ending in `action`."""
    return next(each for each in forms(html) if each.action.endswith(action))
