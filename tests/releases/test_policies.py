"""The doors of the policy: the next version, everything that is wrong with one, and that releases keep theirs."""

import threading
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.people.permissions import PermissionRefused
from releases.actions import freezes, policy_draft
from releases.actions.planning import move_policy
from releases.actions.policies import choose_preset, publish_area_checklist, publish_policy
from releases.enums import Tier
from releases.models import AreaChecklist, FreezeWindow, PolicyDraft, PolicyVersion
from releases.presets import preset
from tests.factories import OrganisationFactory, in_role
from tests.factories.releases import functions_with_leads, planned, policy, staffed_area

CONTENT = preset("scaling", regulated=False, language="en")
LINE = {"key": "scan", "gate": "staging", "title": "PCI scan", "function": "legal", "days_before": 8, "tiers": [3]}


@pytest.fixture
def admin(db: None) -> Person:
    OrganisationFactory()
    return in_role(Role.ADMIN, name="Ravi Nair")


@pytest.fixture
def area(admin: Person) -> Area:
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


def with_lead_days(days: Any) -> dict[str, Any]:
    content = deepcopy(CONTENT)
    content["tiers"]["2"]["lead_days"] = days
    return content


def published(admin: Person, now: datetime, seen: int = 0, **changes: Any) -> PolicyVersion:
    facts: dict[str, Any] = {"content": CONTENT, "note": "", "by": admin, "now": now, "seen_number": seen}
    return publish_policy(**facts | changes)


