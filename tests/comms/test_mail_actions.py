"""The words about action items, as letters and as briefs; nothing is said that does not hold any more."""

from datetime import datetime

from comms.composers import Brief, Writer
from comms.letter import Letter
from comms.models import Delivery, Notice
from productops.followups.actions.doing import finish, hand_over, reopen
from productops.people.export import data_of
from productops.people.models import Person
from tests.comms.made import delivery_to
from tests.factories import PersonFactory
from tests.followups.conftest import Asking, asking

__all__ = ["asking"]  # the fixture


def delivery(about: str, person: Person, now: datetime) -> Delivery:
    notice = Notice.objects.filter(data__about=about, people__contains=[person.pk]).latest("id")
    return delivery_to(person, now, notice=notice)


def words(about: str, person: Person, now: datetime) -> tuple[Letter, Brief]:
    found = delivery(about, person, now)
    letter, brief = Writer().letter(found), Writer().brief(found)
    assert letter
    assert brief
    return letter, brief


def test_asked_of_somebody(asking: Asking) -> None:
    item = asking.ensure(asking.ask())[0]
    asking.pm.name = "Tomek Wrona"
    asking.pm.save()
    letter, brief = words("asked", asking.lena, asking.now)
    assert letter.subject == brief.title == "Tomek Wrona asks you: Write the macros"
    assert brief == Brief(
        letter.subject, f"/actions/{item.pk}/", text="Write the macros By Fri 27 Nov.", verb="Open it"
    )
    for body in (letter.text, letter.html):
        assert "Lena Brandt, by Fri 27 Nov" in body
        assert "Weekly update, week 48" in body
        assert f"/actions/{item.pk}/" in body
        assert "You get this because you are to do it." in body


def test_several_things_are_one_letter(asking: Asking) -> None:
    asking.ensure(asking.ask(), asking.ask("Book the dry run", source="bullet:2"))
    letter, brief = words("asked", asking.lena, asking.now)
    assert letter.subject.endswith("asks you for 2 things")
    assert (brief.url, brief.lines) == (
        "/actions/", ("Write the macros By Fri 27 Nov.", "Book the dry run By Fri 27 Nov.")
    )  # fmt: skip
    letter, brief = words("informed", asking.eng_lead, asking.now)
    assert letter.subject == "Payments: 2 new action items"
    assert brief.lines[0] == "Write the macros Lena Brandt by Fri 27 Nov."


def test_done_and_opened_again(asking: Asking) -> None:
    item = asking.ensure(asking.ask())[0]
    finish(item=item, by=asking.lena, now=asking.now)
    letter, brief = words("done", asking.pm, asking.now)
    assert letter.subject == brief.title == "Lena Brandt says it is done: Write the macros"
    reopen(item=item, by=asking.pm, now=asking.now)
    letter, _brief = words("reopened", asking.lena, asking.now)
    assert "opened it again: Write the macros" in letter.subject


def test_what_does_not_hold_any_more_is_not_said(asking: Asking) -> None:
    item = asking.ensure(asking.ask())[0]
    asked, informed = (
        delivery(about, person, asking.now) for about, person in (("asked", asking.lena), ("informed", asking.eng_lead))
    )
    hand_over(item=item, person=PersonFactory(), reason="on leave", version=1, by=asking.lena, now=asking.now)
    assert Writer().letter(asked) is None
    assert Writer().brief(asked) is None
    assert Writer().letter(informed) is not None
    asking.ensure()
    assert Writer().letter(informed) is None


def test_it_is_part_of_what_a_person_takes_along(asking: Asking) -> None:
    asking.ensure(asking.ask())
    [item] = data_of(asking.lena)["action_items"]
    assert (item["what"], item["state"]) == ("Write the macros", "open")
    assert data_of(PersonFactory())["action_items"] == []
