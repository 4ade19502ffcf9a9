"""The forms of a line of a checklist, of the organisation's and of an area's, and of a freeze window."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from releases.enums import EvidenceRule, Gate, Tier
from releases.policy import FACTS
from releases.policy_forms import Versioned, days
from releases.policy_reading import TITLE_LIMIT


class LineForm(Versioned):
    """One line of a checklist."""

    title = forms.CharField(label=gettext_lazy("What must be there"), max_length=TITLE_LIMIT)
    gate = forms.ChoiceField(label=gettext_lazy("At which gate"))
    function = forms.ChoiceField(label=gettext_lazy("Which function does it"))
    days_before = days(gettext_lazy("Due, in business days before launch"))
    fact = forms.ChoiceField(
        label=gettext_lazy("Who says that it is done"),
        required=False,
        choices=[("", gettext_lazy("A person, with what is chosen below")), *FACTS.items()],
        help_text=gettext_lazy("What a release says of itself can settle the line by itself."),
    )
    evidence = forms.ChoiceField(label=gettext_lazy("Shown by"), choices=EvidenceRule.choices)
    required = forms.BooleanField(
        label=gettext_lazy("The release waits for it"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Otherwise it is a reminder."),
    )

    def __init__(self, *args: Any, gates: Iterable[str], functions: Mapping[str, str], **kwargs: Any) -> None:
        kwargs["initial"] = {"evidence": EvidenceRule.ANY, "days_before": 3} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["gate"].choices = [(gate, Gate(gate).label) for gate in gates]  # type: ignore[attr-defined]
        self.fields["function"].choices = [("", "–"), *functions.items()]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return self.line("title")

    def as_line(self, key: str) -> dict[str, Any]:
        """As the policy keeps it."""
        facts = self.cleaned_data
        line = {
            "key": key,
            "gate": facts["gate"],
            "title": facts["title"],
            "function": facts["function"],
            "days_before": facts["days_before"],
            "evidence": str(EvidenceRule.NONE) if facts["fact"] else facts["evidence"],
        }
        return (
            line
            | ({"fact": facts["fact"]} if facts["fact"] else {})
            | ({} if facts["required"] else {"required": False})
        )


class AreaLineForm(LineForm):
    """One line that an area adds, for which tiers."""

    tiers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("For which tiers"),
        coerce=int,
        choices=[(tier.value, tier.label) for tier in (Tier.MEDIUM, Tier.HIGH)],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)

    def as_line(self, key: str) -> dict[str, Any]:
        return super().as_line(key) | {"tiers": self.cleaned_data["tiers"]}


class FreezeForm(Versioned):
    """Days in which a launch needs the Head of Product."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    starts_on = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean_name(self) -> str:
        return self.line("name")
