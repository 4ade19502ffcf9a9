"""The forms of the policy editor: what is typed, checked for its shape. Those of lines are in `line_forms.py`.

What must hold between the parts of a policy is `policy_reading`'s to say, when the draft is looked at as a whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from productops.text import clean_line
from releases.enums import Gate, Tier
from releases.policy import Bundle
from releases.policy_reading import ANSWERS_LIMIT, HELP_LIMIT, LAST_LOOK_BACK, LONGEST_LEAD, TITLE_LIMIT
from releases.presets import SIZES

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SIZE_WORDS = {
    "startup": gettext_lazy("Startup, to 100 people"),
    "scaling": gettext_lazy("Scaling, to 1,000 people"),
    "enterprise": gettext_lazy("Enterprise, to 10,000 people"),
    "large-enterprise": gettext_lazy("Large enterprise, above 10,000"),
}
AFTER_FORMS = (("async", gettext_lazy("In writing")), ("meeting", gettext_lazy("Meeting of 15 minutes")))
ROWS_AFTER = 3
SPARE_ANSWERS = 2


class Versioned(PortalForm):
    """A form on something that somebody else may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def line(self, name: str) -> str:
        return clean_line(self.cleaned_data.get(name) or "")


def days(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=LONGEST_LEAD, help_text=help_text)


