"""What can be done with checklist items, one or many: the words, the right it takes, the state that follows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from productops.people.permissions import Permission
from releases.enums import ItemState


@dataclass(frozen=True)
class Act:
    """`name` is the noun in the address; `title` heads its page, `verb` stands on its button."""

    name: str
    title: str | Promise
    verb: str | Promise
    said: str | Promise
    permission: Permission = Permission.SETTLE_ITEM
    state: ItemState = ItemState.OPEN
    help: str | Promise = ""

    @property
    def route(self) -> str:
        """Of one item."""
        return f"releases:item-{self.name}"

    @property
    def route_together(self) -> str:
        return f"releases:items-{self.name}"


ACTS = {
    act.name: act
    for act in (
        Act("completion", _("Done"), _("Mark as done"), _("Done: %(item)s"), state=ItemState.DONE),
        Act(
            "block",
            _("Blocked"),
            _("Say that it is blocked"),
            _("Blocked: %(item)s. The PM is told."),
            state=ItemState.BLOCKED,
            help=_("What does it wait for? The PM hears of it, and the release shows it."),
        ),
        Act(
            "exemption",
            _("Not applicable"),
            _("Say that it does not apply"),
            _("Not applicable: %(item)s"),
            state=ItemState.NOT_APPLICABLE,
            help=_("Why does this release not need it?"),
        ),
        Act(
            "waiver",
            _("Waive"),
            _("Waive it"),
            _("Waived: %(item)s. The PM is told."),
            Permission.WAIVE_ITEM,
            ItemState.WAIVED,
            _("Your function does without it this time. Say why; the PM is told, and it stays visible."),
        ),
        Act(
            "owner",
            _("Hand on"),
            _("Hand it on"),
            _("Handed on: %(item)s"),
            Permission.ASSIGN_ITEM,
            help=_("Whoever you name gets a message."),
        ),
        Act("reopening", _("Open again"), _("Open again"), _("Open again: %(item)s")),
    )
}
