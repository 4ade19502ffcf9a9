"""Writing an area's lines: text, rendered HTML, place and references, set-based. Called by the doors, inside theirs."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from productops.doors import Invalid
from productops.markdown import bullet_html, reference_keys
from productops.people.models import Person
from productops.search.engine import addresses_of
from rituals.enums import Heading
from rituals.models import AreaUpdate, Bullet, BulletReference


def write_bullets(
    row: AreaUpdate,
    headings: Mapping[str, Heading],
    stored: Mapping[str, Bullet],
    write: Mapping[str, str],
    copies: Mapping[str, str],
    asked: Mapping[str, Mapping[str, Any]],
    by: Person,
    now: datetime,
) -> bool:
    """Store new and changed lines with their HTML and references; returns whether any other line got a new place.

    `headings`: ids in the order of the page. `asked`: columns to change of who should do it by when, by id.
    """
    texts = {pk: text for pk, text in write.items() if pk in headings}
    addresses = addresses_of(
        set().union(*(reference_keys(text) for text in [*texts.values(), *copies.values()]), set())
    )
    bullets, moved = [], []
    for heading, order in _orders(headings, stored, texts.keys()).items():
        place = -1
        for pk in order:
            place += 1
            if pk in texts:
                bullet = bullet_of(row, UUID(pk), heading, place, texts[pk], addresses, by, now, stored.get(pk))
                bullets.append(_asking(bullet, asked.get(pk, {})))
            elif stored[pk].position != place or pk in asked:
                stored[pk].position = place
                moved.append(_asking(stored[pk], asked.get(pk, {})))
            if pk in copies:
                place += 1
                bullets.append(bullet_of(row, uuid4(), heading, place, copies[pk], addresses, by, now, None))
    foreign = Bullet.objects.filter(pk__in=[bullet.pk for bullet in bullets]).exclude(area_update=row)
    if foreign.exists():
        raise Invalid({"": _("These lines belong to another update. Open the page again.")})
    Bullet.objects.bulk_create(
        bullets,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["heading", "position", "text", "html", "assignee", "due_on", "saved_at", "saved_by"],
    )
    Bullet.objects.bulk_update(moved, ["position", "assignee", "due_on"])
    BulletReference.objects.filter(bullet__in=bullets).delete()
    BulletReference.objects.bulk_create(
        [
            BulletReference(bullet=bullet, key=key)
            for bullet in bullets
            for key in sorted(reference_keys(bullet.text) & addresses.keys())
        ]
    )
    return bool(moved)


def _asking(bullet: Bullet, columns: Mapping[str, Any]) -> Bullet:
    for name, value in columns.items():
        setattr(bullet, name, value)
    return bullet


def _orders(
    headings: Mapping[str, Heading], stored: Mapping[str, Bullet], written: Collection[str]
) -> dict[Heading, list[str]]:
    """The ids under each heading: as the page had them, and what others added meanwhile where it stands."""
    orders: dict[Heading, list[str]] = {heading: [] for heading in Heading}
    for pk, heading in headings.items():
        if pk in written or pk in stored:
            orders[heading].append(pk)
    unseen = (pk for pk in stored if pk not in headings)
    for pk in sorted(unseen, key=lambda pk: (stored[pk].position, pk)):
        orders[Heading(stored[pk].heading)].insert(stored[pk].position, pk)
    return orders


def bullet_of(
    row: AreaUpdate,
    pk: UUID,
    heading: Heading,
    place: int,
    text: str,
    addresses: dict[str, str],
    by: Person,
    now: datetime,
    old: Bullet | None,
) -> Bullet:
    return Bullet(
        id=pk,
        area_update=row,
        heading=heading,
        position=place,
        text=text,
        html=bullet_html(text, addresses),
        origin=old.origin if old else "",
        assignee_id=old.assignee_id if old else None,
        due_on=old.due_on if old else None,
        saved_at=now,
        saved_by=by,
    )
