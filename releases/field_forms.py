"""Shapes of what a release says of itself: facts, safety, what customers may be told. The doors decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from productops.people.forms.areas import calendar_day
from productops.people.forms.choosing import PersonField, SuggestsPeople
from productops.people.models import Area, Function
from productops.text import clean_line
from releases.enums import CustomerWord
from releases.models import Release
from releases.planning_forms import LineField

MOST_SEGMENTS, SEGMENT = 12, 60
FIELDS: Mapping[str, tuple[str, ...]] = {
    "facts": ("name", "version_label", "summary", "segments", "functions", "other_areas"),
    "safety": (
        "build_tag", "critical_bugs", "bugs_url", "rollback_procedure", "rollback_owner", "rollback_criteria",
        "monitoring", "alert_thresholds", "dashboard_url",
    ),
    "customers": ("customer_word", "customer_from", "customer_sentence"),
}  # fmt: skip


class WebField(forms.URLField):
    """An address that leads to the web; without a beginning it is taken for https."""

    def __init__(self, **kwargs: Any) -> None:
        schemes = URLValidator(schemes=["http", "https"])
        super().__init__(**{"max_length": 500, "assume_scheme": "https", "validators": [schemes], **kwargs})


def text_field(label: Any, most: int, rows: int = 2, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class FieldsForm(PortalForm):
    """`version` is what the page showed of the release."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)

    @property
    def said(self) -> dict[str, Any]:
        """What the door is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class FactsForm(FieldsForm):
    """What it is and whom it concerns."""

    name = LineField(label=gettext_lazy("Name"), max_length=120)
    version_label = LineField(
        label=gettext_lazy("Version"), max_length=40, required=False, help_text=gettext_lazy("As customers see it.")
    )
    summary = text_field(
        gettext_lazy("What changes, in plain words"), 1000,
        help_text=gettext_lazy("For somebody who was not in the room. Customers are not named here."),
    )  # fmt: skip
    segments = forms.CharField(
        label=gettext_lazy("Customer segments"), max_length=800, required=False,
        help_text=gettext_lazy("Kinds of customers, with commas between, such as EU merchants."),
    )  # fmt: skip
    functions = forms.ModelMultipleChoiceField(
        Function.objects.none(), label=gettext_lazy("Functions affected"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Who has to know, learn or prepare something."),
    )  # fmt: skip
    other_areas = forms.ModelMultipleChoiceField(
        Area.objects.none(), label=gettext_lazy("Other areas"), required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=gettext_lazy("Areas that it also changes. The release stays with the PM of its own area."),
    )  # fmt: skip

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["functions"].queryset = Function.objects.all()  # type: ignore[attr-defined]
        offered = Q(closed_at=None) | Q(pk__in=release.other_areas.values("pk"))
        self.fields["other_areas"].queryset = Area.objects.filter(offered).exclude(pk=release.area_id).in_order()  # type: ignore[attr-defined]

    def clean_segments(self) -> list[str]:
        named = [clean_line(each) for each in self.cleaned_data["segments"].split(",")]
        kept = list(dict.fromkeys(each for each in named if each))
        if any(len(each) > SEGMENT for each in kept):
            raise forms.ValidationError(
                _("One segment has more than %(number)s characters."), params={"number": SEGMENT}
            )
        if len(kept) > MOST_SEGMENTS:
            raise forms.ValidationError(_("At most %(number)s segments."), params={"number": MOST_SEGMENTS})
        return kept

    def clean_functions(self) -> list[Function]:
        return list(self.cleaned_data["functions"])

    def clean_other_areas(self) -> list[Area]:
        return list(self.cleaned_data["other_areas"])


class SafetyForm(SuggestsPeople, FieldsForm):
    """What goes out, how one sees that it goes well, and how one goes back."""

    build_tag = LineField(label=gettext_lazy("Build"), max_length=80, required=False)
    critical_bugs = forms.IntegerField(
        label=gettext_lazy("Open critical bugs"), min_value=0, max_value=9999, widget=forms.NumberInput
    )
    bugs_url = WebField(label=gettext_lazy("List of bugs"), required=False)
    rollback_procedure = text_field(gettext_lazy("How to go back"), 2000, 3, gettext_lazy("Step by step."))
    rollback_owner = PersonField(label=gettext_lazy("Who goes back"), required=False)
    rollback_criteria = text_field(
        gettext_lazy("When to go back"), 1000, help_text=gettext_lazy("What is seen that decides it, with numbers.")
    )
    monitoring = text_field(gettext_lazy("What is watched"), 1000)
    alert_thresholds = LineField(label=gettext_lazy("Alert at"), max_length=300, required=False)
    dashboard_url = WebField(label=gettext_lazy("Dashboard"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_people()


class CustomersForm(FieldsForm):
    """May I tell the customer?"""

    customer_word = forms.ChoiceField(
        label=gettext_lazy("May I tell the customer?"), choices=CustomerWord.choices, widget=forms.RadioSelect
    )
    customer_from = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=calendar_day(),
        help_text=gettext_lazy("Everybody in the company sees this day."),
    )  # fmt: skip
    customer_sentence = LineField(
        label=gettext_lazy("The sentence to say"), max_length=300, required=False,
        help_text=gettext_lazy("Word by word, so that everybody says the same."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A day belongs to "from a date" alone."""
        facts = super().clean() or self.cleaned_data
        if facts.get("customer_word") != CustomerWord.FROM:
            facts["customer_from"] = None
        return facts
