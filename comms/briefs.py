"""The briefs of this app: what its letters (`mail.py`) say, in a few lines for Slack, the inbox and the digest."""

from django.utils.translation import gettext as _

from comms.composers import Brief
from comms.mail import Request
from comms.models import Delivery
from productops.people.models import Person
from productops.people.permissions import RULES


def of_request(shared: Request, person: Person | None, delivery: Delivery) -> Brief | None:
    """Nothing, when who asked has left meanwhile."""
    if shared.asker is None:
        return None
    act = str(RULES[shared.permission].name)
    return Brief(
        title=_("%(name)s asks you to %(act)s") % {"name": shared.asker.name, "act": act},
        url=shared.path,
        text=_("It is about %(about)s.") % {"about": shared.about} if shared.about else "",
        verb=_("Open the page"),
    )
