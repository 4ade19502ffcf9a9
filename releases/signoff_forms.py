"""What somebody types about sign-offs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productops.forms import PortalForm
from productops.people.models import Function
from releases.enums import Answer


class AnswerForm(PortalForm):
    """The answer comes with the button that was pressed; `stamp` says what the page showed."""

    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=500, strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("When you are not ready: what is missing. It stays with your answer."),
    )  # fmt: skip
    answer = forms.ChoiceField(
        label=_("Your answer"), choices=Answer, error_messages={"required": _("Press one of the three answers.")}
    )
    stamp = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class WaitForm(PortalForm):
    waiting_for = forms.CharField(
        label=_("What you wait for"), max_length=200, help_text=_("The clock of your answer stands still until then.")
    )


class AskForm(PortalForm):
    """Functions that are asked, by their box."""

    function = forms.ModelMultipleChoiceField(
        queryset=Function.objects.none(), error_messages={"required": _("Choose whom to ask.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].queryset = Function.objects.order_by("name")  # type: ignore[attr-defined]
