"""Who hears of action items. The words and the sending belong to `comms`, which listens to `signals.news_wanted`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from productops.followups.models import ActionItem
from productops.followups.signals import news_wanted
from productops.people.enums import AreaRoleKind
from productops.people.models import AreaRole, Person
from productops.people.standing import day_of


def asked(items: Iterable[ActionItem], *, by: Person, now: datetime) -> None:
    """Whoever is to do something hears of it, of all at once; nobody of what she gave herself."""
    of: dict[int, list[ActionItem]] = defaultdict(list)
    for item in items:
        if item.assignee_id != by.pk:
            of[item.assignee_id].append(item)
    for person, theirs in of.items():
        _tell("asked", [person], theirs, by, now, key=f"asked:{person}:{_versions(theirs)}")


def informed(items: Sequence[ActionItem], *, by: Person, now: datetime) -> None:
    """The Eng lead of the area hears once of what is new, except of what she asked or is to do herself."""
    if not items:
        return
    leads = _holders(items[0], AreaRoleKind.ENG_LEAD, by, now)
    for lead in leads:
        theirs = [item for item in items if item.assignee_id != lead]
        if theirs and lead != by.pk:
            _tell("informed", [lead], theirs, by, now, key=f"informed:{lead}:{_versions(theirs)}")


def finished(item: ActionItem, *, by: Person, now: datetime) -> None:
    """The area's PM hears that it is done, unless she says so herself; of an item without an area whoever asked."""
    people = _holders(item, AreaRoleKind.PM, by, now) if item.area_id else {item.asked_by_id}
    if people - {by.pk}:
        _tell("done", people - {by.pk}, [item], by, now, key=f"done:{_versions([item])}")


def reopened(item: ActionItem, *, by: Person, now: datetime) -> None:
    """Who is to do it hears that somebody else opened it again."""
    if item.assignee_id != by.pk:
        _tell("reopened", [item.assignee_id], [item], by, now, key=f"reopened:{_versions([item])}")


def _holders(item: ActionItem, kind: AreaRoleKind, by: Person, now: datetime) -> set[int]:
    roles = AreaRole.objects.on(day_of(by, now)).filter(area=item.area_id, kind=kind)
    return set(roles.values_list("person_id", flat=True))


def _versions(items: Sequence[ActionItem]) -> str:
    """Short for these items as they are now: the same news has the same key."""
    return sha256(",".join(f"{item.pk}.{item.version}" for item in items).encode()).hexdigest()[:16]


def _tell(
    about: str, people: Iterable[int], items: Sequence[ActionItem], by: Person, now: datetime, *, key: str
) -> None:
    ids = [item.pk for item in items]
    news_wanted.send(sender=ActionItem, about=about, people=sorted(people), items=ids, by=by, now=now, key=key)
