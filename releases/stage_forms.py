"""What is typed when a release's stage changes: a reason, or when it was launched."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from releases.planning_forms import LineField


class ReasonForm(PortalForm):
    """A reason that everybody reads who sees the release."""

    reason = LineField(max_length=200)

    def __init__(self, *args: Any, label: str, missing: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.error_messages["required"] = label, help_text, missing


class LaunchedForm(PortalForm):
    """Nothing typed means now."""

    launched_at = forms.DateTimeField(
        label=gettext_lazy("When it was launched"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("In your time zone. Leave it empty for now."),
    )
