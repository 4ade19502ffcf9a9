"""The enablement bundle on its pages: written, out for review, published, read; and who reads what of it."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from productops.editions import files
from productops.editions.models import Edition
from productops.people.enums import Role
from productops.people.models import Area, Person
from releases.actions import bundles
from releases.enums import BundleState, Section, Tier
from releases.models import Bundle, BundleReader, Release
from tests.factories import PersonFactory, in_role
from tests.factories.decisions import bundled, filled, fresh, later
from tests.factories.releases import drafted, planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def release(payments: Area, ops: Person, now: datetime) -> Release:
    row = planned(payments, now)
    row.area = payments
    return fresh(filled(row, now), payments)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def pm_of(release: Release) -> Person:
    return release.area.pm  # type: ignore[attr-defined, no-any-return]


def at(release: Release, name: str = "bundle", *more: str) -> str:
    return reverse(f"releases:{name}", args=[release.key, *more])


def written(release: Release, text: str, now: datetime) -> Bundle:
    """What changed reads `text`."""
    bundle = Bundle.objects.get(release=release)
    part = bundle.sections.get(kind="changes")
    bundles.write(
        bundle=bundle, kind=Section.CHANGES, text=text, not_applicable="", by=pm_of(release), now=now,
        seen_version=part.version,
    )  # fmt: skip
    return Bundle.objects.get(release=release)


def test_it_begins_with_what_the_release_says(
    release: Release, payments: Area, signed_in: SignedIn, now: datetime
) -> None:
    reader = signed_in(PersonFactory())
    assert "Nobody has begun it." in reader.get(at(release)).text
    assert reader.post(at(release)).status_code == 403
    pm = signed_in(pm_of(release))
    assert "Begin the bundle" in pm.get(at(release)).text
    page = pm.post(at(release), follow=True).text
    assert "Merchants in the EU receive card payouts" in page
    assert "from the release" in page
    assert "Still empty:" in page
    pm.post(at(release))
    assert Bundle.objects.count() == 1
    small = planned(payments, now, Tier.LOW, name="A wording")
    assert "needs no bundle" in pm.get(at(small)).text
    assert pm.post(at(small)).status_code == 409
    assert reader.get(at(drafted(payments, now, name="Not yet"))).status_code == 404


def test_a_section_is_written_and_two_writers_do_not_lose_anything(
    release: Release, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    bundles.begin(release=release, by=pm_of(release), now=now)
    url = at(release, "bundle-section", "faq")
    pm, maja = signed_in(pm_of(release)), signed_in(ops)
    assert pm.get(at(release, "bundle-section", "nothing")).status_code == 404
    both = pm.post(url, {"text": "Yes", "not_applicable": "None", "version": "1"})
    assert (both.status_code, "Either there is a text" in both.text, ">\nYes</textarea>" in both.text) == (
        422,
        True,
        True,
    )
    assert pm.post(url, {"text": "**Why?** Because.", "version": "1"}, follow=True).redirect_chain == [
        (f"{at(release)}#faq", 302)
    ]
    late = maja.post(url, {"text": "Another FAQ", "version": "1"})
    assert late.status_code == 409
    assert "Somebody changed “FAQ and edge cases” after you opened it." in late.text
    assert ">\nAnother FAQ</textarea>" in late.text
    assert 'name="version" value="2"' in late.text  # pressed again, it is saved over the other's, knowingly
    assert maja.post(url, {"text": "Another FAQ", "version": "2"}).status_code == 302
    assert signed_in(PersonFactory()).get(url).status_code == 403


def test_who_reads_what_from_draft_to_final(release: Release, ops: Person, signed_in: SignedIn, now: datetime) -> None:
    """A canary in every version: drafts for who writes, the review copy for who prepares, the final one for all."""
    reader, support, pm = PersonFactory(name="Aino"), lead("support"), pm_of(release)
    pages = [at(release), at(release, "bundle-markdown"), at(release, "bundle-pdf"), at(release, "signoffs"),
             at(release, "signoff", "support"), at(release, "preflight"), release.get_absolute_url()]  # fmt: skip

    def knows(person: Person, word: str) -> bool:
        browser = signed_in(person)
        return any(word in browser.get(page).text for page in pages)

    bundled(release, now, ops, published=False)
    written(release, "quokkadraft", now)
    assert [knows(each, "quokkadraft") for each in (pm, reader)] == [True, False]
    bundle = written(release, "quokkareview", now)
    bundle = bundles.send_review_copy(bundle=bundle, short_notice_reason="", by=pm, now=now)
    assert [knows(each, "quokkareview") for each in (pm, support, reader)] == [True, True, False]
    written(release, "quokkalater", now)
    assert "quokkareview" in signed_in(support).get(at(release)).text
    assert "quokkalater" not in signed_in(support).get(at(release)).text  # the page shows what went out
    assert "Frozen as it went out for review." in signed_in(support).get(at(release)).text
    assert signed_in(reader).get(at(release, "bundle-markdown")).status_code == 404
    for kind in ("bundle_review", "bundle"):
        assert not Edition.objects.visible_to(reader).filter(kind=kind).exists()
    bundle = written(release, "quokkafinal", now)
    bundles.publish(bundle=bundle, seen_version=bundle.version, by=ops, now=now)
    assert [knows(each, "quokkafinal") for each in (pm, support, reader)] == [True, True, True]
    assert "Frozen as published." in signed_in(reader).get(at(release)).text
    written(release, "quokkanext", now)
    assert [knows(each, "quokkanext") for each in (pm, reader)] == [True, False]
    # The final edition is newer than the review copy: nobody is led back to that.
    assert "quokkafinal" in signed_in(lead("sales")).get(at(release)).text
    assert "quokkafinal" in signed_in(support).get(at(release)).text
    assert [row.kind for row in Edition.objects.visible_to(reader)] == ["bundle"]
    Release.objects.filter(pk=release.pk).update(confidential_at=now, confidential_reason="A deal")
    assert not Edition.objects.visible_to(reader).exists()
    assert [signed_in(reader).get(page).status_code for page in pages] == [404] * len(pages)


def test_the_review_copy_goes_out_once_nothing_is_missing(release: Release, signed_in: SignedIn, now: datetime) -> None:
    pm, url = signed_in(pm_of(release)), at(release, "review-copy")
    pm.post(at(release))
    gaps = pm.post(url, {})
    assert (gaps.status_code, "FAQ and edge cases: write it, or say why" in gaps.text) == (422, True)
    bundle = Bundle.objects.get()
    for part in bundle.sections.filter(text=""):
        bundles.write(
            bundle=bundle, kind=Section(part.kind), text="", not_applicable="Nothing to say", by=pm_of(release),
            now=now, seen_version=part.version,
        )  # fmt: skip
    page = pm.get(url, headers={"HX-Request": "true"})
    assert (page.status_code, "<html" in page.text, "people get it" in page.text) == (200, False, True)
    assert "The review copy is out" in pm.post(url, {}, follow=True).text
    assert signed_in(PersonFactory()).get(url).status_code == 403
    short = planned(release.area, now, launch_on=later(now, days=3).date(), name="Urgent fix")
    short.area = release.area
    bundled_now = bundles.begin(release=fresh(filled(short, now), release.area), by=pm_of(release), now=now)
    for part in bundled_now.sections.filter(text=""):
        bundles.write(
            bundle=bundled_now, kind=Section(part.kind), text="Text", not_applicable="", by=pm_of(release), now=now,
            seen_version=part.version,
        )  # fmt: skip
    late = pm.post(at(short, "review-copy"), {})
    assert (late.status_code, "business days. Say why it comes late." in late.text) == (422, True)


def test_product_ops_objects_and_publishes(release: Release, ops: Person, signed_in: SignedIn, now: datetime) -> None:
    bundled(release, now, ops, published=False)
    maja, pm = signed_in(ops), signed_in(pm_of(release))
    assert pm.get(at(release, "bundle-objection")).status_code == 403
    assert maja.post(at(release, "bundle-objection"), {"objection": " "}).status_code == 422
    page = maja.post(at(release, "bundle-objection"), {"objection": "No Polish macros."}, follow=True).text
    assert "Maja objects: No Polish macros." in page
    refused = pm.get(at(release, "bundle-publication"))
    assert (refused.status_code, "no objection" in refused.text) == (403, True)
    assert maja.get(at(release, "bundle-objection-removal")).status_code == 405
    for _press in range(2):
        maja.post(at(release, "bundle-objection-removal"))
    assert Bundle.objects.get().objection == ""
    version = Bundle.objects.get().version
    confirm = maja.get(at(release, "bundle-publication"), headers={"HX-Request": "true"}).text
    assert f'name="version" value="{version}"' in confirm
    assert "people are asked to read it" in confirm
    written(release, "Another text", now)
    late = maja.post(at(release, "bundle-publication"), {"version": version})
    assert (late.status_code, "The bundle changed after you opened it." in late.text) == (409, True)
    assert not Edition.objects.filter(kind="bundle").exists()
    for _press in range(2):
        maja.post(at(release, "bundle-publication"), {"version": Bundle.objects.get().version})
    assert Edition.objects.filter(kind="bundle").count() == 1
    assert Bundle.objects.get().state == BundleState.PUBLISHED


def test_who_is_asked_acknowledges(release: Release, ops: Person, signed_in: SignedIn, now: datetime) -> None:
    bundled(release, now, ops)
    support, url = signed_in(lead("support")), at(release, "bundle-acknowledgement")
    assert support.get(url).status_code == 405
    assert "You are asked to read this before the launch." in support.get(at(release)).text
    for _press in range(2):
        assert "Thank you." in support.post(url, follow=True).text
    assert "You are asked to read this" not in support.get(at(release)).text
    assert BundleReader.objects.filter(acknowledged_at__isnull=False).count() == 1
    reader = signed_in(PersonFactory())
    assert reader.post(url).status_code == 409
    assert "Who has read it" not in reader.get(at(release)).text
    assert "Who has read it" in signed_in(pm_of(release)).get(at(release)).text


def test_web_markdown_and_pdf_say_the_same(release: Release, ops: Person, signed_in: SignedIn, now: datetime) -> None:
    bundled(release, now, ops)
    reader = signed_in(PersonFactory())
    page, said = reader.get(at(release)).text, reader.get(at(release, "bundle-markdown"))
    assert said["Content-Type"] == "text/markdown; charset=utf-8"
    assert f'filename="bundle-{release.key}.md"' in said["Content-Disposition"]
    for words in ("Support macros and troubleshooting", "About support.", "Switch the flag off, drain the queue."):
        assert words in page
        assert words in said.text
    assert reader.get(at(release, "bundle-pdf-file")).status_code == 302
    assert reader.post(at(release, "bundle-pdf")).status_code == 302
    assert "Waiting for its turn" in reader.get(at(release, "bundle-pdf")).text
    assert 'id="pdf"' in reader.get(at(release, "bundle-pdf"), headers={"HX-Request": "true", "HX-Target": "pdf"}).text
    file = files.file_of(Edition.objects.get(kind="bundle").pk, "en")
    assert file is not None


def test_as_many_statements_however_many_read_it(
    release: Release, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    bundle = bundled(release, now, ops)
    maja = signed_in(ops)
    maja.get(at(release))
    with CaptureQueriesContext(connection) as few:
        maja.get(at(release))
    edition = Bundle.objects.get(pk=bundle.pk).edition
    BundleReader.objects.bulk_create(
        BundleReader(edition=edition, release=release, person=PersonFactory(), asked_at=now) for _n in range(20)
    )
    with CaptureQueriesContext(connection) as many:
        maja.get(at(release))
    assert len(many) == len(few)
