"""Loading an organisation file: what comes in, what stays as people made it, and what is refused."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from guardian.models import UserObjectPermission

from productops.audit.models import DomainEvent
from productops.people.actions.area_roles import end_role, set_role
from productops.people.actions.areas import change_area, close_area
from productops.people.actions.people import change_details, deactivate
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Organisation, Person, ProductGroup
from productops.people.permissions import PermissionRefused
from productops.people.resolution import resolve_many
from productops.search.models import Kind, SearchRow
from rituals.actions.importing import Refused, Summary, import_organisation
from rituals.actions.meetings import confirm_week
from rituals.actions.weeks import open_week
from rituals.importing.people import name_of
from rituals.importing.words import problem_line
from rituals.models import AreaUpdate, Meeting, WeeklyUpdate
from rituals.organisation_file import read_organisation
from tests.factories import OrganisationFactory, PersonFactory, area_with_pm, in_role
from tests.factories.weekly import published, submitted

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parent.parent / "data" / "organisation-sample.yaml"
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # Wednesday, week 48
TODAY = NOW.date()
SMALL = """\
organisation:
  name: Acme
  timezone: Europe/Warsaw
  country: PL
areas:
- slug: payments
  name: Payments
  summary: Tills.
  group: Commerce
  pm: ola.nowak@example.org
  eng_lead: payments-eng@example.org
  support_contact: sam@example.org
  chat: '#pay'
  components: [checkout, refunds]
  meetings:
  - name: Sync
    day: Tuesday
    time: 10:30
    frequency: biweekly
  - name: Review
    day: Thursday
    time: 16:00
    frequency: monthly
  - name: Odd one
    day: Thursday
    time: 16:00
    frequency: whenever we like
    minutes: 30
- slug: search
  name: Search
  group: Commerce
  pm: ola.nowak@example.org
people:
- email: ops@example.org
  name: Maja Okoń
  function: Finance
  timezone: Europe/London
  language: pl
  roles: [admin, product_ops]
