"""A line that is offered to who writes an area's update. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from productops.markdown import bullet_html, plain_text
from rituals.enums import Heading


@dataclass(frozen=True)
class Offer:
    """A line to accept, edit or dismiss. `source` identifies it for good, so that it is offered once.

    `origin` says where it came from, in words, and `url` shows it there. `assignee_id` and `due_on`: what an ask
    names, taken along when it is accepted.
    """

    source: str
    heading: Heading
    text: str
    origin: str | Promise = ""
    url: str = ""
    assignee_id: int | None = None
    due_on: date | None = None

    @property
    def shown(self) -> str:
        """The text as it reads, without its marks."""
        return plain_text(bullet_html(self.text))
