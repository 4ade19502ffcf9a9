"""Who hears of a correction and in which words; and two people who answer it at the same moment."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from comms.models import Subscription
from comms.sweeping import sweep
from productops.doors import Stale
from productops.editions.models import Edition
from productops.people.enums import Role
from productops.people.models import Person
from rituals.actions.corrections import decline, propose, withdraw
from rituals.actions.revisions import publish_revision
from rituals.models import Correction
from tests.comms.post_office import PostOffice
from tests.factories import in_role
from tests.factories.weekly import MONDAY
from tests.rituals.test_corrections import Told
from tests.rituals.test_together import again, at_once, raised


def about(office: PostOffice, words: str) -> dict[str, EmailMessage]:
    """Address -> the mail with these words in its subject."""
    return {
        mail["To"].addresses[0].addr_spec: mail for mail in office.mails if words in str(mail["Subject"])
    }  # fmt: skip


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(["plain"])
    assert body is not None
    return str(body.get_content())


@pytest.mark.django_db
class TestLetters:
    def test_product_ops_hears_of_a_proposal_and_not_of_a_withdrawn_one(self, post_office: PostOffice) -> None:
        told = Told()
        made = told.proposed()
        sweep(clock=lambda: told.now)
        [(address, mail)] = about(post_office, "is proposed").items()
        assert address == told.ops.email
        assert f"{told.pm.name} proposes to correct" in text_of(mail)
        assert "The figure was 6.8 %, not 8.6 %." in text_of(mail)
        withdraw(correction=made, by=told.pm, now=told.now)
        withdraw(correction=told.proposed(), by=told.pm, now=told.now)
        sweep(clock=lambda: told.now + timedelta(hours=1))
        assert len(about(post_office, "is proposed")) == 1

    def test_its_pm_hears_why_it_was_declined(self, post_office: PostOffice) -> None:
        told = Told()
        decline(correction=told.proposed(), reason="Data says 8.6 %.", seen_version=1, by=told.ops, now=told.now)
        sweep(clock=lambda: told.now)
        [(address, mail)] = about(post_office, "was declined").items()
        assert address == told.pm.email
        assert "Data says 8.6 %." in text_of(mail)

    def test_mailed_it_reaches_who_follows_what_changed(self, post_office: PostOffice) -> None:
        told = Told()
        everything, this, other = (in_role(Role.STAKEHOLDER) for _each in range(3))
        Subscription.objects.create(person=everything, created_at=MONDAY)
        for person, area in ((this, told.area), (other, told.silent)):
            Subscription.objects.create(person=person, all_areas=False, created_at=MONDAY).areas.set([area])
        told.publish(told.wanted(told.proposed(), mail=True))
        sweep(clock=lambda: told.now)
        mails = about(post_office, "Corrected: Search launched")
        assert set(mails) == {everything.email, this.email}
        said = text_of(mails[this.email])
        assert said.index("Corrected: The figure was 6.8 %.") < said.index(told.area.name)
        assert "/weekly/2026-W48/revisions/2/" in said


@pytest.mark.usefixtures("committed")
class TestTogether:
    def test_published_by_two_people_there_is_one_revision(self) -> None:
        told = Told()
        wanted, seen = told.wanted(told.proposed(), mail=True), told.update.edition_id or 0
        both = (told.ops, in_role(Role.PRODUCT_OPS))
        answers = at_once(
            *(
                lambda by=by: publish_revision(
                    update=told.update, wanted=wanted, seen_edition=seen, by=again(by), now=told.now
                )
                for by in both
            )
        )
        assert raised(answers) == [Stale]
        assert Edition.objects.count() == 2
        assert Correction.objects.get().state == "published"

    def test_changed_while_it_is_published_it_is_in_the_revision_or_refused(self) -> None:
        told = Told()
        for number in range(4):
            told.update.refresh_from_db()
            told.edition = Edition.objects.get(pk=told.update.edition_id)
            made = told.proposed(told.corrected(f"Seen in round {number}"))
            wanted, wording = told.wanted(made), told.corrected(f"Changed in round {number}")
            row, pm = told.row, Person.objects.get(pk=told.pm.pk)
            revision, changed = at_once(
                lambda wanted=wanted: publish_revision(
                    update=told.update, wanted=wanted, seen_edition=told.edition.pk, by=again(told.ops), now=told.now
                ),
                lambda wording=wording, row=row, pm=pm, made=made: propose(
                    area_update=row, wording=wording, why="x", seen=told.edition, seen_version=made.version, by=pm,
                    now=told.now,
                ),
            )  # fmt: skip
            made.refresh_from_db()
            if isinstance(revision, Edition):
                assert isinstance(changed, Stale)
                assert f"Seen in round {number}" in str(revision.content)
            else:
                assert isinstance(revision, Stale)
                assert (made.state, made.version) == ("proposed", 2)
                withdraw(correction=made, by=pm, now=told.now)
