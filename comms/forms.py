from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.actions.asking import Question
from comms.enums import CHOOSABLE, DEFAULT_MODE, OFFERED_MODES, Channel, DeliveryStatus, Mode, NoticeKind
from comms.models import Preference, Subscription
from productops.forms import PortalForm
from productops.people.models import Area, Function, Person
from productops.people.permissions import Permission

ALL, SOME, NONE = "all", "some", "none"


class SubscriptionForm(PortalForm):
    """All areas, some, or not at all."""

    follow = forms.ChoiceField(
        label=gettext_lazy("By mail, you get"),
        choices=[
            (ALL, gettext_lazy("Every area")),
            (SOME, gettext_lazy("The areas ticked below")),
            (NONE, gettext_lazy("Nothing")),
        ],
        widget=forms.RadioSelect,
    )
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(), label=gettext_lazy("Areas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: Person, subscription: Subscription | None, off: bool, **kwargs: Any) -> None:
        follows = NONE if subscription is None or off else ALL if subscription.all_areas else SOME
        chosen = list(subscription.areas.values_list("pk", flat=True)) if subscription else []
        super().__init__(*args, initial={"follow": follows, "areas": chosen}, **kwargs)
        areas = self.fields["areas"]
        areas.queryset = Area.objects.visible_to(person).active().in_order()  # type: ignore[attr-defined]


class PreferencesForm(PortalForm):
    """One choice per kind and channel; only what may be chosen is offered."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {(row.kind, row.channel): row.mode for row in Preference.objects.filter(person=person)}
        for kind in CHOOSABLE:
            for channel in Channel:
                mode = kept.get((kind, channel), DEFAULT_MODE[channel])
                offered = OFFERED_MODES[channel]
                self.fields[f"{kind}-{channel}"] = forms.ChoiceField(
                    label=kind.label,
                    choices=[(each.value, each.label) for each in offered],
                    initial=mode,
                    widget=forms.RadioSelect,
                )

    def modes(self) -> dict[tuple[NoticeKind, Channel], Mode]:
        return {
            (kind, channel): Mode(self.cleaned_data[f"{kind}-{channel}"]) for kind in CHOOSABLE for channel in Channel
        }


class RequestForm(PortalForm):
    """What is asked for: carried in hidden fields, so checked like everything that is typed."""

    permission = forms.ChoiceField(choices=[(each.value, each.value) for each in Permission], widget=forms.HiddenInput)
    area = forms.ModelChoiceField(Area.objects.none(), required=False, widget=forms.HiddenInput)
    function = forms.ModelChoiceField(Function.objects.all(), required=False, widget=forms.HiddenInput)
    path = forms.CharField(max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.visible_to(person)  # type: ignore[attr-defined]

    def clean_path(self) -> str:
        path: str = self.cleaned_data["path"]
        if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
            raise forms.ValidationError(_("This is not an address of the portal."))
        return path

    def question(self) -> Question:
        data = self.cleaned_data
        return Question(Permission(data["permission"]), data["area"], data["function"], data["path"])


class DeliveryFilterForm(PortalForm):
    """Filters live in the address; what is not understood filters nothing."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("Any status")), *DeliveryStatus.choices],
    )
    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=80)
