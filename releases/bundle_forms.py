"""What somebody types about a bundle."""

from django import forms
from django.utils.translation import gettext_lazy as _

from productops.forms import PortalForm


class SectionForm(PortalForm):
    text = forms.CharField(
        label=_("Text"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown: **bold**, lists, links."),
    )  # fmt: skip
    not_applicable = forms.CharField(
        label=_("Or: not applicable, because"), required=False, max_length=200,
        help_text=_("Instead of a text, when there is nothing to say."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewCopyForm(PortalForm):
    short_notice_reason = forms.CharField(
        label=_("Why it comes late"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ObjectionForm(PortalForm):
    objection = forms.CharField(label=_("What must change"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PublicationForm(PortalForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class TrainingPlanForm(PortalForm):
    starts_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    )
    place = forms.CharField(label=_("Where, or the link to join"), required=False, max_length=200)
    materials_url = forms.URLField(label=_("Materials"), required=False, max_length=500, assume_scheme="https")
