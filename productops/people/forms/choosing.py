"""Choosing a person or a time zone out of many: a text field with suggestions, which needs no script.

What is typed may be a whole suggestion, "Maja Okoń (maja@meridian.example)", or only the name or the address, or a part
of the name that fits one person: "Maja", "okon". Where several fit, the message says who.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.people.models import Person
from productops.text import clean_line, unaccented
from productops.worktime import known_zones

NAMED = 3  # who fits what was typed, when it is not one person
SUGGESTED = 1000  # more would make the page heavy; then one types the name or the address


def suggestion(person: Person) -> str:
    return f"{person.name} ({person.email})"


def suggestions() -> list[str]:
    """Everybody active, for a list of suggestions; nobody, where that would be too many. One query."""
    people = list(Person.objects.active().only("name", "email")[: SUGGESTED + 1])
    return [suggestion(person) for person in people] if len(people) <= SUGGESTED else []


def person_called(typed: str) -> Person | None:
    """The active person meant by what was typed; None for nothing. Raises ValidationError that says who else fits."""
    typed = clean_line(typed)
    if not typed:
        return None
    address = typed.rpartition("(")[2].rstrip(") ") if typed.endswith(")") else typed
    found = _fitting(address, typed)
    if not found:
        raise ValidationError(_("Nobody active is called “%(typed)s”."), params={"typed": typed[:80]})
    if len(found) > 1:
        raise ValidationError(_several(found))
    return found[0]


def _fitting(address: str, typed: str) -> list[Person]:
    """Whom the address names, else the whole name, else whole words of a name."""
    people = Person.objects.active()
    found = list(people.filter(email__iexact=address)) or list(people.filter(name__iexact=typed)[: NAMED + 1])
    if found:
        return found
    fitting = [pk for pk, name in people.values_list("pk", "name") if is_part_of(typed, name)][: NAMED + 1]
    return list(people.filter(pk__in=fitting)) if fitting else []


def is_part_of(typed: str, name: str) -> bool:
    """Is every word typed a word of the name? Accents and case do not count. Pure."""
    words = unaccented(typed).split()
    return bool(words) and set(words) <= set(unaccented(name).split())


def _several(found: list[Person]) -> str:
    names = ", ".join(suggestion(person) for person in found[:NAMED])
    if len(found) > NAMED:
        return _("Several people fit: %(names)s and others. Type the e-mail address.") % {"names": names}
    return _("Several people fit: %(names)s. Type the e-mail address.") % {"names": names}


class Suggest(forms.TextInput):
    """A text field with a list of suggestions under it. `shares`: the id of a list that is on the page already."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
        self.suggestions: Iterable[str] = ()
        self.shares = ""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        if self.shares:
            return super().render(name, value, {**(attrs or {}), "list": self.shares}, renderer)
        here = f"{(attrs or {}).get('id') or name}_suggestions"
        control = super().render(name, value, {**(attrs or {}), "list": here}, renderer)
        return format_html("{}{}", control, datalist(here, self.suggestions))


def datalist(here: str, suggestions: Iterable[str]) -> SafeString:
    options = format_html_join("", '<option value="{}"></option>', ((each,) for each in suggestions))
    return format_html('<datalist id="{}">{}</datalist>', here, options)


class SuggestMany(forms.Widget):
    """Several such fields of one name, the last ones empty to add somebody."""

    use_fieldset = True
    spare = 2

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions: Iterable[str] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        typed = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        return [each for each in typed if each.strip()]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        here = f"id_{name}_suggestions"
        controls = format_html_join(
            "",
            '<input class="input" name="{}" list="{}" value="{}" aria-label="{}" autocomplete="off">',
            ((name, here, each, _("Person %(number)s") % {"number": number})
             for number, each in enumerate([*(value or []), *[""] * self.spare], start=1)),
        )  # fmt: skip
        return format_html('<div class="stack stack--tight">{}{}</div>', controls, datalist(here, self.suggestions))


class PersonField(forms.CharField):
    """Cleans to an active `Person` or None; initial may be a Person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=400, widget=Suggest, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return suggestion(value) if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        return person_called(super().clean(value))


class PeopleField(forms.Field):
    """Cleans to a list of active people, each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SuggestMany, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [suggestion(each) if isinstance(each, Person) else each for each in value or []]

    def clean(self, value: Any) -> list[Person]:
        found = [person_called(typed[:400]) for typed in value or []]
        return list({person.pk: person for person in found if person}.values())


class ZoneField(forms.CharField):
    """An IANA time zone."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = gettext_lazy("Type a city or a continent, such as Warsaw.")
        super().__init__(**{"max_length": 64, "widget": Suggest, "help_text": help_text, **kwargs})
        self.widget.suggestions = sorted(known_zones())

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value)).strip()
        by_lower = {zone.lower(): zone for zone in known_zones()}
        zone = by_lower.get(typed.lower().replace(" ", "_"))
        if zone is None:
            by_city = [
                name for low, name in by_lower.items() if low.rpartition("/")[2] == typed.lower().replace(" ", "_")
            ]
            zone = by_city[0] if len(by_city) == 1 else None
        if zone is None:
            raise ValidationError(_("There is no time zone “%(typed)s”."), params={"typed": typed[:64]})
        return zone


class SuggestsPeople:
    """Mixed into a form: gives every field of people the same suggestions, read once."""

    fields: dict[str, forms.Field]

    def suggest_people(self) -> None:
        choosing = [field for field in self.fields.values() if isinstance(field, (PersonField, PeopleField))]
        if not choosing:
            return
        found = suggestions()
        for field in choosing:
            field.widget.suggestions = found
