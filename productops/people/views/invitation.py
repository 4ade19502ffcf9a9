"""An invited person comes in for the first time: opening the link shows a form, posting it sets the password."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from productops.http import OpenRequest, go, open_to_anonymous
from productops.people.actions import sessions
from productops.people.forms.session import NewPasswordForm
from productops.people.views.editor import saved, show
from productops.people.views.session import let_in


@open_to_anonymous
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: OpenRequest, code: str, token: str) -> HttpResponse:
    person = sessions.holder_of_invitation(code, token, request.now)
    if person is None:
        return render(request, "people/invitation_dead.html", status=410)
    form = NewPasswordForm(request.POST or None, person=person)
    made = saved(
        form,
        lambda: sessions.accept_invitation(
            code=code, token=token, password=form.cleaned_data["password"], now=request.now
        ),
    )
    if made:
        let_in(request, made)
        messages.success(request, _("Welcome, %(name)s.") % {"name": made.name})
        return go(request, "/")
    return show(request, "people/invitation.html", form, person=person)