"""


def load(text: str = SMALL, *, now: datetime = NOW, by: Person | None = None) -> Summary:
    return import_organisation(reading=read_organisation(text.encode(), today=now.date()), by=by, now=now)


def told(summary: Summary) -> list[str]:
    return [problem_line(problem) for problem in summary.problems]


def footprint() -> dict[str, str]:
    """What every table holds, histories and events included, as a digest."""
    tables = connection.introspection.table_names()
    each = [
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"  # noqa: S608
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def command(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_organisation", str(path), *options, stdout=out, stderr=out)
    return out.getvalue()


def tally(summary: Summary, what: str) -> tuple[int, int, int, int]:
    found = getattr(summary.plan, what)
    return found.read, found.created, found.changed, found.unchanged


def roles(slug: str, kind: AreaRoleKind) -> list[tuple[str, date, date | None]]:
    rows = AreaRole.objects.filter(area__slug=slug, kind=kind).order_by("starts_on")
    return [(row.person.email, row.starts_on, row.ends_on) for row in rows]


class TestEmptyPortal:
    def test_the_sample_is_told_in_figures(self) -> None:
        said = command(SAMPLE)
        assert "Areas: 12 read, 12 created, 0 changed, 0 unchanged" in said
        assert "People: 24 read, 24 created, 0 changed, 0 unchanged" in said
        assert "Meetings: 33 read, 33 created, 0 changed, 0 unchanged" in said
        assert "33 are scheduled and 0 unscheduled; 26 have a week to confirm, 33 an assumed length" in said
        organisation = Organisation.current()
        assert (organisation.name, organisation.timezone, organisation.country) == (
            "Kubernetes (sample)", "America/Los_Angeles", "US",
        )  # fmt: skip
        assert AreaUpdate.objects.filter(weekly_update=WeeklyUpdate.objects.get()).count() == 12
        assert set(Meeting.objects.values_list("timezone", flat=True)) == {
            "America/Los_Angeles", "UTC", "Europe/Warsaw",
        }  # fmt: skip
        pm = Person.objects.get(email="api-machinery-pm@example.org")
        assert (pm.name, pm.function.name, pm.timezone) == ("API Machinery PM", "Product", "America/Los_Angeles")
        assert not pm.has_usable_password()
        assert pm.invited_at is None

    def test_areas_people_and_roles(self) -> None:
        summary = load()
        assert (tally(summary, "areas"), tally(summary, "people")) == ((2, 2, 0, 0), (4, 4, 0, 0))
        payments = Area.objects.get(slug="payments")
        assert (payments.name, payments.summary, payments.chat) == ("Payments", "Tills.", "#pay")
        assert payments.components == ["checkout", "refunds"]
        assert [area.slug for area in Area.objects.in_order()] == ["payments", "search"]
        assert ProductGroup.objects.get().areas.count() == 2
        assert roles("payments", AreaRoleKind.PM) == [("ola.nowak@example.org", TODAY, None)]
        assert roles("payments", AreaRoleKind.ENG_LEAD) == [("payments-eng@example.org", TODAY, None)]
        assert AreaRole.objects.get(kind=AreaRoleKind.CONTACT).function.slug == "support"
        names = dict(Person.objects.values_list("email", "name"))
        assert names["ola.nowak@example.org"] == "Ola Nowak"
        assert names["payments-eng@example.org"] == "Payments Eng lead"
        ola = Person.objects.get(email="ola.nowak@example.org")
        assert [group.name for group in ola.groups.all()] == [Role.PM]
        assert UserObjectPermission.objects.filter(user=ola).count() == 2
        maja = Person.objects.get(email="ops@example.org")
        assert (maja.name, maja.function.name, maja.timezone, maja.language) == (
            "Maja Okoń", "Finance", "Europe/London", "pl",
        )  # fmt: skip
        assert set(maja.groups.values_list("name", flat=True)) == {Role.ADMIN, Role.PRODUCT_OPS}
        assert Function.objects.filter(name="Finance").count() == 1
        found = SearchRow.objects.get(key="payments")
        assert (found.title, found.owner, "refunds" in found.words) == ("Payments", ola, True)

    def test_meetings(self) -> None:
        summary = load()
        sync = Meeting.objects.get(name="Sync")
        assert (sync.rrule, sync.timezone) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Europe/Warsaw")
        assert sync.starts_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        assert (sync.minutes, sync.minutes_assumed, sync.week_to_confirm) == (60, True, True)
        odd = Meeting.objects.get(name="Odd one")
        assert (odd.rrule, odd.starts_at, odd.minutes, odd.minutes_assumed) == ("", None, 30, False)
        assert odd.why_not
        assert any("areas/payments/meetings/Odd one/frequency: Unscheduled: " in line for line in told(summary))

    def test_events_say_that_it_was_an_import(self) -> None:
        load()
        event = DomainEvent.objects.get(name="organisation.imported")
        assert event.actor_id is None
        assert event.data == {
            "areas_created": 2, "areas_changed": 0, "people_created": 4, "people_changed": 0,
            "meetings_created": 3, "meetings_changed": 0,
        }  # fmt: skip
        marked = DomainEvent.objects.filter(name__in=["area.created", "area_role.set"])
        assert [each.data["imported"] for each in marked] == [True] * 6

    def test_west_of_greenwich_a_role_holds_on_the_evening_of_the_import(self) -> None:
        evening = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)  # still the 24th in Los Angeles
        load(SMALL.replace("Europe/Warsaw", "America/Los_Angeles"), now=evening)
        area = Area.objects.get(slug="payments")
        for day in (date(2026, 11, 24), date(2026, 11, 25)):
            assert [each.email for each in resolve_many("weekly-update", "R", [area], on=day)[area.pk].people] == [
                "ola.nowak@example.org"
            ]


class TestBesideOthers:
    def test_settings_areas_and_people_stay(self) -> None:
        OrganisationFactory()
        area_with_pm(slug="mobile", name="Mobile")
        week = open_week(now=NOW)
        summary = load()
        assert str(Organisation.current()) == "Meridian"
        assert any("This portal is that of Meridian (Europe/Warsaw, PL) and stays so" in line for line in told(summary))
        assert summary.week == week.key
        assert AreaUpdate.objects.filter(weekly_update=week).count() == 3
        assert Area.objects.count() == 3

    def test_an_area_made_by_hand_keeps_what_it_is_and_who_owns_it(self) -> None:
        OrganisationFactory()
        area = area_with_pm(slug="payments", name="Kasy")
        summary = load()
        area.refresh_from_db()
        assert (area.name, roles("payments", AreaRoleKind.PM)[0][0]) == ("Kasy", area.pm.email)
        assert roles("payments", AreaRoleKind.ENG_LEAD) == [("payments-eng@example.org", TODAY, None)]
        lines = told(summary)
        assert any("the file differs in: name, summary, product group, chat, components" in line for line in lines)
        assert f"Line 6, areas/payments/pm: Somebody chose {area.pm.name} in the portal; that stays." in lines
        assert area.meetings.count() == 3

    def test_people_known_by_address_are_left_alone(self) -> None:
        ola = PersonFactory(email="Ola.Nowak@example.org", name="Aleksandra")
        summary = load()
        ola.refresh_from_db()
        assert (ola.name, ola.function, list(ola.groups.all())) == ("Aleksandra", None, [])
        assert tally(summary, "people") == (4, 3, 0, 1)
        assert AreaRole.objects.filter(person=ola).count() == 2

    def test_a_deactivated_person_gets_no_role(self) -> None:
        admin, ola = in_role(Role.ADMIN), PersonFactory(email="ola.nowak@example.org", name="Ola")
        deactivate(person=ola, by=admin, now=NOW)
        assert "Line 6, areas/payments/pm: Ola is deactivated; left out." in told(load())
        assert not AreaRole.objects.filter(person=ola).exists()

    def test_a_closed_area_is_left_alone(self) -> None:
        load()
        close_area(area=Area.objects.get(slug="payments"), by=in_role(Role.ADMIN), now=NOW)
        before = footprint()
        summary = load(SMALL.replace("Tills.", "Other."))
        assert any("closed in the portal" in line for line in told(summary))
        assert footprint() == before


class TestAgain:
    @pytest.mark.parametrize("days", [0, 9, 100])
    def test_twice_writes_nothing(self, days: int) -> None:
        load()
        before = footprint()
        summary = load(now=NOW + timedelta(days=days))
        assert footprint() == before
        assert not summary.plan.writes
        assert (tally(summary, "areas"), tally(summary, "people"), tally(summary, "meetings")) == (
            (2, 0, 0, 2), (4, 0, 0, 4), (3, 0, 0, 3),
        )  # fmt: skip

    def test_the_sample_twice_says_so(self) -> None:
        command(SAMPLE)
        before = footprint()
        said = command(SAMPLE)
        assert "Everything is there already; nothing was written." in said
        assert "Meetings: 33 read, 0 created, 0 changed, 33 unchanged" in said
        assert footprint() == before

    def test_a_dry_run_writes_nothing_and_says_what_it_would(self) -> None:
        before = footprint()
        said = command(SAMPLE, "--dry-run")
        assert "Areas: 12 read, 12 created" in said
        assert said.endswith("This was a dry run: nothing was written.\n")
        assert footprint() == before

    def test_a_changed_file_changes_what_the_file_wrote(self) -> None:
        load()
        later = NOW + timedelta(days=3)
        text = SMALL.replace("Tills.", "Tills and cards.").replace("time: 10:30", "time: 11:30").replace(
            "  pm: ola.nowak@example.org\n  eng_lead", "  pm: eva@example.org\n  eng_lead"
        )  # fmt: skip
        summary = load(text, now=later)
        assert (tally(summary, "areas"), tally(summary, "people"), tally(summary, "meetings")) == (
            (2, 0, 1, 1), (5, 1, 0, 4), (3, 0, 1, 2),
        )  # fmt: skip
        area = Area.objects.get(slug="payments")
        assert (area.summary, area.version) == ("Tills and cards.", 2)
        assert roles("payments", AreaRoleKind.PM) == [
            ("ola.nowak@example.org", TODAY, TODAY + timedelta(days=2)),
            ("eva@example.org", later.date(), None),
        ]
        assert SearchRow.objects.get(key="payments").owner.email == "eva@example.org"
        assert summary.week == ""
        assert not load(text, now=later + timedelta(days=1)).plan.writes

    def test_a_pm_of_the_same_day_is_taken_back(self) -> None:
        load()
        load(SMALL.replace("ola.nowak", "eva"))
        assert roles("payments", AreaRoleKind.PM) == [("eva@example.org", TODAY, None)]

    def test_a_role_people_gave_stays(self) -> None:
        load()
        admin, eva = in_role(Role.ADMIN), PersonFactory(name="Eva")
        area, later = Area.objects.get(slug="payments"), NOW + timedelta(days=3)
        set_role(area=area, kind=AreaRoleKind.PM, person=eva, starts_on=later.date(), by=admin, now=later)
        lead = AreaRole.objects.get(area=area, kind=AreaRoleKind.ENG_LEAD)
        end_role(role=lead, by=admin, now=later)
        before = footprint()
        summary = load(now=later + timedelta(days=1))
        assert footprint() == before
        assert "Line 6, areas/payments/pm: Somebody chose Eva in the portal; that stays." in told(summary)
        assert any("eng_lead: Somebody left this free" in line for line in told(summary))

    def test_a_person_edited_by_hand_stays(self) -> None:
        load()
        admin, maja = in_role(Role.ADMIN), Person.objects.get(email="ops@example.org")
        change_details(
            person=maja, version=maja.version, name="Maja Nowa", email=maja.email, title="", function=None,
            by=admin, now=NOW,
        )  # fmt: skip
        before = footprint()
        summary = load()
        assert any("people/ops@example.org: Is in the portal already" in line and line.endswith("name, function.")
                   for line in told(summary))  # fmt: skip
        assert footprint() == before

    def test_an_area_edited_by_hand_stays(self) -> None:
        load()
        area = Area.objects.get(slug="search")
        change_area(
            area=area, version=area.version, name="Find", summary="", chat="", components=[], group=None,
            by=in_role(Role.ADMIN), now=NOW,
        )  # fmt: skip
        summary = load(SMALL.replace("name: Search", "name: Searching"))
        assert Area.objects.get(slug="search").name == "Find"
        assert any("areas/search: Was made or changed in the portal" in line for line in told(summary))

    def test_a_meeting_gone_from_the_file_stays_and_is_told(self) -> None:
        load()
        summary = load(SMALL.replace("name: Sync", "name: Weekly sync"))
        assert Meeting.objects.count() == 4
        assert any("“Sync” is in the portal and not in the file; it stays." in line for line in told(summary))

    def test_a_deputy_comes_and_is_prolonged(self) -> None:
        def text(until: str) -> str:
            return SMALL.replace("  chat:", f"  deputy: eva@example.org\n  deputy_until: {until}\n  chat:")

        load(text("2026-12-01"))
        assert roles("payments", AreaRoleKind.DEPUTY) == [("eva@example.org", TODAY, date(2026, 12, 1))]
        later = NOW + timedelta(days=2)
        load(text("2026-12-08"), now=later)
        assert roles("payments", AreaRoleKind.DEPUTY)[1:] == [("eva@example.org", later.date(), date(2026, 12, 8))]
        before = footprint()
        over = load(text("2026-12-08"), now=NOW + timedelta(days=60))
        assert any("The deputy’s last day is over" in line for line in told(over))
        assert footprint() == before


class TestConfirmedWeek:
    def test_is_kept_whatever_the_day(self) -> None:
        load()
        pm = Person.objects.get(email="ola.nowak@example.org")
        sync, review = Meeting.objects.get(name="Sync"), Meeting.objects.get(name="Review")
        confirm_week(meeting=sync, starts_on=date(2026, 12, 1), by=pm, now=NOW)
        confirm_week(meeting=review, starts_on=date(2026, 12, 17), by=pm, now=NOW)
        before = footprint()
        summary = load(now=NOW + timedelta(days=8))
        assert footprint() == before
        assert not summary.plan.writes
        for meeting in (sync, review):
            meeting.refresh_from_db()
            assert not meeting.week_to_confirm
        assert sync.starts_at == datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
        assert (review.rrule, review.starts_at) == ("FREQ=MONTHLY;BYDAY=3TH", datetime(2026, 12, 17, 15, 0, tzinfo=UTC))

    def test_other_times_are_read_anew(self) -> None:
        load()
        pm = Person.objects.get(email="ola.nowak@example.org")
        sync = Meeting.objects.get(name="Sync")
        confirm_week(meeting=sync, starts_on=date(2026, 12, 1), by=pm, now=NOW)
        load(SMALL.replace("day: Tuesday", "day: Monday"))
        sync.refresh_from_db()
        assert (sync.rrule, sync.week_to_confirm) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", True)

    def test_a_start_in_the_file_settles_it(self) -> None:
        load()
        load(SMALL.replace("frequency: biweekly", "frequency: biweekly\n    starts: 2026-12-01"))
        sync = Meeting.objects.get(name="Sync")
        assert (sync.starts_at, sync.week_to_confirm) == (datetime(2026, 12, 1, 9, 30, tzinfo=UTC), False)
        load()
        sync.refresh_from_db()
        assert (sync.starts_at, sync.week_to_confirm) == (datetime(2026, 12, 1, 9, 30, tzinfo=UTC), False)


def bomb() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines).encode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "big": (lambda: SMALL.encode() + b"# " + b"x" * 3_000_000, "larger than 2 MB"),
    "alias bomb": (bomb, "Line 1: Anchors"),
    "NUL": (lambda: SMALL.replace("Tills.", "Ti\x00lls.").encode(), "Line 8: A control character"),
    "empty": (lambda: b"", "The file is empty"),
    "binary": (lambda: bytes(range(128, 256)), "not UTF-8"),
    "no address": (lambda: SMALL.replace("sam@example.org", "Sam").encode(), "Line 12, areas/payments/support_contact"),
    "the address of a form": (lambda: SMALL.replace("slug: search", "slug: new").encode(), "Line 29, areas/new/slug"),
    "the key of a week": (lambda: SMALL.replace("slug: search", "slug: 2026-w48").encode(), "areas/2026-w48/slug"),
}


class TestRefused:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_fault_leaves_nothing(self, name: str, tmp_path: Path) -> None:
        data, reason = HOSTILE[name]
        path = tmp_path / "organisation.yaml"
        path.write_bytes(data())
        before = footprint()
        out = StringIO()
        with pytest.raises(CommandError, match="Nothing was written") as refused:
            call_command("import_organisation", str(path), stdout=out, stderr=out)
        assert refused.value.returncode == 1
        assert reason in out.getvalue()
        assert footprint() == before

    @pytest.mark.parametrize("name", ["nowhere.yaml", ".", "a\0b"])
    def test_no_file(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="cannot be read"):
            command(tmp_path / name)

    def test_a_slug_that_means_something_else(self) -> None:
        SearchRow.objects.create(kind=Kind.UPDATE, key="search", title="x", sort_key="x", url="/x/", updated_at=NOW,
                                 document="")  # fmt: skip
        with pytest.raises(Refused, match="for something else"):
            load()
        assert not Area.objects.exists()

    def test_only_an_admin_may(self) -> None:
        OrganisationFactory()
        with pytest.raises(PermissionRefused):
            load(by=in_role(Role.PRODUCT_OPS))
        admin = in_role(Role.ADMIN)
        load(by=admin)
        assert DomainEvent.objects.get(name="organisation.imported").actor_id == admin.pk


@pytest.mark.parametrize(
    ("email", "slug", "area", "name"),
    [
        ("ola.nowak@example.org", "payments", "Payments", "Ola Nowak"),
        ("api-machinery-pm@example.org", "api-machinery", "API Machinery", "API Machinery PM"),
        ("docs-eng@example.org", "docs", "Docs", "Docs Eng lead"),
        ("docs@example.org", "docs", "Documentation", "Docs"),
        ("j.kowalski+portal@example.org", "", "", "J. Kowalski"),
        ("o'brien@example.org", "", "", "O'brien"),
        ("ux_qa@example.org", "", "", "UX QA"),
        ("12345@example.org", "", "", "12345@example.org"),
    ],
)
def test_names_out_of_addresses(email: str, slug: str, area: str, name: str) -> None:
    assert name_of(email, slug=slug, area=area) == name


def test_from_the_file_to_a_published_update() -> None:
    """The real organisation in an empty portal: one PM submits, Product Ops publishes, a reader reads."""
    monday = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    import_organisation(reading=read_organisation(SAMPLE.read_bytes(), today=monday.date()), now=monday)
    update = WeeklyUpdate.objects.get()
    area = Area.objects.get(slug="api-machinery")
    area.pm = Person.objects.get(email="api-machinery-pm@example.org")  # type: ignore[attr-defined]
    submitted(update, area, {"wins": ["Custom resources validate with CEL"], "next": ["Declarative validation"]})
    edition = published(WeeklyUpdate.objects.get(), in_role(Role.PRODUCT_OPS), title="CEL is here")
    assert edition.content["title"] == "CEL is here"
    assert len(edition.content["areas"]) == 12
    reader = Client()
    reader.force_login(in_role(Role.STAKEHOLDER))
    page = reader.get(f"/weekly/{update.key}/").content.decode()
    assert "Custom resources validate with CEL" in page
    assert re.search(r"API Machinery PM", page)
    assert SearchRow.objects.get(key="api-machinery").sentence == "Declarative validation"
