"""What a person says of checklist items: what shows that they are done, why not, whose they are. Parsing and shape."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from productops.people.forms.choosing import PersonField, SuggestsPeople
from productops.people.models import Person
from productops.text import clean_line
from releases.actions.items import Shown
from releases.enums import EvidenceRule
from releases.files import EvidenceFile, keep, waiting
from releases.models import Upload

# What the template asks to show comes first; a note may be added to everything.
ASKED = {
    EvidenceRule.NONE: ["note"],
    EvidenceRule.ANY: ["url", "file", "note"],
    EvidenceRule.LINK: ["url", "note"],
    EvidenceRule.FILE: ["file", "note"],
    EvidenceRule.NOTE: ["note", "url"],
}


class ItemForm(PortalForm):
    """`version`: what the page showed of the one item; a form about many carries their versions itself.

    `needed`: fields of which one shows what is asked, and which are therefore not called optional.
    """

    needed: Collection[str] = ()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def hold(self, name: str, value: object) -> None:
        """Show `value` in a field when the form is shown again, beside what was typed in the others."""
        changed = cast(QueryDict, self.data).copy()
        changed[name] = str(value)
        self.data = changed


class EvidenceForm(ItemForm):
    """It is done, and this shows it. A file that was taken is kept when something else is to be corrected."""

    url = forms.URLField(
        label=gettext_lazy("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    file = EvidenceFile(label=gettext_lazy("File"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)
    upload = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: Person, now: Any, rule: EvidenceRule = EvidenceRule.ANY, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.now, self.asked = by, now, ASKED[rule]
        for name in {"url", "file", "note"} - set(self.asked):
            del self.fields[name]
        self.needed = {EvidenceRule.NONE: (), EvidenceRule.ANY: self.asked}.get(rule, self.asked[:1])
        self.order_fields([*self.asked, "upload", "version"])
        self.kept: Upload | None = None

    def clean_note(self) -> str:
        return clean_line(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        """Take the file in, or find the one that was taken before."""
        data = super().clean() or self.cleaned_data
        if data.get("file"):
            self.kept = keep(data["file"], by=self.by, now=self.now)
        elif data.get("upload"):
            self.kept = waiting(data["upload"], by=self.by, now=self.now)
        if self.kept:
            self.hold("upload", str(self.kept.pk))
        return data

    def shown(self) -> list[Shown]:
        data = self.cleaned_data
        found = [Shown(url=data.get("url") or ""), Shown(upload=self.kept), Shown(note=data.get("note") or "")]
        return [each for each in found if each.url or each.upload or each.note]

    def take(self, errors: dict[str, str]) -> None:
        """What the door says of missing evidence stands at the field that would show it."""
        super().take({self.asked[0] if name == "evidence" else name: text for name, text in errors.items()})


class ReasonForm(ItemForm):
    """Why it is blocked, not applicable, or waived."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["reason", "version"]

    def clean_reason(self) -> str:
        reason = clean_line(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(_("Say why in a few words."))
        return reason


class OwnerForm(SuggestsPeople, ItemForm):
    """Whose it is from now on."""

    person = PersonField(label=gettext_lazy("To whom"))
    field_order = ["person", "version"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_people()