def many(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class TierForm(Versioned):
    """What a tier asks beside its checklist."""

    lead_days = days(
        gettext_lazy("Business days of notice"),
        gettext_lazy("So long before launch the review copy goes out and sign-offs open."),
    )
    bundle = forms.ChoiceField(
        label=gettext_lazy("Enablement bundle"), choices=[(each.value, each.label) for each in Bundle],
        widget=forms.RadioSelect,
    )  # fmt: skip
    final_days = days(
        gettext_lazy("Final edition, business days before launch"), gettext_lazy("Later than this blocks the launch.")
    )
    gates = many(gettext_lazy("Gates"), gettext_lazy("They are passed in this order."))
    signoffs = many(gettext_lazy("Functions that sign off"))
    meeting = forms.BooleanField(label=gettext_lazy("The readiness check is a meeting of 30 minutes"), required=False)
    training = forms.BooleanField(label=gettext_lazy("The functions that receive it are trained"), required=False)
    audience = many(gettext_lazy("Announced to"))

    def __init__(self, *args: Any, functions: Mapping[str, str], tier: Tier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gates"].choices = list(Gate.choices)  # type: ignore[attr-defined]
        for name in ("signoffs", "audience"):
            self.fields[name].choices = list(functions.items())  # type: ignore[attr-defined]
        for row in range(ROWS_AFTER):
            self.fields[f"after_day_{row}"] = forms.IntegerField(
                label=_("Look back %(number)s: days after launch") % {"number": row + 1},
                required=False, min_value=1, max_value=LAST_LOOK_BACK,
            )  # fmt: skip
            self.fields[f"after_form_{row}"] = forms.ChoiceField(
                label=_("Look back %(number)s: how") % {"number": row + 1}, choices=AFTER_FORMS, required=False
            )
        if tier == Tier.LOW:  # a line in the weekly update, nothing else
            for name in [name for name in self.fields if name not in ("version", "audience")]:
                del self.fields[name]

    @property
    def after(self) -> list[tuple[Any, Any]]:
        """The pairs of fields, for the page."""
        return [(self[f"after_day_{row}"], self[f"after_form_{row}"]) for row in range(ROWS_AFTER)]

    @staticmethod
    def initial_of(tier: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(tier)
        for row, each in enumerate(tier.get("after_launch", [])[:ROWS_AFTER]):
            found |= {f"after_day_{row}": each.get("day"), f"after_form_{row}": each.get("form")}
        return found

    def changed(self, tier: Mapping[str, Any]) -> dict[str, Any]:
        """The tier with what was typed; its checklist as it is."""
        facts = self.cleaned_data
        found = dict(tier)
        plain = ("lead_days", "bundle", "final_days", "meeting", "training")
        found |= {name: facts[name] for name in plain if name in facts}
        for name in ("signoffs", "audience"):
            if name in facts:  # in the order they had, which is no change
                before = [each for each in tier.get(name, ()) if each in facts[name]]
                found[name] = [*before, *(each for each in facts[name] if each not in before)]
        if "gates" in facts:
            found["gates"] = [gate for gate in Gate.values if gate in facts["gates"]]
            found["after_launch"] = [
                {"day": facts[f"after_day_{row}"], "form": facts[f"after_form_{row}"] or "async"}
                for row in range(ROWS_AFTER)
                if facts[f"after_day_{row}"]
            ]
        return found


class Worded(Versioned):
    """A form whose texts are in every language; only the organisation's is asked for."""

    def word(self, name: str, label: Any, language: str, *, limit: int = TITLE_LIMIT, required: bool = True) -> None:
        for code in (language, *(code for code in LANGUAGES if code != language)):
            words = dict(settings.LANGUAGES)[code]
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=_("%(what)s, in %(language)s") % {"what": label, "language": words},
                max_length=limit, required=required and code == language,
            )  # fmt: skip

    def worded(self, name: str) -> dict[str, str]:
        return {code: text for code in LANGUAGES if (text := self.line(f"{name}_{code}"))}


def initial_words(name: str, value: Any, language: str) -> dict[str, str]:
    texts = value if isinstance(value, Mapping) else {language: value or ""}
    return {f"{name}_{code}": text for code, text in texts.items()}


class QuestionForm(Worded):
    """A question with its answers. Answers keep their place; an empty one is taken away."""

    def __init__(self, *args: Any, question: Mapping[str, Any], language: str, **kwargs: Any) -> None:
        initial = initial_words("text", question.get("text"), language)
        initial |= initial_words("help", question.get("help"), language)
        self.rows = min(len(question.get("answers", [])) + SPARE_ANSWERS, ANSWERS_LIMIT)
        for row, answer in enumerate(question.get("answers", [])):
            initial |= initial_words(f"answer_{row}", answer.get("text"), language)
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.language = language
        self.word("text", _("Question"), language)
        self.word("help", _("Help below it"), language, limit=HELP_LIMIT, required=False)
        for row in range(self.rows):
            self.word(f"answer_{row}", _("Answer %(number)s") % {"number": row + 1}, language, required=False)

    @property
    def texts(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(("text_", "help_"))]

    @property
    def answers(self) -> list[list[Any]]:
        """The fields of each answer, for the page."""
        codes = (self.language, *(code for code in LANGUAGES if code != self.language))
        return [[self[f"answer_{row}_{code}"] for code in codes] for row in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        said = 0
        for row in range(self.rows):
            texts = self.worded(f"answer_{row}")
            said += bool(texts)
            if texts and self.language not in texts:
                self.add_error(f"answer_{row}_{self.language}", _("Say it in this language, too."))
        if said < 2:
            self.add_error(
                f"answer_{min(said, self.rows - 1)}_{self.language}", _("A question needs at least two answers.")
            )
        return facts


class RuleForm(Worded):
    """Which answers lead to which tier, and why."""

    tier = forms.TypedChoiceField(label=gettext_lazy("Leads to"), coerce=int, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, rule: Mapping[str, Any], questions: Sequence[Any], tiers: Iterable[Tier], language: str,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        initial = initial_words("reason", rule.get("reason"), language) | {"tier": rule.get("tier")}
        initial |= {f"when_{number}": rule.get("when", {}).get(each.key, []) for number, each in enumerate(questions)}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.questions = questions
        self.fields["tier"].choices = [(tier.value, tier.label) for tier in tiers if tier > Tier.LOW]  # type: ignore[attr-defined]
        for number, each in enumerate(questions):
            self.fields[f"when_{number}"] = many(each.text)
            self.fields[f"when_{number}"].choices = list(each.answers.items())  # type: ignore[attr-defined]
        self.word("reason", _("Reason"), language)

    @property
    def conditions(self) -> list[Any]:
        return [self[f"when_{number}"] for number in range(len(self.questions))]

    @property
    def reasons(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("reason_")]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not any(facts.get(f"when_{number}") for number in range(len(self.questions))):
            self.add_error(None, _("Choose at least one answer that leads to this tier."))
        return facts

    def as_rule(self) -> dict[str, Any]:
        facts = self.cleaned_data
        when = {
            each.key: facts[f"when_{number}"] for number, each in enumerate(self.questions) if facts[f"when_{number}"]
        }
        return {"tier": facts["tier"], "when": when, "reason": self.worded("reason")}


class GeneralForm(Versioned):
    four_eyes = forms.BooleanField(
        label=gettext_lazy("Four eyes everywhere"),
        required=False,
        help_text=gettext_lazy("Nobody signs off for two functions of a release, even where nobody else may."),
    )


class PublishForm(Versioned):
    """What the next version changes, in a sentence."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("What changes, and why"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everybody reads it beside the version."),
    )


class SizeForm(PortalForm):
    """The size of the company, and whether it is regulated."""

    size = forms.ChoiceField(
        label=gettext_lazy("Size"), choices=[(size, SIZE_WORDS[size]) for size in SIZES], widget=forms.RadioSelect
    )
    regulated = forms.BooleanField(
        label=gettext_lazy("We are regulated"),
        required=False,
        help_text=gettext_lazy("Adds a sign-off and a review of Legal and privacy to tiers 2 and 3."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=gettext_lazy("What changes, and why"), max_length=300, required=False)
