"""What somebody types around a decision: reasons, conditions, the decision itself."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productops.forms import PortalForm
from productops.people.forms.areas import calendar_day
from productops.people.forms.choosing import PersonField
from releases.enums import Outcome
from releases.go_no_go import Promise, Proposal

MORE = 2  # empty lines for conditions that stand for no blocker


class WhyForm(PortalForm):
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class OverrideForm(WhyForm):
    ref = forms.CharField(max_length=120, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it may go out nevertheless"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on the card and in the decision log, with your name."),
    )  # fmt: skip


class ReconfirmForm(WhyForm):
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it still holds"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who relied on the decision reads it."),
    )  # fmt: skip


class FulfilmentForm(PortalForm):
    reason = forms.CharField(label=_("How it was met"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ConditionForm(PortalForm):
    """One condition. `ref`: the blocker it stands for; without a tick it is none."""

    on = forms.BooleanField(label=_("Make it a condition"), required=False)
    what = forms.CharField(label=_("What must be done"), max_length=200, required=False)
    owner = PersonField(label=_("Who does it"), required=False)
    due_on = forms.DateField(label=_("By"), required=False, widget=calendar_day())
    ref = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, words: str = "", people: Iterable[str] = (), shares: str = "", **kwargs: Any
    ) -> None:
        """`people`: whom to suggest; `shares`: the id of the list of another condition on the page."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].widget.suggestions = people
        self.fields["owner"].widget.shares = shares
        self.words = words

    @property
    def wanted(self) -> bool:
        """A blocker's condition is ticked; another one is written."""
        data = self.cleaned_data
        return bool(data.get("on")) if data.get("ref") else bool(data.get("what") or data.get("owner"))

    @property
    def promise(self) -> Promise:
        data = self.cleaned_data
        owner, due = data.get("owner"), data.get("due_on")
        assert due is None or isinstance(due, date)
        return Promise(data.get("what") or self.words, owner.pk if owner else None, due, data.get("ref") or "")


class DecisionForm(PortalForm):
    outcome = forms.ChoiceField(label=_("The decision"), choices=Outcome, widget=forms.RadioSelect)
    rationale = forms.CharField(
        label=_("Why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A no-go or a delay needs a sentence that everybody concerned will read."),
    )  # fmt: skip
    new_launch_on = forms.DateField(label=_("New launch date, for a delay"), required=False, widget=calendar_day())
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    round = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def proposal(self, conditions: list[ConditionForm]) -> Proposal:
        data = self.cleaned_data
        outcome = Outcome(data["outcome"])
        wanted = tuple(form.promise for form in conditions if form.wanted)
        return Proposal(
            outcome=outcome,
            rationale=data["rationale"],
            conditions=wanted if outcome in (Outcome.GO, Outcome.CONDITIONAL_GO) else (),
            new_launch_on=data["new_launch_on"] if outcome == Outcome.DELAY else None,
        )
