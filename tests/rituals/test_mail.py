"""The letters of the weekly update, from publishing to a real mail server: whom they reach and what is in them."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comms.fan_out import fan_out_due
from comms.models import Delivery, Preference, Subscription
from comms.sweeping import sweep
from productops.editions.models import Edition
from productops.people.enums import Role
from productops.people.models import Area, Person
from rituals import schedule
from rituals.actions.area_updates import excuse, note
from rituals.models import WeeklyUpdate
from tests.comms.post_office import PostOffice
from tests.factories import in_role
from tests.factories.weekly import MONDAY, WEEK, open_with, part, published, submitted
from tests.rituals.conftest import Week

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(post_office: PostOffice, settings: Any) -> PostOffice:
    settings.PORTAL_URL = "https://portal.meridian.example"
    return post_office


def reader(*areas: Area, **fields: Any) -> Person:
    """Somebody who follows these areas, or all."""
    person = in_role(Role.STAKEHOLDER, **fields)
    subscription = Subscription.objects.create(person=person, all_areas=not areas, created_at=MONDAY)
    subscription.areas.set(areas)
    return person


def bodies(mail: EmailMessage) -> tuple[str, str]:
    """Text and HTML."""
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def swept(at: datetime) -> None:
    sweep(clock=lambda: at)


def written(week: Week, title: str = "Search launched") -> Edition:
    """The first area at risk with a note, the second on track, the third explained; published."""
    first, second, third = week.areas
    text = f"Launched **it**, see #{second.slug} and [the plan](https://docs.example/plan)"
    submitted(week.update, first, {"wins": [text], "risks": ["Legal is slow"]}, "at_risk", "Two reviewers < three")
    submitted(week.update, second, {"next": ["Order approvals"]})
    excuse(area_update=part(week.update, third), reason="on leave", by=third.pm, now=MONDAY)  # type: ignore[attr-defined]
    note(area_update=part(week.update, first), text="Figures *checked*", by=week.ops, now=MONDAY)
    return published(week.update, week.ops, title)


class TestUpdate:
    def test_text_and_html_say_the_same(self, week: Week, office: PostOffice) -> None:
        reader(email="reader@example.org", name="Aino Rask")
        edition = written(week)
        swept(edition.published_at)
        [mail] = office.mails
        assert mail["Subject"] == "Search launched"
        assert mail["To"] == "Aino Rask <reader@example.org>"
        text, html = bodies(mail)
        for words in (
            week.areas[0].name,
            week.areas[1].name,
            "At risk",
            "Legal is slow",
            "Order approvals",
            "on leave",
        ):
            assert words in text
            assert words in html
        assert "Two reviewers < three" in text
        assert "Two reviewers &lt; three" in html
        assert "Launched <strong>it</strong>" in html
        assert "Editor’s note: Figures *checked*" in text
        assert "You get this because you follow all areas." in text

    def test_every_link_leads_to_the_portal_from_anywhere(self, week: Week, office: PostOffice) -> None:
        reader()
        swept(written(week).published_at)
        text, html = bodies(office.mails[0])
        links = re.findall(r'href="([^"]*)"', html)
        assert {link for link in links if not link.startswith("https://portal.meridian.example/")} == {
            "https://docs.example/plan"
        }
        assert f"https://portal.meridian.example/areas/{week.areas[1].slug}/" in links
        assert f"https://portal.meridian.example/weekly/{week.update.key}/" in links
        assert f"https://portal.meridian.example/weekly/{week.update.key}/" in text
        assert "<script" not in html
        assert "<img" not in html

    def test_only_the_areas_one_follows(self, week: Week, office: PostOffice) -> None:
        first, second, _third = week.areas
        reader(second, email="some@example.org")
        swept(written(week).published_at)
        text, html = bodies(office.mails[0])
        assert f"You get this because you follow {second.name}." in text
        assert f"{second.name}: On track" in text
        assert f"{first.name}: At risk" not in text
        assert f">{first.name} &nbsp;" not in html

    def test_nothing_for_whom_nothing_of_hers_is_in_it(self, week: Week, office: PostOffice) -> None:
        closed = week.areas[2]
        reader(closed)
        Area.objects.filter(pk=closed.pk).update(closed_at=MONDAY)
        submitted(week.update, week.area)
        swept(published(week.update, week.ops).published_at)
        assert office.mails == []
        assert list(Delivery.objects.values_list("status", flat=True)) == ["cancelled"] * 2  # nor in her inbox

    def test_in_the_language_and_zone_of_the_reader(self, week: Week, office: PostOffice) -> None:
        reader(email="en@example.org", timezone="America/New_York")
        reader(email="pl@example.org", language="pl")
        edition = written(week)
        swept(edition.published_at)
        english, polish = sorted(office.mails, key=lambda mail: str(mail["To"]))
        assert 'lang="en"' in bodies(english)[1]
        assert 'lang="pl"' in bodies(polish)[1]
        there = timezone.localtime(edition.published_at, timezone=timezone.get_fixed_timezone(-300))
        assert f"{there:%H:%M}" in bodies(english)[0]
        assert "Legal is slow" in bodies(polish)[0]

    def test_once_per_person_however_often_it_is_swept(self, week: Week, office: PostOffice) -> None:
        reader()
        reader(week.area)
        at = written(week).published_at
        for minute in range(3):
            swept(at + timedelta(minutes=minute))
        assert len(office.mails) == 2
        assert all(count == 1 for count in office.seen.values())

    def test_queries_do_not_grow_with_readers(
        self, week: Week, office: PostOffice, django_assert_max_num_queries: Any
    ) -> None:
        for _each in range(12):
            reader(*week.areas[:2])
        at = written(week).published_at
        with django_assert_max_num_queries(12 + 58):  # one statement per letter marks it
            swept(at)
        assert len(office.mails) == 12


class TestStopping:
    def test_one_click_stops_the_next_one(self, week: Week, office: PostOffice, client: Client) -> None:
        person = reader()
        other = reader()
        at = written(week).published_at
        swept(at)
        [mail] = [mail for mail in office.mails if person.email in str(mail["To"])]
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = re.fullmatch(r"<https://portal\.meridian\.example(/\S+)>", mail["List-Unsubscribe"])
        assert link
        assert f"https://portal.meridian.example{link[1]}" in bodies(mail)[0]
        assert client.get(link[1]).status_code == 200
        assert not Preference.objects.exists()
        response = client.post(link[1], {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
        submitted(later, week.area)
        swept(published(later, week.ops, "Next").published_at)
        assert [mail["To"].addresses[0].addr_spec for mail in office.mails[2:]] == [other.email]

    def test_whoever_stops_between_publishing_and_sending_gets_none(
        self, week: Week, office: PostOffice, client: Client
    ) -> None:
        stopped, unfollowed, left, kept = (reader(email=f"{name}@example.org") for name in ("a", "b", "c", "d"))
        at = written(week).published_at
        assert fan_out_due(at) == 8
        Preference.objects.create(person=stopped, kind="weekly_update", channel="email", mode="off")
        Subscription.objects.filter(person=unfollowed).delete()
        Person.objects.filter(pk=left.pk).update(is_active=False, deactivated_at=at)
        swept(at)
        assert [mail["To"].addresses[0].addr_spec for mail in office.mails] == [kept.email]
        by_mail = Delivery.objects.filter(channel="email")
        assert sorted(by_mail.values_list("status", flat=True)) == ["cancelled"] * 3 + ["sent"]


class TestReminder:
    def reminded(self, week: Week) -> datetime:
        """A day before the deadline."""
        at: datetime = week.update.deadline_at - timedelta(hours=24)
        schedule.run(now=at)
        return at

    def test_says_what_is_due_and_where(self, week: Week, office: PostOffice) -> None:
        submitted(week.update, week.areas[1])
        submitted(week.update, week.areas[2])
        swept(self.reminded(week))
        [mail] = office.mails
        text, html = bodies(mail)
        assert mail["Subject"] == f"{week.area.name}: the weekly update is due Thu 26 Nov, 14:00"
        assert f"Hello {week.pm.name}," in text
        link = f"https://portal.meridian.example/weekly/{week.update.key}/areas/{week.area.slug}/"
        assert link in text
        assert f'href="{link}"' in html
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_in_polish_and_on_her_clock(self, week: Week, office: PostOffice) -> None:
        Person.objects.filter(pk=week.pm.pk).update(language="pl", timezone="Europe/London")
        swept(self.reminded(week))
        swept(week.update.deadline_at - timedelta(hours=23))
        [mail] = [mail for mail in office.mails if week.pm.email in str(mail["To"])]
        assert "13:00" in bodies(mail)[0]
        assert 'lang="pl"' in bodies(mail)[1]

    @pytest.mark.parametrize("meanwhile", ["submitted", "explained", "the deadline passed"])
    def test_not_when_it_is_done_meanwhile(self, week: Week, office: PostOffice, meanwhile: str) -> None:
        for area in week.areas[1:]:
            submitted(week.update, area)
        at = self.reminded(week)
        if meanwhile == "submitted":
            submitted(week.update, week.area)
        elif meanwhile == "explained":
            excuse(area_update=week.part, reason="on leave", by=week.pm, now=at)
        else:
            WeeklyUpdate.objects.filter(pk=week.update.pk).update(closed_at=at)
        swept(at)
        assert office.mails == []


BROKEN = [
    "Search\r\nBcc: all@example.org",
    "Search\nX: y\n\n<p>body",
    "Sea\x00rch\x0b",
    "\u202eSearch\x85\u2028next",
    "Ż" * 120,
]


class TestHeaders:
    @pytest.mark.parametrize("title", BROKEN)
    def test_a_headline_cannot_break_out(self, week: Week, office: PostOffice, title: str) -> None:
        """Even one that came past the form."""
        reader(email="reader@example.org")
        edition = written(week, title.replace("\x00", ""))
        swept(edition.published_at)
        [mail] = office.mails
        assert mail["Bcc"] is None
        assert mail["X"] is None
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", str(mail["Subject"]))
        assert [str(value) for value in mail.get_all("To", [])] == [str(mail["To"])]
        assert all(len(line) <= 998 for line in office.contents[0].split(b"\r\n"))

    def test_an_areas_name_cannot_either(self, week: Week, office: PostOffice) -> None:
        Area.objects.filter(pk=week.area.pk).update(name="Pay\r\nBcc: all@example.org")
        Person.objects.filter(pk=week.pm.pk).update(name='Eve\r\nCc: "x" <y@example.org>')
        for area in week.areas[1:]:
            submitted(week.update, area)
        at = week.update.deadline_at - timedelta(hours=24)
        schedule.run(now=at)
        swept(at)
        [mail] = office.mails
        assert (mail["Bcc"], mail["Cc"]) == (None, None)
        assert [address.addr_spec for address in mail["To"].addresses] == [week.pm.email]
        assert str(mail["Subject"]).startswith("Pay Bcc: all@example.org: the weekly update is due")
