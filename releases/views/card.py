"""The card of a decision as a page and as the PDF that was stored; and verification of one that somebody hands in."""

import re

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from productops.forms import PortalForm
from productops.http import Request, load
from productops.people.models import Organisation
from productops.people.standing import day_of
from productops.receiving import ReceivedFile, takes_files
from releases import cards
from releases.models import Card, Release, ShipDecision
from releases.views.release import loaded
from releases.visible import facts_for
from releases.windows import window_words

HASH = re.compile(r"[0-9a-f]{64}")


def _decision(request: Request, key: str, number: int) -> tuple[Release, ShipDecision]:
    row = loaded(request, key)
    rows = ShipDecision.objects.select_related("release", "round", "decided_by")
    return row, load(request, rows, release=row, round__number=number)


@require_safe
def card(request: Request, key: str, number: int) -> HttpResponse:
    """Everything the card says, as it was at the decision."""
    row, decision = _decision(request, key, number)
    kept = Card.objects.defer("content").filter(decision=decision).first()
    newest = ShipDecision.objects.filter(release=row).select_related("round").order_by("-id").first()
    dated = _dated(request, row)
    context = cards.facts_of(decision, room=200, dated=dated) | {
        "row": row,
        "card": kept if dated else None,
        "dated": dated,
        "window": window_words(row.window_from, row.window_to, day_of(request.user, request.now)),
        "newest": newest if newest != decision else None,
        "again": decision.reconfirmations.select_related("by"),
        "today": Organisation.current().day(request.now),
    }
    return render(request, "releases/card.html", context)


def _dated(request: Request, row: Release) -> bool:
    return facts_for(row, request.user, on=day_of(request.user, request.now)).dated


@require_safe
def card_file(request: Request, key: str, number: int) -> HttpResponseBase:
    """The PDF as it was stored, byte by byte. It names the launch date: not for those who may not know that yet."""
    row, decision = _decision(request, key, number)
    kept = Card.objects.filter(decision=decision).first()
    if kept is None or not _dated(request, row):
        raise Http404
    etag = f'"{kept.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    response = HttpResponse(bytes(kept.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="card-{key}-round-{number}.pdf"'
    response["ETag"] = etag
    return response


class VerifyForm(PortalForm):
    """The PDF itself, or the hash of its bytes or of its evidence."""

    file = forms.FileField(label=gettext_lazy("The card as a PDF"), required=False)
    sha256 = forms.CharField(
        label=gettext_lazy("Or its SHA-256"), required=False, max_length=200,
        help_text=gettext_lazy("64 letters and digits, as printed on the card."),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        typed = re.sub(r"[\s:]", "", str(data.get("sha256") or "")).lower()
        received = data.get("file")
        if isinstance(received, ReceivedFile):
            if received.too_large:
                self.add_error("file", _("The file is too large to be a card."))
            data["hash"] = received.sha256
        elif HASH.fullmatch(typed):
            data["hash"] = typed
        elif typed:
            self.add_error("sha256", _("That is no SHA-256: it has 64 letters from a to f and digits."))
        elif not self.errors:
            self.add_error("file", _("Choose the PDF, or type the hash."))
        return data


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Request) -> HttpResponse:
    """Genuine or not, current or not. Looking changes nothing; the file is not kept."""
    if request.method != "POST":
        return render(request, "releases/verify.html", {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "releases/verify.html", {"form": form}, status=422)
    verdict = cards.verify(str(form.cleaned_data["hash"]), request.user)
    context = {"form": VerifyForm(), "verdict": verdict, "hash": form.cleaned_data["hash"]}
    return render(request, "releases/verify.html", context)
