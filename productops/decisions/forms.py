"""What a person says of a decision. Parsing and shape; the rules are in the doors."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from productops.decisions.actions import Option, Said
from productops.decisions.models import DecisionEntry
from productops.forms import PortalForm
from productops.people.forms.areas import calendar_day
from productops.people.models import Area
from productops.people.models.areas import in_area_order
from productops.text import clean_line

ROWS, MOST_ROWS, LINKS = 3, 10, 2
TEXT = 5000


class LineField(forms.CharField):
    """One line of text: no line breaks, no blanks around."""

    def clean(self, value: Any) -> str:
        return clean_line(super().clean(value))


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=TEXT, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class WordingForm(PortalForm):
    """The words of a decision."""

    title = LineField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("The decision in one line, as people will look for it."),
    )
    context = _text(gettext_lazy("Context"), 4, gettext_lazy("What made a decision necessary."))
    decision = _text(pgettext_lazy("part of an entry", "Decision"), 3)
    rationale = _text(gettext_lazy("Why"), 4, gettext_lazy("What spoke for it in the end."))

    @property
    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in ("title", "context", "decision", "rationale")})


class DecisionForm(WordingForm):
    """A whole decision. `rows` options can be named; pressing "more" shows further ones and judges nothing."""

    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS, required=False)
    chosen = forms.CharField(label=gettext_lazy("Options"), required=False, max_length=2)
    area = forms.ModelChoiceField(
        label=gettext_lazy("Scope"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("The whole organisation"),
    )
    review_on = forms.DateField(
        label=gettext_lazy("Look at it again on"),
        widget=calendar_day(),
        help_text=gettext_lazy("You are reminded on that day: keep it, or supersede it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.order_by(*in_area_order())  # type: ignore[attr-defined]
        self.count = self._asked_rows()
        web = URLValidator(schemes=["http", "https"])
        for n in range(self.count):
            self.fields[f"option_{n}"] = LineField(
                label=_("Option %(number)s") % {"number": n + 1}, max_length=200, required=False
            )
            for name, label in (("pros", _("Speaks for it")), ("cons", _("Speaks against it"))):
                widget = forms.Textarea(attrs={"rows": 2})
                self.fields[f"{name}_{n}"] = forms.CharField(
                    label=label, max_length=1000, required=False, widget=widget
                )
        for n in range(LINKS):
            self.fields[f"link_title_{n}"] = LineField(label=_("Title of the link"), max_length=120, required=False)
            self.fields[f"link_{n}"] = forms.URLField(
                label=_("Address"), max_length=500, required=False, assume_scheme="https", validators=[web]
            )

    def _asked_rows(self) -> int:
        asked = str((self.data if self.is_bound else self.initial).get("rows") or ROWS)
        asked = asked if asked.isascii() and asked.isdigit() and len(asked) < 3 else str(ROWS)
        return max(1, min(int(asked), MOST_ROWS))

    def option_rows(self) -> Iterator[dict[str, Any]]:
        """For the page: the fields of each option, and whether it is the chosen one."""
        chosen = str(self["chosen"].value() or "")
        for n in range(self.count):
            row = {name: self[f"{name}_{n}"] for name in ("option", "pros", "cons")}
            yield row | {"value": str(n), "number": n + 1, "chosen": chosen == str(n)}

    def link_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for n in range(LINKS):
            yield self[f"link_title_{n}"], self[f"link_{n}"]

    def clean(self) -> None:
        chosen = self.cleaned_data.get("chosen", "")
        for n in range(self.count):
            said = self.cleaned_data.get(f"pros_{n}") or self.cleaned_data.get(f"cons_{n}") or chosen == str(n)
            if said and not self.cleaned_data.get(f"option_{n}") and f"option_{n}" not in self.errors:
                self.add_error(f"option_{n}", _("Name the option."))
        if not self.errors and not any(option.chosen for option in self.options):
            self.add_error("chosen", _("Name the options that were considered, and mark the one that was chosen."))
        for n in range(LINKS):
            if self.cleaned_data.get(f"link_title_{n}") and not self.cleaned_data.get(f"link_{n}"):
                self.add_error(f"link_{n}", _("Say where this link leads."))

    @property
    def options(self) -> list[Option]:
        facts, chosen = self.cleaned_data, self.cleaned_data.get("chosen", "")
        return [
            Option(facts[f"option_{n}"], facts[f"pros_{n}"].strip(), facts[f"cons_{n}"].strip(), chosen == str(n))
            for n in range(self.count)
            if facts.get(f"option_{n}")
        ]

    @property
    def links(self) -> list[dict[str, str]]:
        facts = self.cleaned_data
        pairs = [(facts.get(f"link_title_{n}", ""), facts.get(f"link_{n}", "")) for n in range(LINKS)]
        return [{"title": title or url, "url": url} for title, url in pairs if url]

    @property
    def facts(self) -> dict[str, Any]:
        """What the doors are told beside who and when."""
        return {
            "said": self.said,
            "options": self.options,
            "links": self.links,
            "area": self.cleaned_data["area"],
            "review_on": self.cleaned_data["review_on"],
        }


def more_rows(posted: Any) -> DecisionForm:
    """What was typed, with more room for options; unbound, so nothing is judged yet."""
    typed = DecisionForm(posted)
    initial = {name: typed.data.get(name) for name in typed.fields}
    return DecisionForm(initial=initial | {"rows": min(typed.count + 2, MOST_ROWS)})


def beginning_of(entry: DecisionEntry, review_on: date) -> dict[str, Any]:
    """What a superseding decision begins with: the earlier one's title, context, options and scope."""
    options = list(entry.options.all())[:MOST_ROWS]
    found: dict[str, Any] = {
        "title": entry.title,
        "context": entry.context,
        "area": entry.area_id,
        "review_on": review_on,
        "rows": max(ROWS, len(options)),
    }
    for n, option in enumerate(options):
        found |= {f"option_{n}": option.title, f"pros_{n}": option.pros, f"cons_{n}": option.cons}
    return found


class ReviewForm(PortalForm):
    """The owner keeps a decision."""

    keep_until = forms.DateField(
        label=gettext_lazy("Look at it again on"),
        widget=calendar_day(),
        required=False,
        help_text=gettext_lazy("Without a day it holds for good, and nobody is reminded again."),
    )
