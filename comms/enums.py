from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    EMAIL = "email", _("E-mail")


class DeliveryStatus(TextChoices):
    """Where one delivery stands. Only `queued` is ever claimed."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Sent, perhaps twice")
    DEAD = "dead", _("Given up")
    CANCELLED = "cancelled", _("Not wanted any more")


class Mode(TextChoices):
    """How a person wants to hear of a kind of notice."""

    NOW = "now", _("At once")
    DIGEST = "digest", _("Daily digest")
    OFF = "off", _("Not at all")


class NoticeKind(TextChoices):
    """What the portal tells people of; a person chooses per kind."""

    WEEKLY_UPDATE = "weekly_update", _("The weekly update is published")
    WEEKLY_REMINDER = "weekly_reminder", _("Your weekly update is due")
    WEEKLY_MISSING = "weekly_missing", _("Areas missing at the deadline")
    INVITATION = "invitation", _("Invitation and sign-in links")
    REQUEST = "request", _("Somebody asks you to do something")


# What a person asked for herself (a sign-in link) cannot be switched off; everything else can.
ALWAYS_SENT = frozenset({NoticeKind.INVITATION})
CHOOSABLE = tuple(kind for kind in NoticeKind if kind not in ALWAYS_SENT)
# What a person chooses from today; a digest needs somebody who writes it (`fan_out.py` says where it comes in).
OFFERED_MODES = (Mode.NOW, Mode.OFF)
WEEKLY_UPDATE_TOPIC = "weekly_update"


class Reason(TextChoices):
    """Why the portal itself ended a delivery; other errors are the receiver's own words."""

    DEACTIVATED = "deactivated", _("The person was deactivated.")
    SWITCHED_OFF = "switched_off", _("The person switched this off meanwhile.")
    NOT_NEEDED = "not_needed", _("It was not needed any more.")
