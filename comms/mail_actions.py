"""The words about action items: asked of you, for your information, done, open again. As a letter and as a brief."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.composers import Brief
from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice
from productops.dates import say_date
from productops.followups.enums import ActionState
from productops.followups.models import ActionItem
from productops.people.models import Organisation, Person
from productops.text import clean_line, shortened


@dataclass(frozen=True)
class News:
    """What happened (`about`) to which items, by whom. The items as they are when the words are made."""

    about: str
    organisation: Organisation
    by: Person | None
    items: tuple[ActionItem, ...]


def prepare(notice: Notice) -> News:
    items = ActionItem.objects.filter(pk__in=notice.data["items"]).select_related("assignee", "area")
    by = Person.objects.filter(pk=notice.data["by"]).first()
    return News(notice.data["about"], Organisation.current(), by, tuple(items.order_by("due_on", "id")))


def letter(news: News, person: Person, delivery: Delivery) -> Letter | None:
    """None when nothing of it holds any more: done, taken back or handed over meanwhile."""
    items = _still_true(news, person)
    if not items:
        return None
    return written(
        "comms/mail_actions",
        subject=_subject(news, items),
        person=person,
        delivery=delivery,
        organisation=news.organisation.name,
        why=_why(news.about),
        asked=news.about in {"asked", "reopened"},
        lines=[_line(news, item) for item in items],
        link=absolute(_address(items)),
        several=len(items) > 1,
    )


def brief(news: News, person: Person | None, delivery: Delivery) -> Brief | None:
    items = _still_true(news, person)
    if not items:
        return None
    lines = tuple(_in_one_line(news, item) for item in items)
    if len(items) == 1:
        return Brief(title=_subject(news, items), url=_address(items), text=lines[0], verb=_("Open it"))
    return Brief(title=_subject(news, items), url=_address(items), lines=lines, verb=_("Open them"))


def _still_true(news: News, person: Person | None) -> list[ActionItem]:
    match news.about:
        case "done":
            return [item for item in news.items if item.state == ActionState.DONE]
        case "informed":
            return [item for item in news.items if item.state == ActionState.OPEN]
    return [
        item
        for item in news.items
        if item.state == ActionState.OPEN and (person is None or item.assignee_id == person.pk)
    ]


def _subject(news: News, items: list[ActionItem]) -> str:
    facts = {"name": news.by.name if news.by else "", "what": shortened(items[0].what, 80), "number": len(items)}
    facts["area"] = items[0].area.name if items[0].area else ""
    match news.about:
        case "done":
            said = _("%(name)s says it is done: %(what)s") % facts
        case "reopened":
            said = _("%(name)s opened it again: %(what)s") % facts
        case "informed":
            said = ngettext(
                "%(area)s: %(number)s new action item", "%(area)s: %(number)s new action items", len(items)
            ) % facts  # fmt: skip
        case _ if len(items) == 1:
            said = _("%(name)s asks you: %(what)s") % facts
        case _:
            said = ngettext(
                "%(name)s asks you for %(number)s thing", "%(name)s asks you for %(number)s things", len(items)
            ) % facts  # fmt: skip
    return clean_line(said)


def _why(about: str) -> str:
    match about:
        case "done":
            return _("You get this because you are the PM who answers for it.")
        case "informed":
            return _("You get this because you are the Eng lead of the area.")
    return _("You get this because you are to do it.")


def _line(news: News, item: ActionItem) -> dict[str, str]:
    today = news.organisation.day(item.created_at)
    return {
        "what": item.what,
        "who": item.assignee.name,
        "day": say_date(item.due_on, today),
        "area": item.area.name if item.area else "",
        "title": item.source_title,
        "url": absolute(item.get_absolute_url()),
        "source_url": absolute(item.source_url),
    }


def _in_one_line(news: News, item: ActionItem) -> str:
    facts = _line(news, item)
    if news.about == "informed":
        return _("%(what)s %(who)s by %(day)s.") % facts
    if news.about == "done":
        return facts["what"]
    return _("%(what)s By %(day)s.") % facts


def _address(items: list[ActionItem]) -> str:
    return items[0].get_absolute_url() if len(items) == 1 else reverse("actions:list")
