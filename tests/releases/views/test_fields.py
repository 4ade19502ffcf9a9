"""Facts, safety and what customers may be told: saved, refused, and two people at once."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from productops.people.models import Area, Function, Person
from releases.actions.planning import edit, move_launch
from releases.models import Release
from tests.factories import AreaFactory, OrganisationFactory, PersonFactory
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


def at(name: str, release: Release) -> str:
    return reverse(f"releases:{name}", args=[release.key])


def test_facts_are_said_by_who_prepares_it(area: Area, now: datetime) -> None:
    release = planned(area, now)
    search = AreaFactory(slug="search", name="Search")
    support = Function.objects.get(slug="support")
    facts = {
        "name": "Instant  payouts", "version_label": "4.18", "summary": "In ten *minutes*.",
        "segments": "EU merchants, mid-market,, EU merchants", "functions": [support.pk], "other_areas": [search.pk],
        "version": release.version,
    }  # fmt: skip
    assert signed_in(PersonFactory()).post(at("facts", release), facts).status_code == 403
    client = signed_in(area.eng_lead)  # type: ignore[attr-defined]
    assert client.post(at("facts", release), facts).headers["Location"] == release.get_absolute_url()
    row = Release.objects.get()
    assert (row.name, row.segments, row.summary_html) == (
        "Instant payouts", ["EU merchants", "mid-market"], "<p>In ten <em>minutes</em>.</p>\n",
    )  # fmt: skip
    assert ([*row.functions.all()], [*row.other_areas.all()]) == ([support], [search])
    refused = client.post(at("facts", release), facts | {"name": "", "segments": "x" * 61})
    assert refused.status_code == 422
    assert "One segment has more than 60 characters." in refused.content.decode()


def test_a_date_moved_meanwhile_does_not_disturb_but_the_same_field_does(area: Area, now: datetime) -> None:
    release = planned(area, now)
    pm, seen = area.pm, release.version  # type: ignore[attr-defined]
    client = signed_in(pm)
    later = date(2027, 2, 2)
    move_launch(release=release, launch_on=later, reason="Ledger", by=pm, now=now, seen_version=seen)
    facts = {"name": "Faster payouts", "version": seen}
    assert client.post(at("facts", release), facts).status_code == 302
    row = Release.objects.get()
    assert (row.name, row.launch_on) == ("Faster payouts", later)
    edit(release=row, fields={"build_tag": "4.19"}, by=area.eng_lead, now=now, seen_version=row.version)  # type: ignore[attr-defined]
    typed = {"build_tag": "4.18.2", "critical_bugs": "0", "version": row.version, "monitoring": "Latency"}
    conflict = client.post(at("safety", release), typed)
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Build: nothing → 4.19" in page  # what the other changed
    assert ("4.18.2" in page, "Latency" in page, "Save mine all the same" in page) == (True, True, True)
    assert Release.objects.get().build_tag == "4.19"
    newest = Release.objects.get().version
    assert client.post(at("safety", release), typed | {"version": newest}).status_code == 302
    assert Release.objects.get().build_tag == "4.18.2"


def test_what_customers_may_be_told_is_whole_or_refused(area: Area, now: datetime) -> None:
    release = planned(area, now)
    client = signed_in(area.pm)  # type: ignore[attr-defined]
    typed = {"customer_word": "from", "customer_sentence": "", "customer_from": "", "version": release.version}
    refused = client.post(at("customers", release), typed)
    assert refused.status_code == 422
    assert "Say from which day." in refused.content.decode()
    said = typed | {"customer_from": "2027-01-19", "customer_sentence": "Payouts arrive within ten minutes."}
    assert client.post(at("customers", release), said).status_code == 302
    assert Release.objects.get().customer_from == date(2027, 1, 19)
    version = Release.objects.get().version
    client.post(at("customers", release), said | {"customer_word": "nda", "version": version})
    assert Release.objects.get().customer_from is None


def test_what_was_written_settles_items_by_itself(area: Area, now: datetime) -> None:
    release = planned(area, now)
    assert release.items.get(key="rollback").state == "open"
    plan = {
        "critical_bugs": "0", "rollback_procedure": "Flag off", "rollback_owner": area.pm.name,  # type: ignore[attr-defined]
        "rollback_criteria": "One payout goes out twice", "version": release.version,
        "dashboard_url": "javascript:alert(1)",
    }  # fmt: skip
    client = signed_in(area.pm)  # type: ignore[attr-defined]
    assert client.post(at("safety", release), plan).status_code == 422
    assert client.post(at("safety", release), plan | {"dashboard_url": "dash.example.com"}).status_code == 302
    assert release.items.get(key="rollback").state == "done"
    assert Release.objects.get().dashboard_url == "https://dash.example.com"
