"""What is posted on the way of a spreadsheet into the portal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from productops.receiving import ReceivedFile
from releases.importing.cells import Order
from releases.importing.fields import LABELS, Field

ORDERS = [
    (str(Order.DAY_FIRST), gettext_lazy("the day first: 31/12/2026")),
    (str(Order.MONTH_FIRST), gettext_lazy("the month first: 12/31/2026")),
]


class UploadForm(PortalForm):
    """A file as it was received, bounded and on disk."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("In your spreadsheet program: save as, CSV. At most 50,000 rows and 20 MB."),
        allow_empty_file=True,  # what is read says in which way it is empty
        widget=forms.FileInput(attrs={"class": "input", "accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def clean_file(self) -> ReceivedFile:
        file = self.cleaned_data["file"]
        if not isinstance(file, ReceivedFile) or file.too_large:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it."))
        return file


class MappingForm(PortalForm):
    """One choice per column of the sheet, and the order of day and month where dates can be read both ways."""

    def __init__(self, data: Any = None, *, headers: Sequence[str], places: Mapping[Field, int]) -> None:
        super().__init__(data)
        self.headers = headers
        chosen = {place: str(field) for field, place in places.items()}
        choices = [("", _("Leave out")), *((str(field), label) for field, label in LABELS.items())]
        for place, header in enumerate(headers):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=chosen.get(place, ""),
                widget=forms.Select(attrs={"class": "select"}),
            )  # fmt: skip
        self.fields["order"] = forms.ChoiceField(
            label=_("Dates between slashes say"), choices=ORDERS, required=False, widget=forms.RadioSelect
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        said: dict[str, int] = {}
        for place in range(len(self.headers)):
            field = cleaned.get(f"column-{place}")
            if field and field in said:
                words = _("“%(header)s” is this already.") % {"header": self.headers[said[field]]}
                self.add_error(f"column-{place}", words)
            elif field:
                said[field] = place
        self.places = {Field(field): place for field, place in said.items()}
        self.order = Order(cleaned["order"]) if cleaned.get("order") else None
        return cleaned


class StartForm(PortalForm):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)
    leave_out = forms.BooleanField(label=gettext_lazy("Rows with errors"), required=False)