@pytest.mark.django_db
class TestVersions:
    def test_the_first_is_chosen_by_size_and_the_next_is_on_top(self, admin: Person, now: datetime) -> None:
        first = choose_preset(size="startup", regulated=True, note="", by=admin, now=now, seen_number=0)
        assert (first.number, first.preset, sorted(first.content["tiers"])) == (1, "startup", ["1", "2"])
        assert "legal" in first.content["tiers"]["2"]["signoffs"]
        assert {rule["tier"] for rule in first.content["rules"]} == {2}  # what would be tier 3 is tier 2 here
        second = published(admin, now, 1, note="  We grew. ")
        assert (second.number, second.note, second.made_by, second.made_at) == (2, "We grew.", admin, now)
        events = DomainEvent.objects.filter(name="policy.published").order_by("id")
        assert list(events.values_list("data__number", flat=True)) == [1, 2]
        with pytest.raises(Invalid) as refused:
            choose_preset(size="galactic", regulated=False, note="", by=admin, now=now, seen_number=2)
        assert set(refused.value.errors) == {"size"}

    def test_the_same_again_publishes_nothing(self, admin: Person, now: datetime) -> None:
        first = published(admin, now)
        stored = PolicyVersion.objects.get().content  # as the database gives it back
        assert published(admin, now, 1, content=stored, note="Nothing new") == first
        assert PolicyVersion.objects.count() == 1

    def test_every_problem_is_said_at_its_place(self, admin: Person, now: datetime) -> None:
        content = deepcopy(CONTENT)
        content["questions"][0]["answers"] = [{"value": "no", "text": ""}]
        content["rules"] += [{"tier": 3, "when": {}, "reason": {"pl": "Bo tak"}}]
        content["tiers"]["2"] |= {"lead_days": "five", "after_launch": [{"day": 0, "form": "dance"}], "gates": []}
        content["tiers"]["3"]["checklist"][3]["function"] = "wizards"
        content["tiers"]["3"]["checklist"][4]["title"] = "x" * 201
        with pytest.raises(Invalid) as refused:
            published(admin, now, content=content)
        assert set(refused.value.errors) == {
            "questions.0.answers.0.text", "questions.0.answers", "rules", "rules.10.when", "tiers.2.lead_days",
            "tiers.2.after_launch.form", "tiers.2.after_launch.day", "tiers.2.gates", "tiers.3.checklist.3.function",
            "tiers.3.checklist.4.title", *(f"tiers.2.checklist.{line}.gate" for line in range(10)),
        }  # fmt: skip
        assert not PolicyVersion.objects.exists()

    @pytest.mark.parametrize(
        "content",
        [
            {},
            {"tiers": {"7": {}}},
            {"questions": "many", "rules": [3], "tiers": {"2": {"gates": ["go_no_go"], "checklist": "long"}}},
            CONTENT | {"rules": [{"tier": 3, "when": {"visible": ["fix"]}, "reason": "x"}], "tiers": {"1": {}}},
        ],
    )
    def test_what_is_no_policy_is_refused_never_an_error(
        self, admin: Person, now: datetime, content: dict[str, Any]
    ) -> None:
        with pytest.raises(Invalid):
            published(admin, now, content=content)

    def test_only_an_admin_and_only_on_what_she_saw(self, admin: Person, now: datetime) -> None:
        for who in (in_role(Role.PRODUCT_OPS), in_role(Role.HEAD_OF_PRODUCT), in_role(Role.PM)):
            with pytest.raises(PermissionRefused):
                published(who, now)
        published(admin, now)
        with pytest.raises(Stale, match="version 1"):
            published(admin, now, 0, content=with_lead_days(6))

    def test_a_version_is_never_changed(self, admin: Person, now: datetime) -> None:
        version = published(admin, now)
        for statement in (
            "UPDATE releases_policyversion SET note = 'never said'",
            "DELETE FROM releases_policyversion",
            "TRUNCATE releases_policyversion CASCADE",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        version.refresh_from_db()
        assert version.note == ""

    def test_two_hundred_lines_are_a_policy_and_one_more_is_none(self, admin: Person, now: datetime) -> None:
        content = deepcopy(CONTENT)
        line = content["tiers"]["2"]["checklist"][0]
        lines = [line | {"key": f"line-{number}", "title": f"Line {number}"} for number in range(201)]
        content["tiers"]["2"]["checklist"] = lines
        with pytest.raises(Invalid, match="At most 200 lines"):
            published(admin, now, content=content)
        content["tiers"]["2"]["checklist"] = lines[:200]
        assert published(admin, now, content=content).number == 1


@pytest.mark.django_db
def test_releases_under_way_keep_their_version(area: Area, admin: Person, now: datetime) -> None:
    release = planned(area, now)
    before = list(release.items.values())
    content = deepcopy(CONTENT)
    content["tiers"]["2"] |= {"lead_days": 9, "checklist": []}
    newer = published(admin, now, 1, content=content)
    publish_area_checklist(
        area=area, items=[LINE | {"tiers": [2], "gate": "go_no_go"}], note="", by=admin, now=now, seen_number=0
    )
    release.refresh_from_db()
    assert (release.policy.number, release.area_checklist, release.notice_needed) == (1, None, 5)  # type: ignore[union-attr]
    assert list(release.items.values()) == before
    fresh = planned(area, now, name="Refunds")
    assert (fresh.policy, fresh.notice_needed) == (newer, 9)
    assert list(fresh.items.values_list("key", flat=True)) == ["area:scan"]
    move_policy(release=release, to=newer, by=area.pm, now=now, seen_version=release.version)  # type: ignore[attr-defined]
    assert list(release.items.asked_for().values_list("key", flat=True)) == ["area:scan"]


@pytest.mark.django_db
class TestAreaLists:
    def add(self, area: Area, who: Person, now: datetime, seen: int = 0, **changes: Any) -> AreaChecklist | None:
        items = [LINE | changes]
        return publish_area_checklist(area=area, items=items, note="PCI", by=who, now=now, seen_number=seen)

    def test_the_areas_pm_adds_lines(self, area: Area, now: datetime) -> None:
        pm: Person = area.pm  # type: ignore[attr-defined]
        with pytest.raises(Invalid, match="no release policy yet"):
            self.add(area, pm, now)
        policy()
        made = self.add(area, pm, now)
        assert made is not None
        assert (made.number, made.note, made.made_by) == (1, "PCI", pm)
        assert self.add(area, pm, now, 1) == made
        with pytest.raises(Stale):
            self.add(area, pm, now, 0, title="Another")
        with pytest.raises(PermissionRefused):
            self.add(area, in_role(Role.PRODUCT_OPS), now, 1, title="Another")
        with pytest.raises(ProgrammingError), transaction.atomic():
            AreaChecklist.objects.update(note="never said")

    def test_what_would_be_asked_of_nobody_is_refused(self, area: Area, admin: Person, now: datetime) -> None:
        policy()
        for changes, place in (
            ({"tiers": []}, "items.0.tiers"),
            ({"tiers": [2, 3]}, "items.0.gate"),  # tier 2 has no staging review
            ({"function": "ghosts"}, "items.0.function"),
            ({"gate": "party"}, "items.0.gate"),
        ):
            with pytest.raises(Invalid) as refused:
                self.add(area, admin, now, **changes)
            assert set(refused.value.errors) == {place}, changes


@pytest.mark.django_db
class TestDrafts:
    def change(self, admin: Person, now: datetime, days: int, seen: int) -> PolicyDraft:
        def change(content: dict[str, Any]) -> dict[str, Any]:
            content["tiers"]["2"]["lead_days"] = days
            return content

        return policy_draft.change_draft(change=change, by=admin, now=now, seen_version=seen)

    def test_begins_with_the_first_change_goes_back_and_is_published(self, admin: Person, now: datetime) -> None:
        with pytest.raises(Invalid, match="Choose the size"):
            self.change(admin, now, 6, 0)
        policy()
        assert self.change(admin, now, 5, 0).pk is None  # nothing changed: there is no draft
        assert self.change(admin, now, 6, 0).version == 1
        assert self.change(admin, now, 7, 1).version == 2
        with pytest.raises(Stale):
            self.change(admin, now, 8, 1)
        back = policy_draft.undo_draft(by=admin, now=now)
        assert back is not None
        assert (back.version, back.content["tiers"]["2"]["lead_days"]) == (3, 6)
        with pytest.raises(Stale):
            policy_draft.publish_draft(note="", by=admin, now=now, seen_version=2, seen_number=1)
        made = policy_draft.publish_draft(note="Six", by=admin, now=now, seen_version=3, seen_number=1)
        assert (made.number, made.content["tiers"]["2"]["lead_days"]) == (2, 6)
        assert not PolicyDraft.objects.exists()

    def test_is_kept_when_somebody_publishes_meanwhile(self, admin: Person, now: datetime) -> None:
        policy()
        self.change(admin, now, 6, 0)
        published(in_role(Role.ADMIN), now, 1, content=with_lead_days(8))
        with pytest.raises(Stale):
            policy_draft.publish_draft(note="", by=admin, now=now, seen_version=1, seen_number=1)
        made = policy_draft.publish_draft(note="", by=admin, now=now, seen_version=1, seen_number=2)
        assert (made.number, made.content["tiers"]["2"]["lead_days"]) == (3, 6)


@pytest.mark.django_db
def test_the_command_chooses_the_first_one_for_an_admin(admin: Person) -> None:
    for who in ("nobody@example.org", in_role(Role.PM).email):
        with pytest.raises(CommandError):
            call_command("choose_policy", "startup", by=who)
    call_command("choose_policy", "startup", "--regulated", by=admin.email.upper(), stdout=StringIO())
    assert PolicyVersion.objects.get().preset == "startup"
    with pytest.raises(CommandError, match="already"):
        call_command("choose_policy", "scaling", by=admin.email)


@pytest.mark.django_db
def test_freeze_windows_are_an_admins(admin: Person, now: datetime) -> None:
    days = {"starts_on": date(2026, 12, 21), "ends_on": date(2027, 1, 3)}
    with pytest.raises(PermissionRefused):
        freezes.add_freeze(name="Year end", **days, by=in_role(Role.PRODUCT_OPS), now=now)
    for wrong in ({"name": ""}, {"ends_on": date(2026, 12, 1)}, {"ends_on": date(2028, 12, 1)}):
        with pytest.raises(Invalid):
            freezes.add_freeze(**{"name": "Year end", **days, **wrong}, by=admin, now=now)  # type: ignore[arg-type]
    made = freezes.add_freeze(name="Year end", **days, by=admin, now=now)
    changed = freezes.change_freeze(freeze=made, name="Holidays", **days, by=admin, now=now, version=1)
    assert (changed.name, changed.version) == ("Holidays", 2)
    with pytest.raises(Stale):
        freezes.change_freeze(freeze=made, name="Mine", **days, by=admin, now=now, version=1)
    freezes.remove_freeze(freeze=made, by=admin, now=now)
    assert not FreezeWindow.objects.exists()
    with pytest.raises(Stale):
        freezes.remove_freeze(freeze=made, by=admin, now=now)
    names = ["freeze.added", "freeze.changed", "freeze.removed"]
    assert list(DomainEvent.objects.filter(name__in=names).order_by("id").values_list("name", flat=True)) == names


def test_two_admins_at_once_publish_one_version(committed: None, now: datetime) -> None:
    OrganisationFactory()
    admins = [in_role(Role.ADMIN), in_role(Role.ADMIN)]
    start = threading.Barrier(2)
    answers: list[int | str] = []

    def publish(who: Person, days: int) -> Callable[[], None]:
        def act() -> None:
            start.wait()
            try:
                answers.append(published(who, now, content=with_lead_days(days)).number)
            except Stale:
                answers.append("stale")
            finally:
                connection.close()

        return act

    threads = [threading.Thread(target=publish(who, 6 + place)) for place, who in enumerate(admins)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(map(str, answers)) == ["1", "stale"]
    assert PolicyVersion.objects.count() == 1
    assert Tier.MEDIUM in {Tier(int(number)) for number in PolicyVersion.objects.get().content["tiers"]}
