"""Forms of the portal: what is typed is cleaned before it is looked at."""

from typing import Any

from django import forms
from django.http import QueryDict

from productops.http import cleaned


class _Cleaned:
    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = cleaned(data) if isinstance(data, QueryDict) else data
        super().__init__(data, *args, **kwargs)  # type: ignore[call-arg]  # of the form that this is mixed into
        self.label_suffix = ""

    def take(self, errors: dict[str, str]) -> None:
        """Put the errors that a door raised (`doors.Invalid`) at their fields."""
        for name, message in errors.items():
            self.add_error(name if name in self.fields else None, message)  # type: ignore[attr-defined]


class PortalForm(_Cleaned, forms.Form):
    """A plain form; text without characters that do harm."""


class PortalModelForm(_Cleaned, forms.ModelForm):  # type: ignore[type-arg]
    """A form over a model's fields; saving is the door's business, never `form.save()`."""
