"""The workspace of one release."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request, load
from releases.models import Release


@require_safe
def release(request: Request, key: str) -> HttpResponse:
    row = load(request, Release.objects.visible_to(request.user).select_related("area"), key=key)
    return render(request, "releases/release.html", {"release": row})
