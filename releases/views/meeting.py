"""The readiness meeting of a tier 3 release: planned, then recorded with who came and what was said."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from productops.forms import PortalForm
from productops.http import Request, go
from productops.people.models import Person
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from productops.people.views.editor import saved
from releases.actions import meetings as doors
from releases.decision_notices import relied_on
from releases.models import Release
from releases.signers import signers_of_many
from releases.views.release import loaded
from releases.visible import facts_for


class PlanForm(PortalForm):
    starts_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )


class HeldForm(PortalForm):
    """Who came, out of those whom it concerns; what was said."""

    attended = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(), label=gettext_lazy("Who came"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say who came.")},
    )  # fmt: skip
    notes = forms.CharField(
        label=gettext_lazy("Notes"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attended"].queryset = people  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: Request, key: str) -> HttpResponse:
    """What is known of it; a POST records that it was held."""
    row = loaded(request, key, Permission.HOLD_TRAINING if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, row)
    form = HeldForm(request.POST, people=invited(row, request))
    held = saved(
        form,
        lambda: doors.record_meeting(
            release=row, attended=list(form.cleaned_data["attended"]), notes=form.cleaned_data["notes"],
            by=request.user, now=request.now,
        ),
    )  # fmt: skip
    if held is None:
        return _page(request, row, held=form)
    messages.success(request, _("The meeting is recorded."))
    return go(request, "releases:preflight", row.key)


@require_POST
def plan(request: Request, key: str) -> HttpResponse:
    """It is planned or moved; who signs is invited."""
    row = loaded(request, key, Permission.HOLD_TRAINING)
    form = PlanForm(request.POST)
    made = saved(
        form,
        lambda: doors.plan_meeting(
            release=row, starts_at=form.cleaned_data["starts_at"], by=request.user, now=request.now
        ),
    )
    if made is None:
        return _page(request, row, plan=form)
    messages.success(request, _("Planned. Who signs off is invited."))
    return go(request, "releases:meeting", row.key)


def invited(row: Release, request: Request) -> Any:
    """Whom a meeting concerns: who signs, the PM, Product Ops, and whoever is here."""
    wanted = signers_of_many(row, now=request.now) | relied_on(row, now=request.now) | {request.user.pk}
    return Person.objects.active().filter(pk__in=wanted).order_by("name")


def reads_notes(row: Release, request: Request) -> bool:
    """What was said where people prepare may hold internal dates: it is for who may know them."""
    return facts_for(row, request.user, on=day_of(request.user, request.now)).dated


def _page(request: Request, row: Release, held: HeldForm | None = None, plan: PlanForm | None = None) -> HttpResponse:
    last = row.readiness_meetings.prefetch_related("attended").first()
    initial = {"attended": [each.pk for each in last.attended.all()], "notes": last.notes} if last else {}
    context = {
        "release": row,
        "last": last,
        "reads": reads_notes(row, request),
        "holds": can(request.user, Permission.HOLD_TRAINING, row, on=request.now).allowed,
        "held": held or HeldForm(people=invited(row, request), initial=initial),
        "plan": plan or PlanForm(initial={"starts_at": last.starts_at if last and not last.held_at else None}),
        "form": held or plan or PlanForm(),
    }
    return render(request, "releases/meeting.html", context, status=getattr(held or plan, "status", 200))
