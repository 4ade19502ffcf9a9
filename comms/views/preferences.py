"""What reaches a person, by which way and when: her own choice, with what would reach her and why beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms import queries, reach
from comms.actions import wishes
from comms.actions.wishes import Hours
from comms.channels import channels_to_people
from comms.enums import CHOOSABLE, DEFAULT_MODE, Channel, Mode, NoticeKind, Reason
from comms.forms import PreferencesForm
from comms.links import earlier_wishes_token, read_earlier_wishes_token
from comms.models import Delivery
from comms.pacing import clock_of
from comms.timing import Clock
from productops.doors import Invalid
from productops.http import Request, go, page_number

Modes = dict[tuple[NoticeKind, Channel], Mode]


@dataclass(frozen=True)
class Row:
    """One kind on the page: why it would reach her, when next, and a choice per channel (None: not carried)."""

    kind: NoticeKind
    cells: list[tuple[Channel, BoundField | None]]
    reasons: tuple[str, ...]
    coming: list[str]
    usually: str
    reaches: bool


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Per kind and channel at once, in the daily digest or not at all; quiet hours and the hour of the digest."""
    person, channels = request.user, channels_to_people()
    modes, rhythm = queries.modes_of(person), queries.rhythm_of(person)
    hours = Hours(rhythm.quiet_from, rhythm.quiet_until, rhythm.digest_at)
    form = PreferencesForm(request.POST or None, modes=modes, hours=hours, channels=channels)
    if form.is_valid():
        try:
            wishes.choose(by=person, modes=form.modes(), hours=form.hours(), now=request.now)
        except Invalid as refusal:
            form.take(refusal.errors)
        else:
            undo = _undo_address(person.pk, modes, form.modes(), hours, form.hours())
            words = _("Saved. From now on things reach you as you chose.")
            messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
            return go(request, "comms:preferences")
    clock = clock_of(person, rhythm)
    audiences = reach.audiences(person, request.now)
    rows = [_row(kind, form, channels, modes, audiences.get(kind), clock) for kind in CHOOSABLE]
    context = {
        "form": form,
        "channels": channels,
        "shown": [row for row in rows if row.reaches],
        "others": [row for row in rows if not row.reaches],
        "days": [str(WEEKDAYS_ABBR[day]) for day in sorted(person.working_days)],
    }
    return render(request, "comms/preferences.html", context, status=422 if form.is_bound else 200)


def _row(
    kind: NoticeKind,
    form: PreferencesForm,
    channels: Collection[Channel],
    modes: Modes,
    audience: reach.Audience | None,
    clock: Clock,
) -> Row:
    """Shown when it can reach her, when she changed something about it, and when there is something to correct."""
    cells = [(channel, form.cell(kind, channel)) for channel in channels]
    hers = {channel: modes[kind, channel] for channel in channels}
    changed = any(mode != DEFAULT_MODE[channel] for channel, mode in hers.items())
    wrong = any(cell is not None and cell.errors for _channel, cell in cells)
    return Row(
        kind=kind,
        cells=cells,
        reasons=audience.reasons if audience else (),
        coming=reach.say_next(audience, hers, clock) if audience else [],
        usually=audience.usually if audience else "",
        reaches=audience is None or bool(audience.reasons) or changed or wrong,
    )


def _undo_address(person_id: int, modes: Modes, chosen: Mapping[tuple[NoticeKind, Channel], Mode],
                  hours: Hours, new_hours: Hours) -> str:  # fmt: skip
    """Of the page that takes a change back; nothing when nothing changed."""
    earlier = {f"{kind}-{channel}": modes[kind, channel].value for (kind, channel) in chosen
               if modes[kind, channel] != chosen[kind, channel]}  # fmt: skip
    if not earlier and hours == new_hours:
        return ""
    said = [at.isoformat() if at else "" for at in (hours.quiet_from, hours.quiet_until, hours.digest_at)]
    return reverse("comms:preferences-undo", args=[earlier_wishes_token(person_id, earlier, said)])


@require_POST
def preferences_undo(request: Request, token: str) -> HttpResponse:
    """As it was before the change that the message tells of."""
    earlier = read_earlier_wishes_token(token, request.user.pk)
    if earlier is None:
        raise Http404
    kept, said = earlier
    modes = {
        (kind, channel): Mode(kept[f"{kind}-{channel}"])
        for kind in CHOOSABLE
        for channel in Channel
        if f"{kind}-{channel}" in kept
    }
    hours = Hours(*(time.fromisoformat(at) if at else None for at in said))  # type: ignore[arg-type]  # digest_at is set
    wishes.choose(by=request.user, modes=modes, hours=hours, now=request.now)
    messages.success(request, _("Taken back. It is as before."))
    return go(request, "comms:preferences")


@require_safe
def reached(request: Request) -> HttpResponse:
    """What was sent to the person who looks, newest first, and how it ended."""
    rows = queries.with_digest(Delivery.objects.visible_to(request.user))
    page = Paginator(rows, 25).get_page(page_number(request))
    return render(request, "comms/reached.html", {"page_obj": page, "reasons": dict(Reason.choices)})
