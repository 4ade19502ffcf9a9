"""What full-text search over the updates can be asked; it all stands in the address."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from productops.forms import PortalForm
from rituals.enums import Health

NO_UPDATE = "none"


class SearchForm(PortalForm):
    """`q`, `area` (a slug), `health` ("none": the area gave no update), and the days `from` and `to`, both included."""

    q = forms.CharField(required=False, max_length=120)
    area = forms.CharField(required=False, max_length=80)
    health = forms.CharField(required=False, max_length=12)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from", "to"):  # `from` is no name in Python
            self.fields[name] = forms.DateField(required=False, error_messages={"invalid": _("Say a day: 2026-11-26.")})

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        since, until = facts.get("from"), facts.get("to")
        if isinstance(since, date) and isinstance(until, date) and since > until:
            self.add_error("to", _("This day is before the first one."))
        return facts

    @property
    def healths(self) -> list[tuple[str, str]]:
        return [*((health.value, str(health.label)) for health in Health), (NO_UPDATE, _("No update"))]
