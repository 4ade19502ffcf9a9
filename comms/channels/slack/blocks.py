"""A brief as Slack's Block Kit, with the same as plain text for notifications and screen readers. Pure.

Whatever people wrote is escaped, so that `<!channel>`, `<@U123>` and links cannot be smuggled in, and marked as
verbatim, so that Slack looks for no names and addresses in it. Slack's limits are kept by cutting at a line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from comms.composers import Brief
from comms.links import absolute

SECTION, TEXT, BLOCKS = 3000, 40_000, 50
LINE = 2000  # of one line as escaped; longer ones are for reading in the portal
TITLE = 300
CUT = "…"


@dataclass(frozen=True)
class Words:
    """`text` is the fallback, `blocks` what is seen."""

    text: str
    blocks: list[dict[str, Any]]


def escaped(text: str) -> str:
    """Text that Slack reads as text (its three characters, ampersand first)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, words: str) -> str:
    """A link as Slack writes it; nothing in the address can end it early."""
    safe = quote(url, safe=":/?#[]@!$&'()*+,;=%~")
    return f"<{escaped(safe)}|{escaped(_one_line(words)).replace('|', '/')}>"


def words_of(brief: Brief, *, foot: str = "", foot_url: str = "") -> Words:
    """The whole message. `foot` is a small line that links to `foot_url`, such as how to stop these."""
    title = _cut(_one_line(brief.title), TITLE)
    text = [_line(line) for line in brief.text.splitlines() if line.strip()]
    body = [f"• {_line(_one_line(line))}" for line in brief.lines]
    end = [link(absolute(brief.url), brief.verb or title)] if brief.url else []
    context = [link(absolute(foot_url), foot)] if foot and foot_url else []
    head = "*{}*".format(escaped(title).replace("*", "∗"))
    sections = _sections([[head, *text], body], BLOCKS - len(end) - len(context))
    blocks: list[dict[str, Any]] = [{"type": "section", "text": _mrkdwn(each)} for each in (*sections, *end)]
    blocks += [{"type": "context", "elements": [_mrkdwn(each)]} for each in context]
    return Words("\n".join(_within([escaped(title), *text, *body, *end], TEXT)), blocks)


def _sections(groups: Iterable[list[str]], room: int) -> list[str]:
    """Lines joined into texts of their limit, each group beginning one; the last says when more do not fit in."""
    made: list[list[str]] = []
    for lines in groups:
        begins = True
        for line in lines:
            if not begins and len("\n".join([*made[-1], line])) <= SECTION:
                made[-1].append(line)
            elif len(made) < room:
                made.append([line])
                begins = False
            else:
                made[-1] = _within([*made[-1], line], SECTION)
                return ["\n".join(each) for each in made]
    return ["\n".join(each) for each in made]


def _within(lines: list[str], limit: int) -> list[str]:
    """As many whole lines as fit, with a mark when some do not."""
    if len("\n".join(lines)) <= limit:
        return lines
    size, kept = len(CUT), []
    for line in lines:
        size += len(line) + 1
        if size > limit:
            break
        kept.append(line)
    return [*kept, CUT]


def _cut(text: str, limit: int) -> str:
    """At a word's end."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(' ', 1)[0]}{CUT}"


def _line(text: str) -> str:
    """Escaped, and short enough as escaped: never cut inside of an `&amp;`."""
    kept = LINE
    while len(found := escaped(_cut(text, kept))) > LINE:
        kept -= max(1, (len(found) - LINE) // 5)
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
