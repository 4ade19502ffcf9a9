"""Deliveries for tests, with the portal's own composer of requests behind them."""

from datetime import datetime, timedelta
from typing import Any

from comms.enums import Channel, NoticeKind
from comms.models import Delivery, Notice
from productops.people.models import Person
from productops.people.permissions import Permission
from tests.factories import OrganisationFactory, PersonFactory


def request_notice(now: datetime, *, key: str = "request", asker: Person | None = None, **fields: Any) -> Notice:
    """Somebody asked for something; not fanned out yet unless said."""
    asker = asker or PersonFactory(name="Ewa Lis")
    data = {
        "asker": asker.pk,
        "permission": str(Permission.PUBLISH_UPDATE),
        "area": None,
        "function": None,
        "path": "/",
    }
    fields = {"kind": NoticeKind.REQUEST, "key": key, "data": data, "created_at": now, **fields}
    return Notice.objects.create(**fields)


def delivery_to(person: Person, now: datetime, *, notice: Notice | None = None, **fields: Any) -> Delivery:
    """One delivery, due now."""
    notice = notice or request_notice(now, key=f"request:{person.pk}", fanned_out_at=now)
    fields = {"channel": Channel.EMAIL, "next_attempt_at": now, "created_at": now, **fields}
    return Delivery.objects.create(notice=notice, person=person, **fields)


def many_deliveries(number: int, now: datetime) -> Notice:
    """One notice to so many people, due since a minute."""
    OrganisationFactory()
    notice = request_notice(now, fanned_out_at=now)
    people = Person.objects.bulk_create(
        Person(email=f"reader{n}@example.org", name=f"Reader {n}", sort_key=f"reader {n:05}") for n in range(number)
    )
    before = now - timedelta(minutes=1)
    Delivery.objects.bulk_create(
        Delivery(notice=notice, person=person, channel=Channel.EMAIL, next_attempt_at=before, created_at=before)
        for person in people
    )
    return notice
