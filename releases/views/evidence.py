"""What was shown, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from productops.http import Request, go, load, wants
from productops.people.permissions import Permission, require
from releases.actions import items as doors
from releases.models import Evidence
from releases.views.items import line_of
from releases.views.release import answer


@require_POST
def withdrawal(request: Request, key: str, pk: int) -> HttpResponse:
    """It stays with who took it back and when. An item that it alone proved opens again."""
    rows = Evidence.objects.filter(item__release__key=key).select_related("item")
    found = load(request, rows, pk=pk)
    release, line = line_of(request, key, found.item_id)
    require(request.user, Permission.SETTLE_ITEM, line.item, on=request.now)
    doors.withdraw(evidence=found, by=request.user, now=request.now)
    messages.success(request, _("Taken back. That it was shown stays in the history of the item."))
    if wants(request, f"item-{line.item.pk}"):
        return answer(request, release, changed=line.item.pk)
    return go(request, "releases:item", key, line.item.pk)
