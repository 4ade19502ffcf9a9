"""The pages of the policy: read by everybody, changed by an admin in a draft, published with the difference seen."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Area, Person
from releases.models import FreezeWindow, PolicyDraft, PolicyVersion
from releases.presets import preset
from tests.factories import OrganisationFactory, in_role
from tests.factories.releases import functions_with_leads, planned, policy, staffed_area

pytestmark = pytest.mark.django_db
EDITOR = "/releases/policy/editor/"
HOSTILE = '{{ 7|add:7 }}{% now "Y" %}<script>alert(1)</script>"\'&'
LINE = {"title": "Threat model", "gate": "go_no_go", "function": "legal", "days_before": "4", "evidence": "link"}
HTMX = {"HX-Request": "true", "HX-Target": "lines"}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def admin(db: None) -> Person:
    OrganisationFactory()
    return in_role(Role.ADMIN, name="Ravi Nair")


@pytest.fixture
def ravi(admin: Person) -> Client:
    return signed_in(admin)


@pytest.fixture
def aino(admin: Person) -> Client:
    return signed_in(in_role(Role.STAKEHOLDER, name="Aino Rask"))


@pytest.fixture
def area(admin: Person) -> Area:
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def draft() -> dict[str, Any]:
    found: dict[str, Any] = PolicyDraft.objects.get().content
    return found


class TestFirst:
    def test_none_yet_then_chosen_by_size(self, ravi: Client, aino: Client) -> None:
        assert "Choose one" in text(ravi, "/releases/policy/")
        assert "An admin chooses one." in text(aino, "/releases/policy/")
        assert text(ravi, EDITOR, 404)
        sizes = text(ravi, "/releases/policy/size/")
        assert all(words in sizes for words in ("Startup", "Scaling", "Large enterprise", "Not told apart from tier 2"))
        chosen = text(ravi, "/releases/policy/size/?size=enterprise&regulated=on")
        assert "Publish version 1" in chosen
        assert "Legal and privacy review" in chosen
        assert not PolicyVersion.objects.exists()
        facts = {"size": "enterprise", "regulated": "on", "number": "0"}
        assert ravi.post("/releases/policy/size/", facts).status_code == 302
        read = text(aino, "/releases/policy/")
        assert all(words in read for words in ("Do users see it?", "QA, Support, Reliability, Legal", "Four eyes"))
        assert "Change the policy" not in read
        late = ravi.post("/releases/policy/size/", {"size": "scaling", "number": "0", "note": "Kept words"})
        assert late.status_code == 409
        assert "Kept words" in late.content.decode()
        assert PolicyVersion.objects.count() == 1

    def test_another_size_shows_what_it_changes_first(self, ravi: Client) -> None:
        policy()
        page = text(ravi, "/releases/policy/size/?size=large-enterprise")
        assert "<del>5</del> → <ins>7</ins>" in page
        assert "Publish version 2" in page
        assert "That is the policy as it is." in text(ravi, "/releases/policy/size/?size=scaling")
        assert ravi.get("/releases/policy/size/?size=galactic").status_code == 422


class TestReading:
    def test_versions_with_their_difference_and_who_follows(
        self, ravi: Client, aino: Client, area: Area, now: datetime
    ) -> None:
        planned(area, now)
        tiers = preset("scaling", regulated=False, language="en")["tiers"]
        policy(2, tiers=tiers | {"2": tiers["2"] | {"lead_days": 8}})
        page = text(aino, "/releases/policy/")
        assert 'href="/releases/?policy=1"' in page
        assert "1 open release" in page
        second = text(aino, "/releases/policy/2/")
        assert "<del>5</del> → <ins>8</ins>" in second
        assert "Version 2" in text(aino, "/releases/policy/versions/")
        assert text(aino, "/releases/policy/9/", 404)

    def test_as_many_queries_with_many_versions(self, aino: Client) -> None:
        policy()
        numbers = []
        for last in (2, 12):
            policy(last)
            aino.get("/releases/policy/versions/")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                aino.get("/releases/policy/versions/")
            numbers.append(len(queries))
            for number in range(3, last):
                policy(number)
        assert numbers[0] == numbers[1]


class TestEditor:
    def test_a_draft_is_changed_looked_at_and_published(self, ravi: Client, area: Area, now: datetime) -> None:
        release = planned(area, now)
        items = list(release.items.values())
        assert "Version 1 is in force" in text(ravi, EDITOR)
        assert not PolicyDraft.objects.exists()
        tier = {
            "version": "0", "lead_days": "9", "bundle": "full", "final_days": "3", "gates": ["staging", "go_no_go"],
            "signoffs": ["support", "qa", "legal"], "audience": ["sales"],
            "after_day_0": "7", "after_form_0": "meeting",
        }  # fmt: skip
        assert ravi.post(f"{EDITOR}tier-2/", tier).status_code == 302
        found = draft()["tiers"]["2"]
        assert (found["lead_days"], found["gates"], found["after_launch"]) == (
            9, ["staging", "go_no_go"], [{"day": 7, "form": "meeting"}],
        )  # fmt: skip
        assert found["signoffs"] == ["qa", "support", "legal"]  # in another order is no change
        page = text(ravi, f"{EDITOR}publication/")
        for words in ("<del>5</del> → <ins>9</ins>", "Publish version 2", "1 open release does not change"):
            assert words in page
        assert "Go on with your draft" in text(ravi, "/releases/policy/")
        facts = {"version": "1", "number": "1", "note": "Legal joins"}
        assert ravi.post(f"{EDITOR}publication/", facts).status_code == 302
        assert (PolicyVersion.objects.count(), PolicyDraft.objects.count()) == (2, 0)
        release.refresh_from_db()
        assert release.policy.number == 1  # type: ignore[union-attr]
        assert list(release.items.values()) == items

    def test_what_is_refused_keeps_what_was_typed(self, ravi: Client) -> None:
        policy()
        wrong = ravi.post(f"{EDITOR}tier-2/", {"version": "0", "lead_days": "-4", "bundle": "huge", "final_days": "x"})
        page = wrong.content.decode()
        assert wrong.status_code == 422
        assert 'value="-4"' in page
        assert "3 things to correct" in page
        assert not PolicyDraft.objects.exists()
        assert ravi.post(f"{EDITOR}general/", {"version": "0", "four_eyes": "on"}).status_code == 302
        late = ravi.post(f"{EDITOR}general/", {"version": "0"})
        assert late.status_code == 409
        assert "another window" in late.content.decode()
        assert ravi.post(f"{EDITOR}general/", {"version": "1"}).status_code == 302  # knowingly

    @pytest.mark.parametrize("htmx", [False, True])
    def test_lines_are_added_moved_changed_and_removed(self, ravi: Client, htmx: bool) -> None:
        policy()
        headers = HTMX if htmx else {}
        path = f"{EDITOR}tier-2/checklist/"
        added = ravi.post(path, LINE | {"version": "0", "required": "on"}, headers=headers)
        assert added.status_code == (200 if htmx else 302)
        lines = draft()["tiers"]["2"]["checklist"]
        assert lines[-1] == LINE | {"key": "threat-model", "days_before": 4}
        if htmx:
            region = added.content.decode()
            assert region.lstrip().startswith('<div id="lines"')
            assert "Threat model" in region
            assert "/releases/policy/editor/undo/" in region
        wrong = ravi.post(path, LINE | {"version": "1", "title": " ", "days_before": "99"}, headers=headers)
        assert wrong.status_code == 422
        assert "2 things to correct" in wrong.content.decode()
        ravi.post(f"{path}order/", {"version": "1", "up": "threat-model"}, headers=headers)
        assert [line["key"] for line in draft()["tiers"]["2"]["checklist"]][-2:] == ["threat-model", "sales"]
        changed = LINE | {"title": "Threats modelled", "fact": "risks", "version": "2"}
        assert ravi.post(f"{path}line/threat-model/", changed).status_code == 302
        line = draft()["tiers"]["2"]["checklist"][-2]
        assert (line["key"], line["title"], line["fact"], line["required"]) == (
            "threat-model", "Threats modelled", "risks", False,
        )  # fmt: skip
        ravi.post(f"{path}order/", {"version": "3", "remove": "threat-model"}, headers=headers)
        assert len(draft()["tiers"]["2"]["checklist"]) == 10
        assert ravi.post(f"{EDITOR}undo/?at=2")["Location"] == path
        assert len(draft()["tiers"]["2"]["checklist"]) == 11
        late = ravi.post(f"{path}order/", {"version": "1", "remove": "qa"}, headers=headers)
        assert late.status_code == 409
        assert ravi.get(f"{path}line/nothing/").status_code == 404
        assert ravi.post(f"{path}order/", {"version": "5", "up": "nothing"}).status_code == 404

    def test_questions_and_rules_in_both_languages(self, ravi: Client) -> None:
        policy()
        question = {"version": "0", "text_en": "Is it for children?", "text_pl": "Czy dla dzieci?", "answer_0_en": "No",
                    "answer_0_pl": "Nie", "answer_1_en": "Yes"}  # fmt: skip
        lacking = question | {"answer_1_en": "", "text_en": ""}
        refused = ravi.post(f"{EDITOR}questions/new/", lacking)
        assert refused.status_code == 422
        assert "at least two answers" in refused.content.decode()
        assert "Czy dla dzieci?" in refused.content.decode()
        assert ravi.post(f"{EDITOR}questions/new/", question).status_code == 302
        made = draft()["questions"][-1]
        assert made["key"] == "is-it-for-children"
        assert [answer["value"] for answer in made["answers"]] == ["no", "yes"]
        rule = {"version": "1", "tier": "3", "when_7": ["yes"], "reason_en": "Children use it."}
        assert ravi.post(f"{EDITOR}rules/new/", rule | {"when_7": []}).status_code == 422
        assert ravi.post(f"{EDITOR}rules/new/", rule).status_code == 302
        assert draft()["rules"][-1] == {
            "tier": 3, "when": {"is-it-for-children": ["yes"]}, "reason": {"en": "Children use it."},
        }  # fmt: skip
        ravi.post(f"{EDITOR}questions/", {"version": "2", "up": "is-it-for-children"})
        assert draft()["questions"][-2]["key"] == "is-it-for-children"
        ravi.post(f"{EDITOR}rules/", {"version": "3", "remove": "0"})
        assert len(draft()["rules"]) == 10
        changed = question | {"version": "4", "text_en": "For children?"}
        assert ravi.post(f"{EDITOR}questions/change/is-it-for-children/", changed).status_code == 302
        assert draft()["questions"][-2]["key"] == "is-it-for-children"
        assert ravi.get(f"{EDITOR}rules/99/").status_code == 404

    def test_what_does_not_fit_together_is_named_and_not_published(self, ravi: Client) -> None:
        policy()
        ravi.post(f"{EDITOR}questions/", {"version": "0", "remove": "migration"})
        ravi.post(f"{EDITOR}tier-3/use/", {"version": "1"})
        for path in (EDITOR, f"{EDITOR}publication/"):
            page = text(ravi, path)
            assert "No question offers “migration”." in page
            assert "This policy does not use Tier 3, high." in page
        refused = ravi.post(f"{EDITOR}publication/", {"version": "2", "number": "1", "note": "All the same"})
        assert refused.status_code == 422
        assert PolicyVersion.objects.count() == 1
        assert "Your draft does not use this tier." in text(ravi, f"{EDITOR}tier-3/")
        ravi.post(f"{EDITOR}tier-3/use/", {"version": "2"})
        assert len(draft()["tiers"]["3"]["checklist"]) == 21
        assert ravi.post(f"{EDITOR}removal/").status_code == 302
        assert not PolicyDraft.objects.exists()

    def test_hostile_words_are_only_words(self, ravi: Client, aino: Client, area: Area, now: datetime) -> None:
        policy()
        answers = {f"answer_{row}_{code}": HOSTILE for row in (0, 1) for code in ("en", "pl")}
        texts = {f"{name}_{code}": HOSTILE for name in ("text", "help") for code in ("en", "pl")}
        ravi.post(f"{EDITOR}questions/new/", {"version": "0"} | texts | answers)
        ravi.post(f"{EDITOR}rules/new/", {"version": "1", "tier": "2", "when_7": ["line"], "reason_en": HOSTILE})
        key = draft()["questions"][-1]["answers"][0]["value"]
        rule = {"version": "1", "tier": "2", "when_7": [key], "reason_en": HOSTILE, "reason_pl": HOSTILE}
        assert ravi.post(f"{EDITOR}rules/new/", rule).status_code == 302
        line = LINE | {"title": HOSTILE + "\x00\x0b‮", "required": "on", "version": "2"}
        assert ravi.post(f"{EDITOR}tier-2/checklist/", line).status_code == 302
        note = {"version": "3", "number": "1", "note": HOSTILE}
        pages = [text(ravi, EDITOR + each) for each in ("questions/", "rules/", "tier-2/checklist/", "publication/")]
        assert ravi.post(f"{EDITOR}publication/", note).status_code == 302
        pages += [
            text(aino, path) for path in ("/releases/policy/", "/releases/policy/2/", "/releases/policy/versions/")
        ]
        pm = signed_in(area.pm)  # type: ignore[attr-defined]
        added = line | {"version": "0", "tiers": ["2"], "note": HOSTILE}
        assert pm.post("/releases/checklists/payments/new/", added).status_code == 302
        pages.append(text(aino, "/releases/checklists/payments/"))
        ravi.post("/releases/freezes/new/", {"name": HOSTILE, "starts_on": "2036-01-01", "ends_on": "2036-01-02"})
        pages.append(text(aino, "/releases/freezes/"))
        for page in pages:
            assert "{{ 7|add:7 }}{% now &quot;Y&quot; %}&lt;script&gt;alert(1)&lt;/script&gt;" in page
            assert "<script>alert" not in page

    def test_two_hundred_lines_in_as_many_queries_as_one(self, ravi: Client) -> None:
        content = preset("scaling", regulated=False, language="en")
        line = content["tiers"]["2"]["checklist"][0]
        many = [line | {"key": f"line-{number}", "title": f"Line {number}"} for number in range(200)]
        numbers = []
        for number, lines in enumerate(([line], many), start=1):
            policy(number, tiers=content["tiers"] | {"2": content["tiers"]["2"] | {"checklist": lines}})
            for path in (f"{EDITOR}tier-2/checklist/", "/releases/policy/"):
                ravi.get(path)
                with CaptureQueriesContext(connection) as queries:
                    page = text(ravi, path)
                numbers.append(len(queries))
        assert "Line 199" in page
        assert numbers[:2] == numbers[2:]
        changed = LINE | {"version": "0", "title": "The hundredth"}
        assert ravi.post(f"{EDITOR}tier-2/checklist/line/line-99/", changed).status_code == 302
        assert draft()["tiers"]["2"]["checklist"][99]["title"] == "The hundredth"


class TestAreaLists:
    def test_the_pm_adds_moves_and_removes(self, area: Area, aino: Client) -> None:
        policy()
        path = "/releases/checklists/payments/"
        pm = signed_in(area.pm)  # type: ignore[attr-defined]
        facts = LINE | {"version": "0", "tiers": ["2", "3"], "required": "on", "note": "PCI asks for it"}
        assert "What it adds for releases" in text(aino, "/areas/payments/")
        assert pm.post(f"{path}new/", facts | {"tiers": []}).status_code == 422
        wrong = pm.post(f"{path}new/", facts | {"gate": "staging"})
        assert wrong.status_code == 422
        assert "Tier 2, medium has no staging review." in wrong.content.decode()
        assert pm.post(f"{path}new/", facts).status_code == 302
        late = pm.post(f"{path}new/", facts | {"title": "Too late"})
        assert late.status_code == 409
        assert "Too late" in late.content.decode()
        assert pm.post(f"{path}line/threat-model/", facts | {"version": "1", "title": "Threats"}).status_code == 302
        assert pm.post(f"{path}new/", facts | {"version": "2", "title": "Card tests"}).status_code == 302
        assert pm.post(f"{path}order/", {"version": "3", "up": "card-tests"}).status_code == 302
        assert pm.post(f"{path}order/", {"version": "4", "remove": "threat-model"}).status_code == 302
        page = text(aino, path)
        assert all(words in page for words in ("Version 5", "PCI asks for it", "<ins>Card tests", "<del>Threats"))
        assert "Add a line" not in page
        assert aino.get(f"{path}new/").status_code == 403
        assert pm.get(f"{path}line/threat-model/").status_code == 404


class TestFreezes:
    def test_added_changed_removed(self, ravi: Client, aino: Client) -> None:
        facts = {"name": "Year end", "starts_on": "2036-12-20", "ends_on": "2037-01-02"}
        FreezeWindow.objects.create(name="Long past", starts_on="2020-01-01", ends_on="2020-01-02")
        assert ravi.post("/releases/freezes/new/", facts | {"ends_on": "2036-12-01"}).status_code == 422
        assert ravi.post("/releases/freezes/new/", facts).status_code == 302
        made = FreezeWindow.objects.get(name="Year end")
        page = text(aino, "/releases/freezes/")
        assert "1 that is over" in page
        assert f"/releases/freezes/{made.pk}/" not in page
        assert ravi.post(f"/releases/freezes/{made.pk}/", facts | {"name": "Rest", "version": "1"}).status_code == 302
        assert ravi.post(f"/releases/freezes/{made.pk}/", facts | {"version": "1"}).status_code == 409
        assert ravi.post(f"/releases/freezes/{made.pk}/removal/").status_code == 302
        assert not FreezeWindow.objects.filter(name="Rest").exists()
        assert "Freeze windows" in text(ravi, "/admin/")
