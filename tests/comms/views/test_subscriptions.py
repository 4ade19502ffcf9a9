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
PAGE, PREFERENCES = "/comms/subscriptions/", "/comms/preferences/"
CHOICES = ("weekly_update-email", "weekly_reminder-email", "weekly_missing-email", "request-email")


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

    def test_switched_off_by_mail_reads_as_nothing_and_choosing_switches_it_on(
        self, client: Client, reader: Any
    ) -> None:
        client.post(PAGE, {"follow": "all"})
        kind = NoticeKind.WEEKLY_UPDATE
        Preference.objects.create(person=reader, kind=kind, channel="email", mode=Mode.OFF)
        assert client.get(PAGE).context["form"]["follow"].value() == "none"
        client.post(PAGE, {"follow": "all"})
        assert Preference.objects.get().mode == Mode.NOW

    def test_htmx_is_told_to_go_there(self, client: Client, reader: Any) -> None:
        answer = client.post(PAGE, {"follow": "all"}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, PAGE)


class TestPreferences:
    def test_everything_comes_at_once_before_a_choice(self, client: Client, reader: Any) -> None:
        form = client.get(PREFERENCES).context["form"]
        assert tuple(form.fields) == CHOICES
        assert {field.value() for field in form} == {"now"}
        assert not Preference.objects.exists()

    def test_one_is_switched_off_and_on(self, client: Client, reader: Any) -> None:
        chosen = dict.fromkeys(CHOICES, "now")
        assert client.post(PREFERENCES, chosen | {"request-email": "off"}).headers["Location"] == PREFERENCES
        assert list(Preference.objects.values_list("person", "kind", "channel", "mode")) == [
            (reader.pk, "request", "email", "off")
        ]
        assert events() == ["preference.changed"]
        client.post(PREFERENCES, chosen)
        assert Preference.objects.get().mode == "now"

    def test_what_is_not_offered_is_refused(self, client: Client, reader: Any) -> None:
        chosen = dict.fromkeys(CHOICES, "now")
        assert client.post(PREFERENCES, chosen | {"request-email": "digest"}).status_code == 422
        assert client.post(PREFERENCES, chosen | {"invitation-email": "off"}).status_code == 302
        assert not Preference.objects.exists()


@pytest.mark.parametrize("name", ["subscriptions", "preferences", "request", "deliveries"])
def test_only_for_people_who_are_signed_in(client: Client, name: str) -> None:
    address = reverse(f"comms:{name}")
    assert client.get(address).headers["Location"] == f"/sign-in/?next={address}"
