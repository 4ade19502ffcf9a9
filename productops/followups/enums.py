"""The words of action items."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActionState(TextChoices):
    """Cancelled: what it came from does not ask for it any more."""

    OPEN = "open", pgettext_lazy("action item", "Open")
    DONE = "done", pgettext_lazy("action item", "Done")
    CANCELLED = "cancelled", pgettext_lazy("action item", "Not needed any more")


class RaisedFor(TextChoices):
    """A meeting that is to look at it. Its agenda reads the items from here."""

    ROADMAP_REVIEW = "roadmap_review", _("The next roadmap review")


class ChangeKind(TextChoices):
    """What people change of an item by hand, each time with a reason."""

    MOVED = "moved", _("Date moved")
    HANDED_OVER = "handed_over", _("Handed over")


class Show(TextChoices):
    """What the list is filtered by. `show` in its address."""

    MINE = "mine", pgettext_lazy("action items", "Mine")
    ASKED = "asked", _("Asked by me")
    OPEN = "open", _("All open")
    OVERDUE = "overdue", _("Overdue")
    REVIEW = "review", _("For the next roadmap review")
    DONE = "done", pgettext_lazy("action items", "Done")
