"""'Read by 31 of 47 people; Support 2 of 9': the read rate in one line, for the pages of Product Ops."""

from django.utils.translation import gettext as _

from rituals.models import WeeklyUpdate
from rituals.read_rate import Readers, readers_of


def reading_line(update: WeeklyUpdate) -> str:
    """Two queries."""
    return said(readers_of(update))


def said(readers: Readers) -> str:
    """With the function that it reached least, when there is one."""
    facts = {"opened": readers.opened, "people": readers.people}
    words = _("Read by %(opened)s of %(people)s people") % facts
    if (furthest := readers.furthest) and furthest.name:
        behind = {"name": furthest.name, "opened": furthest.opened, "people": furthest.people}
        return f"{words}; " + _("%(name)s %(opened)s of %(people)s") % behind
    return words
