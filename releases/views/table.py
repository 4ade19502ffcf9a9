"""All releases that a person may see, as a table."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request
from releases.models import Release


@require_safe
def releases(request: Request) -> HttpResponse:
    rows = Release.objects.visible_to(request.user).ahead().select_related("area").order_by("launch_on", "key")
    return render(request, "releases/releases.html", {"releases": rows[:50]})
