"""The ownership check: what nobody answers for, each with the one place where it is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from productops.http import Request, page_number
from productops.people.ownership import Finding, Mend, check, facts_on
from productops.people.permissions import Permission, require
from productops.people.standing import day_of

WARNINGS = 3  # findings above another page's content; the rest is a link away


@dataclass(frozen=True)
class Addressed:
    """A finding with the address of its button."""

    finding: Finding
    url: str


def addressed(findings: Iterable[Finding]) -> list[Addressed]:
    return [Addressed(finding, _address(finding.mend)) for finding in findings]


def warnings(findings: Sequence[Finding]) -> dict[str, Any]:
    """What `people/_findings.html` shows above another page's content: the worst, and how many more there are."""
    return {"findings": addressed(findings[:WARNINGS]), "more_findings": len(findings) - WARNINGS}


def _address(mend: Mend) -> str:
    address = reverse(mend.route, args=mend.args)
    return f"{address}?{mend.query}" if mend.query else address


@require_safe
def ownership(request: Request) -> HttpResponse:
    """Everything without an owner today, worst first."""
    require(request.user, Permission.SEE_OWNERSHIP, on=request.now)
    findings = check(facts_on(day_of(request.user, request.now)))
    page = Paginator(findings, 25).get_page(page_number(request))
    context = {
        "page": page,
        "findings": addressed(page.object_list),
        "nobody": sum(finding.nobody for finding in findings),
        "stands_in": sum(bool(finding.effect) and not finding.nobody for finding in findings),
    }
    return render(request, "people/ownership.html", context)
