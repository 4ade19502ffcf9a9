from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.actions.asking import Question
from comms.actions.wishes import Hours, Modes
from comms.enums import CHOOSABLE, OFFERED_MODES, Channel, DeliveryStatus, Mode, NoticeKind, carries
from comms.models import Subscription
from productops.forms import PortalForm
from productops.people.forms.people import clock
from productops.people.models import Area, Function, Person
from productops.people.permissions import Permission

ALL, SOME, NONE = "all", "some", "none"


class SubscriptionForm(PortalForm):
    """All areas, some, or not at all."""

    follow = forms.ChoiceField(
        label=gettext_lazy("You follow"),
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

    def __init__(self, *args: Any, person: Person, subscription: Subscription | None, **kwargs: Any) -> None:
        follows = NONE if subscription is None else ALL if subscription.all_areas else SOME
        chosen = list(subscription.areas.values_list("pk", flat=True)) if subscription else []
        super().__init__(*args, initial={"follow": follows, "areas": chosen}, **kwargs)
        areas = self.fields["areas"]
        areas.queryset = Area.objects.visible_to(person).active().in_order()  # type: ignore[attr-defined]


class PreferencesForm(PortalForm):
    """One choice per kind and channel, and when. Only what may be chosen is offered."""

    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), required=False, widget=clock())
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), required=False, widget=clock())
    digest_at = forms.TimeField(
        label=gettext_lazy("Daily digest at"),
        widget=clock(),
        help_text=gettext_lazy("On your working days, with everything that you want in a digest."),
    )

    def __init__(self, *args: Any, modes: Modes, hours: Hours, channels: Collection[Channel], **kwargs: Any) -> None:
        super().__init__(*args, initial=vars(hours), **kwargs)
        self._offered = {
            f"{kind}-{channel}": (kind, channel) for kind in CHOOSABLE for channel in channels if carries(channel, kind)
        }
        for name, (kind, channel) in self._offered.items():
            way = f"{kind.label}, {channel.label}"
            self.fields[name] = forms.ChoiceField(
                label=way,
                choices=[(mode.value, mode.label) for mode in OFFERED_MODES[channel]],
                initial=modes[kind, channel],
                widget=forms.Select(attrs={"aria-label": way, "class": "select"}),
            )

    def cell(self, kind: NoticeKind, channel: Channel) -> forms.BoundField | None:
        """The choice for a kind and a channel; None where the channel does not carry the kind."""
        name = f"{kind}-{channel}"
        return self[name] if name in self._offered else None

    def modes(self) -> dict[tuple[NoticeKind, Channel], Mode]:
        return {way: Mode(self.cleaned_data[name]) for name, way in self._offered.items()}

    def hours(self) -> Hours:
        return Hours(*(self.cleaned_data[name] for name in ("quiet_from", "quiet_until", "digest_at")))


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
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        required=False,
        choices=[("", gettext_lazy("Any channel")), *Channel.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *NoticeKind.choices],
    )
    person = forms.CharField(label=gettext_lazy("To"), required=False, max_length=80)

    def filters(self) -> list[forms.BoundField]:
        """The choices, in the order of the page."""
        return [self[name] for name in ("status", "channel", "kind")]

    def wanted(self) -> dict[str, str]:
        """What was chosen and understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
