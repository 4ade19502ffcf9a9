"""The tags every page uses, rendered as pages render them, without a database."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

NOW = datetime(2026, 11, 26, 9, 52, tzinfo=ZoneInfo("UTC"))


@pytest.fixture(autouse=True)
def reader_in_warsaw():
    with translation.override("en"), timezone.override(ZoneInfo("Europe/Warsaw")):
        yield


def rendered(source: str, **context: Any) -> str:
    return Template(source).render(Context({"now": NOW, **context})).strip()


def test_when_says_it_in_the_readers_zone() -> None:
    due = datetime(2026, 11, 26, 13, 0, tzinfo=ZoneInfo("UTC"))
    assert rendered("{% when due %}", due=due) == (
        '<time datetime="2026-11-26T13:00:00+00:00" title="Thursday 26 November 2026, 14:00 (Europe/Warsaw)">'
        "today 14:00, in 3 h</time>"
    )


def test_when_takes_now_from_the_request() -> None:
    request = SimpleNamespace(now=datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("UTC")))
    due = datetime(2026, 11, 26, 13, 0, tzinfo=ZoneInfo("UTC"))
    assert "tomorrow 14:00<" in rendered("{% when due %}", due=due, now=None, request=request)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{% when moment 'exact' %}", "Wed 25 Nov, 17:40"),
        ("{% when moment 'short' %}", "Wed"),
        ("{% when moment capital=True %}", "Yesterday 17:40"),
    ],
)
def test_when_in_other_styles(tag: str, said: str) -> None:
    moment = datetime(2026, 11, 25, 16, 40, tzinfo=ZoneInfo("UTC"))
    assert f">{said}</time>" in rendered(tag, moment=moment)


def test_when_and_day_say_nothing_about_nothing() -> None:
    assert rendered("{% when None %}{% day None %}") == ""


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{% day on %}", "Mon 30 Nov"),
        ("{% day on 'relative' %}", "Mon 30 Nov, in 4 days"),
        ("{% day on 'long' %}", "Monday 30 November 2026"),
    ],
)
def test_day(tag: str, said: str) -> None:
    assert rendered(tag, on=date(2026, 11, 30)) == (
        f'<time datetime="2026-11-30" title="Monday 30 November 2026">{said}</time>'
    )


@pytest.mark.parametrize(
    ("health", "html"),
    [
        ("on_track", '<span class="signal signal--good">On track</span>'),
        ("at_risk", '<span class="signal signal--warn">At risk</span>'),
        ("off_track", '<span class="signal signal--bad">Off track</span>'),
        ("none", '<span class="signal signal--none">No update</span>'),
        ("", '<span class="signal signal--none">No update</span>'),
        (None, '<span class="signal signal--none">No update</span>'),
    ],
)
def test_signal_has_a_word_for_every_health(health: str | None, html: str) -> None:
    assert rendered("{% signal health %}", health=health) == html


def test_a_silent_signal_keeps_its_word_for_screen_readers() -> None:
    assert rendered("{% signal 'at_risk' silent=True %}") == (
        '<span class="signal signal--warn"><span class="visually-hidden">At risk</span></span>'
    )


def test_person_escapes_the_name() -> None:
    html = rendered("{% person somebody %}", somebody=SimpleNamespace(name="<b>Ann</b> Lee", is_active=True))
    assert "<b>" not in html
    assert "&lt;b&gt;Ann&lt;/b&gt; Lee" in html


def test_person_says_when_there_is_nobody() -> None:
    assert rendered("{% person None %}").endswith("Nobody</span>")


def test_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in rendered("{% icon 'home' %}")
    assert 'role="img" aria-label="Home"' in rendered("{% icon 'home' 'Home' %}")


class Named(forms.Form):
    name = forms.CharField(label="Name", help_text="As people say it.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    often = forms.ChoiceField(label="How often", choices=[("n", "Now"), ("o", "Off")], widget=forms.RadioSelect)
    keys = forms.BooleanField(label="Keys", required=False)


def test_field_ties_help_and_error_to_the_control() -> None:
    html = rendered("{% field form.name autocomplete='name' %}", form=Named({}))
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'autocomplete="name"' in html
    assert 'class="input"' in html
    assert '<p class="error" id="id_name_error">This field is required.</p>' in html


def test_field_says_what_is_optional() -> None:
    html = rendered("{% field form.note %}", form=Named())
    assert '<span class="optional">optional</span>' in html
    assert 'class="textarea"' in html


def test_radio_buttons_are_one_group_with_its_error() -> None:
    html = rendered("{% field form.often 'choice' %}", form=Named({}))
    assert "<fieldset" in html
    assert "<legend>How often</legend>" in html
    assert 'aria-describedby="id_often_error"' in html
    assert html.count('type="radio"') == 2


def test_errors_link_to_their_fields() -> None:
    html = rendered("{% errors form %}", form=Named({}))
    assert "2 things to correct" in html
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_often">' in html


def test_no_errors_no_summary() -> None:
    assert rendered("{% errors form %}", form=Named()) == ""


@pytest.mark.parametrize(
    ("query", "direction", "address"),
    [
        ("", "", "?sort=name"),
        ("?sort=name&q=pay&page=3", "ascending", "?sort=-name&amp;q=pay"),
        ("?sort=-name", "descending", "?sort=name"),
        ("?sort=group", "", "?sort=name"),
    ],
)
def test_a_heading_sorts_and_keeps_the_filters(query: str, direction: str, address: str) -> None:
    html = rendered("{% sort_heading 'name' 'Area' %}", request=RequestFactory().get(f"/{query}"))
    assert f'href="{address}"' in html
    assert (f'aria-sort="{direction}"' in html) if direction else ("aria-sort" not in html)


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        ("undo:/areas/3/undo/", "/areas/3/undo/"),
        ("large undo:/a/ x", "/a/"),
        ("undo://elsewhere.example/", ""),
        ("undo:https://elsewhere.example/", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_undo_only_goes_to_ourselves(tags: str | None, address: str) -> None:
    assert rendered("{{ tags|undo_address }}", tags=tags) == address


def test_sentence() -> None:
    assert rendered("{{ names|sentence }}", names=["Payments", "Platform", "Mobile"]) == "Payments, Platform and Mobile"
    assert rendered("{{ names|sentence }}", names=["Payments"]) == "Payments"
