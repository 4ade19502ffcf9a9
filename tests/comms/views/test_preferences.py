"""The page of what reaches a person: her choice, why it would reach her, when, and taking a change back."""

from datetime import datetime, time
from typing import Any

import pytest
from django.test import Client

from comms.enums import CHOOSABLE, DeliveryStatus, Mode, NoticeKind
from comms.models import Preference, Rhythm
from productops.audit.models import DomainEvent
from tests.comms.made import delivery_to
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
PAGE = "/comms/preferences/"
HOURS = {"quiet_from": "", "quiet_until": "", "digest_at": "08:00"}


@pytest.fixture
def reader(client: Client) -> Any:
    OrganisationFactory()
    person = PersonFactory()
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return person


def chosen(client: Client, **changes: str) -> dict[str, str]:
    """What the page posts as it stands, with these changes (`request_email="off"`)."""
    form = client.get(PAGE).context["form"]
    values = {field.html_name: str(field.value() or "") for field in form} | HOURS
    return values | {name.replace("__", "-"): value for name, value in changes.items()}


def kept() -> list[tuple[str, str, str]]:
    return list(Preference.objects.order_by("kind", "channel").values_list("kind", "channel", "mode"))


def test_before_a_choice_everything_comes_at_once(client: Client, reader: Any) -> None:
    page = client.get(PAGE)
    form = page.context["form"]
    ways = {name: field.value() for name in form.fields if "-" in name for field in [form[name]]}
    assert ways == {f"{kind}-{channel}": "now" for kind in CHOOSABLE for channel in ("email", "inbox")}
    assert [value for value, _words in form.fields["request-inbox"].choices] == ["now", "off"]  # it waits by itself
    assert "slack" not in page.text  # nobody set it up
    assert not Preference.objects.exists()
    assert not Rhythm.objects.exists()


def test_choices_and_hours_are_saved_together_and_taken_back_together(client: Client, reader: Any) -> None:
    Preference.objects.create(person=reader, kind=NoticeKind.ACTION_ITEM, channel="email", mode=Mode.OFF)
    changes = {"request__email": "digest", "action_item__email": "now", "request__inbox": "off"}
    hours = {"quiet_from": "22:00", "quiet_until": "07:00", "digest_at": "09:30"}
    page = client.post(PAGE, chosen(client, **changes) | hours, follow=True)
    assert kept() == [("action_item", "email", "now"), ("request", "email", "digest"), ("request", "inbox", "off")]
    rhythm = Rhythm.objects.get()
    assert (rhythm.quiet_from, rhythm.quiet_until, rhythm.digest_at) == (time(22), time(7), time(9, 30))
    names = DomainEvent.objects.order_by("id").values_list("name", flat=True)
    assert list(names) == ["rhythm.changed", *["preference.changed"] * 3]
    assert 'value="22:00"' in page.text
    undo = page.text.partition(f'action="{PAGE}undo/')[2].partition('"')[0]
    assert "Taken back." in client.post(f"{PAGE}undo/{undo}", follow=True).text
    assert kept() == [("action_item", "email", "off"), ("request", "email", "now"), ("request", "inbox", "now")]
    rhythm.refresh_from_db()
    assert (rhythm.quiet_from, rhythm.quiet_until, rhythm.digest_at) == (None, None, time(8))
    other = Client()
    other.force_login(PersonFactory(), backend="productops.people.backends.PersonBackend")
    assert other.post(f"{PAGE}undo/{undo}").status_code == 404  # it is about somebody else
    assert client.get(f"{PAGE}undo/{undo}").status_code == 405


def test_nothing_changed_is_nothing_to_take_back(client: Client, reader: Any) -> None:
    page = client.post(PAGE, chosen(client), follow=True)
    assert "Saved." in page.text
    assert f"{PAGE}undo/" not in page.text
    assert not DomainEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"request__inbox": "digest"}, "request-inbox"),
        ({"request__email": "sometimes"}, "request-email"),
        ({"quiet_from": "22:00"}, "quiet_until"),
        ({"quiet_from": "22:00", "quiet_until": "09:00"}, "digest_at"),
        ({"digest_at": ""}, "digest_at"),
        ({"quiet_from": "25:00"}, "quiet_from"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_saved(
    client: Client, reader: Any, changes: dict[str, str], field: str
) -> None:
    answer = client.post(PAGE, chosen(client, request__email="off") | chosen(client, **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in answer.text
    assert kept() == []
    assert not Rhythm.objects.exists()


def test_what_always_comes_is_no_choice(client: Client, reader: Any) -> None:
    assert client.post(PAGE, chosen(client, invitation__email="off")).status_code == 302
    assert kept() == []


def test_what_cannot_reach_her_stands_apart_until_she_changes_it(client: Client, reader: Any) -> None:
    context = client.get(PAGE).context
    assert NoticeKind.WEEKLY_MISSING in {row.kind for row in context["others"]}
    assert NoticeKind.ACTION_ITEM in {row.kind for row in context["shown"]}
    Preference.objects.create(person=reader, kind=NoticeKind.WEEKLY_MISSING, channel="email", mode=Mode.OFF)
    assert NoticeKind.WEEKLY_MISSING in {row.kind for row in client.get(PAGE).context["shown"]}


def test_what_reached_her_lately_is_her_own(client: Client, reader: Any, now: datetime) -> None:
    mine = delivery_to(reader, now, status=DeliveryStatus.DEAD, error="550 no such person")
    theirs = delivery_to(PersonFactory(), now)
    page = client.get("/comms/reached/")
    assert [delivery.pk for delivery in page.context["page_obj"]] == [mine.pk]
    assert "550 no such person" in page.text
    assert "Send again" not in page.text
    assert client.get(f"/comms/deliveries/{mine.pk}/").status_code == 200
    assert client.get(f"/comms/deliveries/{theirs.pk}/").status_code == 404
