"""Shapes of what is typed while a release is planned: questionnaire, tier, dates, window. The doors decide."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from productops.people.forms.areas import calendar_day
from productops.people.models import Area
from productops.text import clean_line
from releases.beginning import ANSWER, objection_to_window, objections, unanswered
from releases.enums import Tier
from releases.leadtime import objection_to_day
from releases.policy import Policy
from releases.tiering import Question, suggest
from releases.windows import Span, spans_of, window_words

STRIP = 44  # letters: answers that are longer together stand below each other


class LineField(forms.CharField):
    """One line of text: no line breaks, no blanks around."""

    def clean(self, value: Any) -> str:
        return clean_line(super().clean(value))


def reason_field(label: Any) -> LineField:
    return LineField(label=label, max_length=300, required=False)


class _AsTyped(PortalForm):
    """A form that can also show what was typed without judging it: what is asked for while it is filled in.

    Such a form is unbound, with what was posted as its initial values.
    """

    def _said(self, name: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(name) or "")

    def _say(self, name: str, value: str) -> None:
        if self.is_bound:
            self.data[name] = value  # type: ignore[index]  # `cleaned` made a copy of what was posted
        else:
            self.initial[name] = value


class Questionnaire(_AsTyped):
    """The questions of a policy, the tier that they suggest, and the one that is assigned.

    As long as nobody chose another tier, the one assigned follows the suggestion; `suggested` remembers which one was
    on the page, so that no tier is assigned that nobody saw.
    """

    tier = forms.TypedChoiceField(
        label=gettext_lazy("The tier you assign"), coerce=int, required=False, empty_value=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    suggested = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = reason_field(gettext_lazy("Why this tier is right"))
    assigns = True

    def __init__(self, *args: Any, policy: Policy | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        for question in policy.questions if policy else ():
            self.fields[ANSWER + question.key] = forms.ChoiceField(
                label=question.text, help_text=question.help, choices=list(question.answers.items()), required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
        self.unseen = False
        if policy:
            self.fields["tier"].choices = [(int(tier), tier.label) for tier in policy.tiers]  # type: ignore[attr-defined]
            self._follow(policy)
        else:
            del self.fields["tier"], self.fields["reason"]
        self.show_what_must_be_said(not self.is_bound)

    def _follow(self, policy: Policy) -> None:
        """The tier follows the suggestion until somebody chooses another one."""
        self.suggestion = suggest(policy.questions, policy.rules, self.answers)
        proposed = str(int(policy.of(self.suggestion.tier).tier)) if self.answers else ""
        following = self._said("tier") in ("", self._said("suggested"))
        self.unseen = following and self._said("suggested") != proposed
        self._say("suggested", proposed)
        if following:
            self._say("tier", proposed)

    def show_what_must_be_said(self, required: bool) -> None:
        """Fields are marked as needed when shown, but whether they are depends on the button, so `clean` decides."""
        for name in ("name", "tier", "reason", "launch_on", *(ANSWER + each.key for each in self._asked)):
            if name in self.fields:
                self.fields[name].required = required

    @property
    def _asked(self) -> Sequence[Question]:
        return self.policy.questions if self.policy else ()

    @property
    def answers(self) -> dict[str, str]:
        """As far as they were given; nothing that the policy does not offer."""
        said = [(question, self._said(ANSWER + question.key)) for question in self._asked]
        return {question.key: value for question, value in said if value in question.answers}

    @property
    def chosen(self) -> Tier | None:
        """The tier that the page shows as assigned."""
        known = self.policy.tiers if self.policy else ()
        return next((tier for tier in known if str(int(tier)) == self._said("tier")), None)

    @property
    def lower(self) -> bool:
        return self.policy is not None and self.chosen is not None and self.chosen < self.suggestion.tier

    @property
    def questions(self) -> Sequence[tuple[forms.BoundField, str]]:
        """Each question's field, with how its answers stand: in one strip or below each other."""
        return [
            (self[ANSWER + each.key], "choice" if len("".join(each.answers.values())) <= STRIP else "")
            for each in self._asked
        ]

    def clean_tier(self) -> int | None:
        tier: int | None = self.cleaned_data["tier"]
        if self.assigns and self.unseen and tier is not None:
            words = _("The answers suggest %(tier)s. Look at it, then press the button again.")
            raise forms.ValidationError(words % {"tier": Tier(tier).label})
        return tier

    def clean(self) -> dict[str, Any] | None:
        """What is missing is said together with what has no shape."""
        for name, message in (self.missing() if self.assigns and self.policy else {}).items():
            if name not in self.errors:
                self.add_error(name, message)
        self.show_what_must_be_said(True)
        return super().clean()

    def missing(self) -> Mapping[str, str]:
        """Field -> what must be said before the tier can be assigned."""
        found = unanswered(self.suggestion)
        return found if self.chosen else found | {"tier": _("Choose a tier.")}


