from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileState(TextChoices):
    """Where a file stands. Queued and working ones are claimed by lease; the others wait for somebody to ask."""

    QUEUED = "queued", _("Waiting")
    WORKING = "working", _("Being made")
    DONE = "done", _("Made")
    FAILED = "failed", _("Not made")


class Fault(TextChoices):
    """Why a file was not made, in words for who asked."""

    CANNOT_HERE = (
        "cannot_here",
        _("PDFs cannot be made on this server: Pango or a font is missing. An administrator can install them."),
    )
    TOO_LONG = "too_long", _("This is too long for one PDF.")
    BROKEN = "broken", _("The PDF could not be made. The portal’s log says why.")
