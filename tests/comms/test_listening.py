"""Invitations and sign-in links are sent; what is known of somebody who was erased is forgotten."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from comms.deliveries import deliver_due
from comms.enums import Reason
from comms.fan_out import fan_out_due
from comms.models import Delivery, Notice
from productops.people.models import Person
from productops.people.signals import mail_wanted, person_erased
from tests.comms.made import delivery_to
from tests.comms.post_office import PostOffice
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "route", "subject"),
    [
        ("invitation", "people:invitation", "Your place in the Meridian portal"),
        ("sign_in_link", "people:sign-in-link-use", "Your link to sign in to Meridian"),
    ],
)
def test_a_link_to_come_in_is_made_when_it_is_sent(
    now: datetime, post_office: PostOffice, kind: str, route: str, subject: str
) -> None:
    OrganisationFactory(name="Meridian")
    person, by = PersonFactory(), PersonFactory(name="Ewa Lis")
    mail_wanted.send(sender=Person, kind=kind, person=person, by=by, now=now, key=f"{kind}:1")
    assert Notice.objects.get().data == {"link": kind, "by": by.pk}  # nothing that lets anybody in
    fan_out_due(now)
    deliver_due(clock=lambda: now)
    (mail,) = post_office.mails
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    start = reverse(route, args=["CODE", "TOKEN"]).partition("CODE")[0]
    assert f"http://localhost:8000{start}" in text
    assert mail["Subject"] == subject
    assert mail["List-Unsubscribe"] is None
    assert "unsubscribe" not in text


def test_errors_about_somebody_erased_are_forgotten(now: datetime) -> None:
    person = PersonFactory()
    facts: dict[str, Any] = {"sender": Person, "person": person, "name": "x", "email": "y", "now": now}
    quoted = delivery_to(person, now, error="550 Ewa Lis left us")
    ours = delivery_to(PersonFactory(), now, error=Reason.NOT_NEEDED)
    person_erased.send(**facts)
    assert Delivery.objects.get(pk=quoted.pk).error == ""
    assert Delivery.objects.get(pk=ours.pk).error == Reason.NOT_NEEDED
