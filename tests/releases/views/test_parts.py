"""What is said of a release beside its checklist: to whom, in as many statements however much there is; and changed."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from productops.people.models import Area, Function, Person
from releases.actions.confidentiality import keep_confidential
from releases.actions.dependencies import depend_on_function, depend_on_release
from releases.actions.parts import add, fingerprint, reach
from releases.actions.planning import edit, move_launch
from releases.models import Dependency, FeatureFlag, Release, ReleaseLink, Risk, RolloutStep
from releases.views.parts import LATEST, parts_context
from releases.visible import facts_for
from tests.factories import OrganisationFactory, PersonFactory
from tests.factories.releases import functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return client


def at(name: str, release: Release, *parts: int) -> str:
    return reverse(f"releases:{name}", args=[release.key, *parts])


def shown(release: Release, person: Person, now: datetime) -> str:
    row = Release.objects.select_related("area", "policy", "rollback_owner").get(pk=release.pk)
    seen = facts_for(row, person, on=now.date())
    context = parts_context(row, person, seen, now) | {"release": row, "seen": seen, "now": now}
    return render_to_string("releases/_parts.html", context) + render_to_string("releases/_aside.html", context)


def filled(area: Area, now: datetime, name: str, number: int) -> Release:
    """A release with `number` of everything."""
    pm: Person = area.pm  # type: ignore[attr-defined]
    release = planned(area, now, name=name)
    legal = Function.objects.get(slug="legal")
    for place in range(number):
        add(release=release, part=Risk, facts={"title": f"Risk {place}", "owner": pm}, by=pm, now=now)
        add(release=release, part=FeatureFlag, facts={"key": f"flag-{place}", "owner": pm}, by=pm, now=now)
        add(
            release=release,
            part=ReleaseLink,
            facts={"title": f"Link {place}", "url": "https://x.example"},
            by=pm,
            now=now,
        )
        on = date(2027, 1, 19 + place)
        step = add(release=release, part=RolloutStep, facts={"share": 10 + place, "on": on}, by=pm, now=now)
        reach(step=step, reached=True, by=pm, now=now)
        depend_on_release(release=release, on=planned(area, now, name=f"Needed {place}"), by=pm, now=now)
        depend_on_release(release=planned(area, now, name=f"Waiting {place}"), on=release, by=pm, now=now)
        depend_on_function(release=release, on=legal, deliverable=f"Terms {place}", promised_on=on, by=pm, now=now)
        release.refresh_from_db()
        move_launch(
            release=release, launch_on=date(2027, 2, 2 + place), reason=f"Late {place}", by=pm, now=now,
            seen_version=release.version,
        )  # fmt: skip
    release.refresh_from_db()
    affected = [*Function.objects.all()[: number * 2]]
    for build in range(LATEST):  # what the last lines of history are about is looked up by kind
        fields = {"functions": affected, "build_tag": f"4.{build}"}
        release = edit(release=release, fields=fields, by=pm, now=now, seen_version=release.version)
    return release


def test_it_says_what_is_missing(area: Area, now: datetime) -> None:
    said = shown(planned(area, now), area.pm, now)  # type: ignore[attr-defined]
    for words in ("in 35 business days", "No risk is written down.", "It waits for nothing", "how to go back"):
        assert words in said


def test_as_many_statements_however_much_there_is(area: Area, now: datetime) -> None:
    few, many = filled(area, now, "Few", 1), filled(area, now, "Many", 3)
    counts = []
    for release in (few, many):
        person = Person.objects.get(pk=area.pm.pk)  # type: ignore[attr-defined]
        with CaptureQueriesContext(connection) as asked:
            said = shown(release, person, now)
        counts.append(len(asked))
        assert "Terms 0" in said
    assert counts[0] == counts[1] <= 30


def test_days_are_for_those_who_prepare(area: Area, now: datetime) -> None:
    release = filled(area, now, "Dated", 2)
    inside = shown(release, area.pm, now)  # type: ignore[attr-defined]
    for words in (
        "moved twice, 11 business days",
        "internal target, not for customers",
        "Late 1",
        "Wed 20 Jan",
        "20 Jan",
    ):
        assert words in inside
    outside = shown(release, PersonFactory(), now)
    for words in ("Jan", "Feb", "Late 1", "business day", "2027"):
        assert words not in outside
    assert "Terms 0" in outside


def test_a_confidential_release_is_not_named(area: Area, now: datetime) -> None:
    release = filled(area, now, "Open", 1)
    secret = release.dependencies.get(on_release__name="Needed 0").on_release
    assert secret
    keep_confidential(release=secret, reason="Talks", by=area.pm, now=now)  # type: ignore[attr-defined]
    stranger = PersonFactory()
    said = shown(release, stranger, now)
    assert ("A confidential release" in said, secret.key in said, "Needed 0" in said) == (True, False, False)
    client = signed_in(stranger)
    for page in ("dependencies", "history"):
        answer = client.get(at(page, release)).content.decode()
        assert (secret.key in answer, "Needed 0" in answer) == (False, False)


def test_a_risk_is_written_changed_removed_and_put_back(area: Area, now: datetime) -> None:
    release = planned(area, now)
    client = signed_in(area.pm)  # type: ignore[attr-defined]
    refused = client.post(
        at("risks", release), {"title": "", "severity": "high", "mitigation": "Typed", "state": "open"}
    )
    assert (refused.status_code, "Typed" in refused.content.decode()) == (422, True)
    client.post(at("risks", release), {"title": "Double payout", "severity": "high", "state": "open"})
    risk = Risk.objects.get()
    typed = {
        "title": "Double payout",
        "severity": "high",
        "state": "mitigated",
        "mitigation": "",
        "version": fingerprint(risk),
    }
    assert client.post(at("risk", release, risk.pk), typed).status_code == 422
    stale = client.post(at("risk", release, risk.pk), typed | {"mitigation": "Keys", "version": "older"})
    assert (stale.status_code, "Keys" in stale.content.decode()) == (409, True)
    assert client.post(at("risk", release, risk.pk), typed | {"mitigation": "Keys"}).status_code == 302
    page = client.post(at("risk-removal", release, risk.pk), follow=True).content.decode()
    assert at("risk-return", release, risk.pk) in page  # the message undoes it
    assert not Risk.objects.exists()
    client.post(at("risk-return", release, risk.pk))
    assert Risk.objects.get().mitigation == "Keys"
    stranger = signed_in(PersonFactory())
    assert stranger.get(at("risks", release)).status_code == 200
    assert stranger.post(at("risk-removal", release, risk.pk)).status_code == 403
    other = planned(area, now, name="Other")
    assert client.post(at("risk-removal", other, risk.pk)).status_code == 404


def test_dependencies_are_written_on_one_page(area: Area, now: datetime) -> None:
    release, ledger = planned(area, now), planned(area, now, name="Ledger v3")
    client = signed_in(area.pm)  # type: ignore[attr-defined]
    for typed in ("", "Ledger", "NOPE-1"):
        answer = client.post(at("dependencies-on-releases", release), {"on_release": typed})
        assert answer.status_code == 422
    client.post(at("dependencies-on-releases", release), {"on_release": f"{ledger.key} Ledger v3"})
    circle = client.post(at("dependencies-on-releases", ledger), {"on_release": release.key.lower()})
    assert circle.status_code == 422
    way = f"{ledger.key} → {release.key} → {ledger.key}"
    assert f"They would wait for each other: {way}" in circle.content.decode()
    legal = Function.objects.get(slug="legal")
    typed = {"on_function": legal.pk, "deliverable": "New terms", "promised_on": "2026-12-18"}
    client.post(at("dependencies-on-functions", release), typed)
    terms = Dependency.objects.get(on_function=legal)
    client.post(at("delivery", release, terms.pk))
    assert Dependency.objects.get(pk=terms.pk).delivered_by == area.pm  # type: ignore[attr-defined]
    page = client.get(at("dependencies", release)).content.decode()
    assert ("New terms" in page, "Delivered" in page) == (True, True)
    assert release.name in client.get(at("dependencies", ledger)).content.decode()


def test_the_rollout_goes_step_by_step(area: Area, now: datetime) -> None:
    release = planned(area, now)
    client = signed_in(area.eng_lead)  # type: ignore[attr-defined]
    assert client.post(at("rollout", release), {"share": "0", "on": "2027-01-19"}).status_code == 422
    client.post(at("rollout", release), {"share": "5", "on": "2027-01-19", "audience": "pilots"})
    client.post(at("flags", release), {"key": "instant-payouts", "kill_switch_url": "flags.example.com/1"})
    step = RolloutStep.objects.get()
    client.post(at("step-arrival", release, step.pk))
    said = shown(release, area.pm, now)  # type: ignore[attr-defined]
    assert ("5 %" in said, "https://flags.example.com/1" in said) == (True, True)
    client.post(at("step-arrival-removal", release, step.pk))
    assert RolloutStep.objects.get().reached_at is None


def test_history_has_pages(area: Area, now: datetime) -> None:
    release = planned(area, now)
    pm = area.pm  # type: ignore[attr-defined]
    link = {"title": "PRD", "url": "https://x.example"}
    for _each in range(60):
        add(release=release, part=ReleaseLink, facts=link, by=pm, now=now)
    client = signed_in(pm)
    first, second = (client.get(at("history", release), {"page": page}).content.decode() for page in (1, 2))
    assert (first.count("added a link"), second.count("added a link")) == (50, 10)
    assert "assigned the tier" in second