class WindowFields(_AsTyped):
    """The launch date and the window that stakeholders are told, in words that follow from the date."""

    launch_on = forms.DateField(
        label=gettext_lazy("Launch date"), required=False, widget=calendar_day(),
        help_text=gettext_lazy("Internal target, seen by those who prepare the release."),
    )  # fmt: skip
    span = forms.ChoiceField(label=gettext_lazy("Stakeholders see"), required=False, widget=forms.RadioSelect)
    window_from = forms.DateField(label=gettext_lazy("From"), required=False, widget=calendar_day())
    window_to = forms.DateField(label=gettext_lazy("To"), required=False, widget=calendar_day())
    today: date

    def offer_spans(self) -> None:
        """Called when the form knows its data."""
        day = self.launch_day
        spans = spans_of(day) if day and not objection_to_day(day, self.today) else {}
        words = {span: window_words(*days, self.today) for span, days in spans.items()}
        self.fields["span"].choices = [  # type: ignore[attr-defined]
            (Span.THIRD, words.get(Span.THIRD, _("Early, mid or late in the month"))),
            (Span.MONTH, words.get(Span.MONTH, _("The month"))),
            (Span.OWN, _("Days of my own")),
            (Span.NONE, _("Nothing yet")),
        ]

    @property
    def launch_day(self) -> date | None:
        """As the page shows it, whether or not the rest is fine; None for what is no day."""
        try:
            found: date | None = forms.DateField(required=False).clean(self._said("launch_on"))
        except forms.ValidationError:
            return None
        return found

    def _checked(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and (objection := objection_to_day(day, self.today)):
            raise forms.ValidationError(objection)
        return day

    def clean_launch_on(self) -> date | None:
        return self._checked("launch_on")

    def clean_window_from(self) -> date | None:
        return self._checked("window_from")

    def clean_window_to(self) -> date | None:
        return self._checked("window_to")

    def clean(self) -> dict[str, Any] | None:
        """Days of one's own do not matter while another window is chosen."""
        if self.cleaned_data.get("span") != Span.OWN:
            for name in ("window_from", "window_to"):
                self.errors.pop(name, None)
                self.cleaned_data[name] = None
        elif not {"window_from", "window_to"} & set(self.errors):
            days = self.cleaned_data.get("window_from"), self.cleaned_data.get("window_to")
            if objection := objection_to_window(*days):
                self.add_error("window_to", objection)
        return super().clean()

    @property
    def window(self) -> dict[str, date | None]:
        """The days of the window that was chosen, for the door."""
        span, day = self.cleaned_data.get("span") or Span.NONE, self.cleaned_data.get("launch_on")
        if span == Span.OWN:
            return {name: self.cleaned_data.get(name) for name in ("window_from", "window_to")}
        days = spans_of(day).get(span) if day else None
        return {"window_from": days[0], "window_to": days[1]} if days else {"window_from": None, "window_to": None}


class NewReleaseForm(WindowFields, Questionnaire):
    """Everything that is said of a release when it begins. `starting`: it is started at once, else kept as a draft."""

    name = LineField(label=gettext_lazy("Name"), max_length=120, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=gettext_lazy("Area"), empty_label=None)
    summary = forms.CharField(
        label=gettext_lazy("What changes, in plain words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For somebody who was not in the room. Customers are not named here."),
    )

    def __init__(
        self, *args: Any, areas: Any, today: date, starting: bool = False, starts: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.assigns, self.areas, self.plans = today, starting and starts, areas, starts
        field = self.fields["area"]
        field.queryset = areas  # type: ignore[attr-defined]
        field.empty_label = None if len(areas) == 1 else _("Choose an area")  # type: ignore[attr-defined]
        if not starts:
            for name in ("tier", "reason", "launch_on", "span", "window_from", "window_to"):
                self.fields.pop(name, None)
        else:
            self.offer_spans()
        self.order_fields(["name", "area", "summary", *(ANSWER + each.key for each in self._asked), "tier", "reason"])

    def missing(self) -> Mapping[str, str]:
        said = self.cleaned_data
        return objections(
            name=said.get("name", ""), policy=self.policy, answers=self.answers, tier=said.get("tier"),
            reason=said.get("reason", ""), launch_on=said.get("launch_on"), today=self.today,
        ) if self.policy else {}  # fmt: skip


class TierForm(Questionnaire):
    """The tier of a release that is there already."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ChallengeForm(PortalForm):
    """Product Ops doubts the tier."""

    challenge = LineField(
        label=gettext_lazy("What makes you doubt it"), max_length=300,
        help_text=gettext_lazy("The PM reads this and assigns the tier again, or says why it stays."),
    )  # fmt: skip


class DatesForm(WindowFields):
    """All dates of a release. Without `moves` the launch is somebody else's to move."""

    reason = reason_field(gettext_lazy("Why the launch moves"))
    decision_on = forms.DateField(label=gettext_lazy("Go/no-go on"), required=False, widget=calendar_day())
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, today: date, was_on: date | None, moves: bool, reviewed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.was_on = today, was_on
        field = self.fields["launch_on"]
        field.required = was_on is not None
        field.error_messages["required"] = _(
            "A date that was said stays until there is another one. Put the release on hold instead."
        )
        field.disabled = not moves
        self.fields["reason"].required = not self.is_bound  # it stands there when it is needed; the door asks for it
        if not reviewed:
            del self.fields["decision_on"]
        self.offer_spans()

    @property
    def launch_day(self) -> date | None:
        return self.was_on if self.fields["launch_on"].disabled else super().launch_day

    def clean(self) -> dict[str, Any] | None:
        self.fields["reason"].required = True
        return super().clean()

    def clean_decision_on(self) -> date | None:
        return self._checked("decision_on")

    @property
    def moving(self) -> bool:
        """Another day than the one that was said stands in the field."""
        if self.was_on is None or self.fields["launch_on"].disabled:
            return False
        return self._said("launch_on") not in ("", self.was_on.isoformat())


class MovePolicyForm(PortalForm):
    """To which version, as the page showed it."""

    to = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**6)
    version = forms.IntegerField(widget=forms.HiddenInput)
