"""The risks of a release."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.http import Request
from releases.models import Release, Risk
from releases.part_forms import RiskForm
from releases.views.part_pages import METHODS, PartPages, changing, listed, removal, returning


def _shows(request: Request, release: Release) -> dict[str, Any]:
    return {"risks": release.risks.select_related("owner"), "risk_form": PAGES.empty_form()}


PAGES = PartPages(
    part=Risk, form=RiskForm, name="risk", at="releases:risks", template="releases/risks.html", shows=_shows,
    heading=_("Change the risk"), added=_("The risk is written down."), changed=_("Saved."),
    removed=_("The risk is gone."),
)  # fmt: skip


@require_http_methods(METHODS)
def risks(request: Request, key: str) -> HttpResponse:
    return listed(request, key, PAGES)


@require_http_methods(METHODS)
def risk(request: Request, key: str, pk: int) -> HttpResponse:
    return changing(request, key, pk, PAGES)


@require_POST
def risk_removal(request: Request, key: str, pk: int) -> HttpResponse:
    return removal(request, key, pk, PAGES)


@require_POST
def risk_return(request: Request, key: str, pk: int) -> HttpResponse:
    return returning(request, key, pk, PAGES)
