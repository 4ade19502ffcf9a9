"""Asking those who may: from the page that says why somebody may not."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comms.actions import asking
from comms.forms import RequestForm
from productops.doors import Invalid
from productops.http import Request, go
from productops.people.permissions import RULES
from productops.people.standing import day_of


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """GET says whom it would ask and what they get; POST asks them, once a day."""
    form = RequestForm(request.POST if request.method == "POST" else request.GET, person=request.user)
    if not form.is_valid():
        return render(request, "errors/400.html", status=400)
    question, now = form.question(), request.now
    try:
        if request.method != "POST":
            return _confirm(request, form)
        people, is_new = asking.ask(question=question, by=request.user, now=now)
    except Invalid as refusal:
        return render(request, "errors/422.html", {"reason": refusal.errors[""]}, status=422)
    names = ", ".join(person.name for person in people)
    if is_new:
        messages.success(request, _("Your mail goes to %(names)s.") % {"names": names})
    else:
        messages.info(request, _("You asked for this today already: %(names)s.") % {"names": names})
    return go(request, "/")


def _confirm(request: Request, form: RequestForm) -> HttpResponse:
    question = form.question()
    people = asking.who_may(question, on=day_of(request.user, request.now), besides=request.user)
    if not people:
        raise Invalid({"": str(asking.NOBODY)})
    act = RULES[question.permission].name
    number = len(people)
    context = {
        "question": _("Ask %(names)s?") % {"names": ", ".join(person.name for person in people)},
        "consequences": [
            ngettext("One person gets a mail:", "%(number)d people get a mail:", number) % {"number": number}
            + " "
            + _("“%(name)s asks you to %(act)s”, with a link to the page you came from.")
            % {"name": request.user.name, "act": act},
            _("You can ask for the same thing once a day."),
        ],
        "action": reverse("comms:request"),
        "verb": _("Ask them"),
        "cancel": form.cleaned_data["path"],
        "fields": RequestForm(initial={name: form.data.get(name) for name in form.fields}, person=request.user),
    }
    return render(request, "components/confirm_page.html", context)
