"""The organisation's settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productops.http import Request, go
from productops.people.actions.organisation import change_organisation
from productops.people.forms.organisation import OrganisationForm
from productops.people.models import Organisation
from productops.people.permissions import Permission, require
from productops.people.views.editor import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: Request) -> HttpResponse:
    require(request.user, Permission.EDIT_ORGANISATION, on=request.now)
    found = Organisation.current()
    form = OrganisationForm(
        request.POST or None, initial={name: getattr(found, name) for name in OrganisationForm.base_fields}
    )
    made = saved(form, lambda: change_organisation(**form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("Saved. Weeks already opened keep their deadlines."))
        return go(request, "people:admin-organisation")
    return show(request, "people/organisation_edit.html", form)
