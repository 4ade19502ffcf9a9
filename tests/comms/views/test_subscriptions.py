from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comms.enums import Mode, NoticeKind
from comms.models import Preference, Subscription
from productops.audit.models import DomainEvent
from tests.factories import AreaFactory, PersonFactory

pytestmark = pytest.mark.django_db
PAGE = "/comms/subscriptions/"


@pytest.fixture
def reader(client: Client) -> Any:
    person = PersonFactory()
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return person


def events() -> list[str]:
    return list(DomainEvent.objects.order_by("id").values_list("name", flat=True))


class TestSubscription:
    def test_nothing_is_chosen_before_a_choice_and_looking_changes_nothing(self, client: Client, reader: Any) -> None:
        AreaFactory(name="Payments")
        AreaFactory(name="Closed", closed_at=datetime(2026, 1, 1).astimezone())
        page = client.get(PAGE)
        assert page.context["form"]["follow"].value() == "none"
        assert [str(area) for area in page.context["form"].fields["areas"].queryset] == ["Payments"]
        assert not Subscription.objects.exists()

    def test_all_areas(self, client: Client, reader: Any) -> None:
        answer = client.post(PAGE, {"follow": "all"})
        assert answer.headers["Location"] == PAGE
        assert Subscription.objects.get().all_areas is True
        assert events() == ["subscription.changed"]
        client.post(PAGE, {"follow": "all"})
        assert events() == ["subscription.changed"]

    def test_some_areas(self, client: Client, reader: Any) -> None:
        first, _second = AreaFactory(), AreaFactory()
        client.post(PAGE, {"follow": "some", "areas": [first.pk]})
        subscription = Subscription.objects.get()
        assert (subscription.all_areas, list(subscription.areas.all())) == (False, [first])
        form = client.get(PAGE).context["form"]
        assert (form["follow"].value(), form["areas"].value()) == ("some", [first.pk])

    def test_some_without_any_is_said_at_the_field_and_nothing_changes(self, client: Client, reader: Any) -> None:
        answer = client.post(PAGE, {"follow": "some"})
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"areas": ["Choose at least one area, or all of them."]}
        assert not Subscription.objects.exists()

    def test_an_unknown_area_is_refused(self, client: Client, reader: Any) -> None:
        assert client.post(PAGE, {"follow": "some", "areas": ["77"]}).status_code == 422

    def test_nothing_ends_it_also_twice(self, client: Client, reader: Any) -> None:
        client.post(PAGE, {"follow": "all"})
        for _ in range(2):
            assert client.post(PAGE, {"follow": "none"}).status_code == 302
        assert not Subscription.objects.exists()
        assert events() == ["subscription.changed", "subscription.ended"]

    def test_it_says_by_which_way_and_switches_mail_on_only_for_who_switched_all_off(
        self, client: Client, reader: Any
    ) -> None:
        client.post(PAGE, {"follow": "all"})
        kind = NoticeKind.WEEKLY_UPDATE
        mail = Preference.objects.create(person=reader, kind=kind, channel="email", mode=Mode.DIGEST)
        page = client.get(PAGE)
        assert page.context["form"]["follow"].value() == "all"
        assert 'E-mail: <span class="nowrap">Daily digest</span>' in page.text
        client.post(PAGE, {"follow": "all"})
        mail.refresh_from_db()
        assert mail.mode == Mode.DIGEST  # her choice stays
        mail.mode = Mode.OFF
        mail.save()
        Preference.objects.create(person=reader, kind=kind, channel="inbox", mode=Mode.OFF)
        assert "saving switches mail on again" in client.get(PAGE).text
        client.post(PAGE, {"follow": "all"})
        mail.refresh_from_db()
        assert mail.mode == Mode.NOW

    def test_htmx_is_told_to_go_there(self, client: Client, reader: Any) -> None:
        answer = client.post(PAGE, {"follow": "all"}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, PAGE)


@pytest.mark.parametrize("name", ["subscriptions", "preferences", "reached", "request", "deliveries"])
def test_only_for_people_who_are_signed_in(client: Client, name: str) -> None:
    address = reverse(f"comms:{name}")
    assert client.get(address).headers["Location"] == f"/sign-in/?next={address}"
