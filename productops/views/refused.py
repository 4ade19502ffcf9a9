"""The 403 page: why not, who can, and a button that asks them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from comms.actions import asking
from productops.http import Request
from productops.people.models import Area, Function
from productops.people.permissions import PermissionRefused
from productops.people.standing import day_of


def refused(request: Request, refusal: PermissionRefused) -> HttpResponse:
    """A page, or for htmx the same words as a fragment."""
    scope, now = refusal.scope, request.now
    question = asking.Question(
        permission=refusal.permission,
        area=Area.objects.filter(pk=scope.area_id).first() if scope.area_id else None,
        function=Function.objects.filter(pk=scope.function_id).first() if scope.function_id else None,
        path=request.path if request.method == "GET" else "/",
    )
    people = asking.who_may(question, on=day_of(request.user, now), besides=request.user)
    facts = {
        "permission": str(question.permission),
        "area": question.area.pk if question.area else "",
        "function": question.function.pk if question.function else "",
        "path": question.path,
    }
    context = {
        "reason": refusal.decision.reason,
        "who": [person.name for person in people],
        "ask": f"{reverse('comms:request')}?{urlencode(facts)}" if people else "",
    }
    template = "components/refusal.html" if request.headers.get("HX-Request") else "errors/403.html"
    return render(request, template, context, status=403)
