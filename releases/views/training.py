"""The training of the receiving functions: planned, then recorded with who came."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.http import Request, go
from productops.people.permissions import Permission, can
from productops.people.views.editor import saved
from releases.actions import meetings as doors
from releases.bundle_forms import TrainingPlanForm
from releases.models import Release, Training
from releases.views.meeting import HeldForm, invited, reads_notes
from releases.views.release import loaded


@require_http_methods(["GET", "HEAD", "POST"])
def training(request: Request, key: str) -> HttpResponse:
    """What is known of it; a POST records that it was held."""
    row = loaded(request, key, Permission.HOLD_TRAINING if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, row)
    form = HeldForm(request.POST, people=invited(row, request))
    held = saved(
        form,
        lambda: doors.record_training(
            release=row, attended=list(form.cleaned_data["attended"]), notes=form.cleaned_data["notes"],
            by=request.user, now=request.now,
        ),
    )  # fmt: skip
    if held is None:
        return _page(request, row, held=form)
    messages.success(request, _("The training is recorded."))
    return go(request, "releases:training", row.key)


@require_POST
def plan(request: Request, key: str) -> HttpResponse:
    """It is planned or moved; who signs is invited."""
    row = loaded(request, key, Permission.HOLD_TRAINING)
    form = TrainingPlanForm(request.POST)
    made = saved(form, lambda: doors.plan_training(release=row, by=request.user, now=request.now, **form.cleaned_data))
    if made is None:
        return _page(request, row, plan=form)
    messages.success(request, _("Planned. Who signs off is invited."))
    return go(request, "releases:training", row.key)


def _page(
    request: Request, row: Release, held: HeldForm | None = None, plan: TrainingPlanForm | None = None
) -> HttpResponse:
    last = Training.objects.prefetch_related("attended").filter(release=row).first()
    known = {"starts_at": last.starts_at, "place": last.place, "materials_url": last.materials_url} if last else {}
    came = {"attended": [each.pk for each in last.attended.all()], "notes": last.notes} if last else {}
    context = {
        "release": row,
        "last": last,
        "reads": reads_notes(row, request),
        "holds": can(request.user, Permission.HOLD_TRAINING, row, on=request.now).allowed,
        "held": held or HeldForm(people=invited(row, request), initial=came),
        "plan": plan or TrainingPlanForm(initial=known),
    }
    return render(request, "releases/training.html", context, status=getattr(held or plan, "status", 200))
