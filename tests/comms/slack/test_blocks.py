"""A brief in Slack's own form: nothing smuggled in, no limit passed."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.channels.slack.blocks import BLOCKS, SECTION, TEXT, escaped, link, words_of
from comms.composers import Brief

ANY = st.text(st.characters(codec="utf-8"), max_size=4000)


def texts(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [text for block in blocks for text in (block.get("elements") or [block["text"]])]


def test_a_message_as_it_is_seen() -> None:
    brief = Brief(
        title="Week 48 is published",
        url="/weekly/2026-W48/",
        text="Three areas shipped.",
        lines=("Payments: <b>bold</b> & more", "Search: fine"),
        verb="Read it",
    )
    words = words_of(brief, foot="Choose what reaches you here", foot_url="/comms/preferences/")
    assert [text["text"] for text in texts(words.blocks)] == [
        "*Week 48 is published*\nThree areas shipped.",
        "• Payments: &lt;b&gt;bold&lt;/b&gt; &amp; more\n• Search: fine",
        "<http://localhost:8000/weekly/2026-W48/|Read it>",
        "<http://localhost:8000/comms/preferences/|Choose what reaches you here>",
    ]
    assert [block["type"] for block in words.blocks] == ["section", "section", "section", "context"]
    assert words.text.splitlines() == [
        "Week 48 is published", "Three areas shipped.", "• Payments: &lt;b&gt;bold&lt;/b&gt; &amp; more",
        "• Search: fine", "<http://localhost:8000/weekly/2026-W48/|Read it>",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "evil", ["<!channel>", "<@U123>", "<http://evil.example|click>", "a\n<!here>", "&lt;!channel&gt;"]
)
def test_nothing_people_write_calls_anybody(evil: str) -> None:
    words = words_of(Brief(title=evil, url="/x/", text=evil, lines=(evil,), verb=evil), foot=evil, foot_url="/y/")
    for text in (words.text, *(each["text"] for each in texts(words.blocks))):
        assert re.findall(r"<(?!http://localhost:8000/)", text) == []
    assert all(each["verbatim"] for each in texts(words.blocks))


def test_an_address_cannot_end_its_link() -> None:
    assert link("https://a.example/x|y>z<!channel>?q=1&r=ż", "go|there\nnow") == (
        "<https://a.example/x%7Cy%3Ez%3C!channel%3E?q=1&amp;r=%C5%BC|go/there now>"
    )


@given(ANY)
def test_escaped_text_is_read_back_as_it_was(text: str) -> None:
    back = escaped(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text
    assert "<" not in escaped(text)


@given(st.text("a&<> \n", max_size=9000), st.text("&b ", max_size=900), st.integers(0, 200))
def test_limits_hold_and_cuts_are_whole(text: str, line: str, number: int) -> None:
    words = words_of(Brief(title=text, url="/x/", text=text, lines=(line * 5,) * number, verb="Read it"))
    assert len(words.blocks) <= BLOCKS
    assert len(words.text) <= TEXT
    for each in texts(words.blocks):
        assert 0 < len(each["text"]) <= SECTION
        assert re.findall(r"&(?!amp;|lt;|gt;)", each["text"]) == []


def test_what_is_left_out_is_marked() -> None:
    words = words_of(Brief(title="t", url="/x/", lines=("x" * 1900,) * 100, verb="Read it"))
    assert len(words.blocks) == BLOCKS
    assert texts(words.blocks)[-2]["text"].endswith("\n…")
    assert texts(words.blocks)[-1]["text"] == "<http://localhost:8000/x/|Read it>"
    assert words.text.endswith("\n…")
