"""An edition's content into what pages, mails and downloads serve: sections per language, Markdown.

Called once, when publishing. Names of people are not in it: pages and mails look them up by id; inside a line, whom
it asks is left open (`editions.naming`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import get_language, gettext, override

from productops.editions.actions import Section
from productops.editions.naming import open_name
from releases.enums import Stage
from releases.windows import window_words
from rituals.asks import said, said_in_html
from rituals.enums import AreaState, Heading, Health, HighlightKind
from rituals.html_to_markdown import from_html, plain

HIGHLIGHTS = "highlights"


def headed_lines(area: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """(heading as a word, its lines) in the order of the headings, in the active language."""
    lines = area.get("lines", {})
    return [(str(heading.label), lines[heading.value]) for heading in Heading if lines.get(heading.value)]


def known_releases(area: dict[str, Any], written_on: date) -> list[dict[str, str]]:
    """What releases know of an area that said nothing, as frozen in its part: see `releases_said`."""
    return releases_said(area.get("known", {}).get("releases", []), written_on)


def releases_said(releases: Iterable[dict[str, Any]], written_on: date) -> list[dict[str, str]]:
    """Key, name, address and words of each, in the active language."""
    return [
        {"key": each["key"], "name": each["name"], "url": each["url"], "words": _of_release(each, written_on)}
        for each in releases
    ]


def _of_release(release: dict[str, Any], written_on: date) -> str:
    """'Planned · early December · at risk: Support macros: not done'."""
    starts, ends = (date.fromisoformat(day) if day else None for day in (release["window_from"], release["window_to"]))
    parts = [str(Stage(release["stage"]).label), window_words(starts, ends, written_on)]
    if release["health"]:
        health = str(Health(release["health"]).label)
        reason = release["reason"].get(get_language() or "en", "").rstrip(".")
        parts.append(f"{health}: {reason}" if reason else health)
    return " · ".join(filter(None, parts))


def sections_of(content: dict[str, Any]) -> list[Section]:
    """Every part of the content in every language: the highlights at place 0, then the areas."""
    made = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            made.append(_highlights(content, language))
            written_on = date.fromisoformat(content["starts_on"])
            made.extend(_area(area, place, language, written_on) for place, area in enumerate(content["areas"], 1))
    return made


_templates: dict[str, Any] = {}


def _template(name: str) -> Any:
    if name not in _templates:
        _templates[name] = get_template(name)
    return _templates[name]


def _highlights(content: dict[str, Any], language: str) -> Section:
    fronts = [(kind, kind.label, content["highlights"][kind.value]) for kind in HighlightKind]
    return Section(
        language=language,
        position=0,
        key=HIGHLIGHTS,
        title=gettext("Highlights"),
        html=_template("weekly/section_highlights.html").render({"fronts": fronts}),
        text=_template("weekly/section_highlights.txt").render({"fronts": fronts}).strip(),
    )


def _asking(line: dict[str, Any], written_on: date) -> dict[str, Any]:
    """A line with who should do it by when, said; the name left open."""
    who, due = open_name(line["who"]) if line.get("who") else "", line.get("due", "")
    return line | {"asks_html": said_in_html(who, due, written_on), "asks": said(str(who), due, written_on)}


def _area(area: dict[str, Any], place: int, language: str, written_on: date) -> Section:
    missing = area["state"] != AreaState.SUBMITTED
    known = area.get("known", {})
    facts = {
        "area": area,
        "headings": [(heading, [_asking(line, written_on) for line in lines]) for heading, lines in headed_lines(area)],
        "missing": missing,
        "known_health": Health(known["health"]).label if known.get("health") else "",
        "known_next": known.get("next", []),
        "known_releases": known_releases(area, written_on),
    }
    return Section(
        language=language,
        position=place,
        key=area["slug"],
        title=area["name"],
        html=_template("weekly/section_area.html").render(facts),
        text=_template("weekly/section_area.txt").render(facts).strip(),
        group=area["group"],
        group_name=area["group_name"],
        health="" if missing else area["health"],
        functions=area["functions"],
        owner_id=area["pm"],
    )


def markdown_of(content: dict[str, Any], names: dict[int, str], url: str, published: str) -> str:
    """The whole edition as a Markdown document in the active language. `names`: person id -> name."""
    lines = [f"# {plain(content['title'])}", "", f"{content['week']} · {published} · <{url}>", ""]
    for kind in HighlightKind:
        fronts = content["highlights"][kind.value]
        if fronts:
            lines += [f"## {kind.label}", "", *(f"- {from_html(front['html'], url)}" for front in fronts), ""]
    written_on = date.fromisoformat(content["starts_on"])
    for area in content["areas"]:
        lines += _area_markdown(area, names, url, written_on)
    return "\n".join(lines).rstrip() + "\n"


def people_named(content: dict[str, Any]) -> set[int]:
    """Ids of everybody whose name an edition shows: who heads an area, and who is asked for something."""
    asked = {line.get("who") for area in content["areas"] for said in area.get("lines", {}).values() for line in said}
    return {pk for pk in asked | {area["pm"] for area in content["areas"]} if pk}


def said_of(line: dict[str, Any], names: Mapping[int, str], written_on: date) -> str:
    """'Lena Nowak by Fri 27 Nov', in the active language; empty for a line that asks nobody."""
    who = names.get(line["who"], "…") if line.get("who") else ""
    return said(who, line.get("due", ""), written_on)


def _area_markdown(area: dict[str, Any], names: dict[int, str], url: str, written_on: date) -> list[str]:
    who = names.get(area["pm"] or 0, "")
    lines = [f"## {plain(area['name'])}" + (f" ({plain(who)})" if who else ""), ""]
    if area["state"] == AreaState.SUBMITTED:
        health = Health(area["health"]).label
        lines += [f"**{health}**" + (f": {plain(area['reason'])}" if area["reason"] else ""), ""]
        for heading, found in headed_lines(area):
            lines += [f"### {heading}", "", *(_line_markdown(line, names, url, written_on) for line in found), ""]
    else:
        lines += [f"*{gettext('Not confirmed by the PM')}*" + (f": {plain(area['excuse'])}" if area["excuse"] else "")]
        lines += ["", *(f"- {plain(text)}" for text in area["known"]["next"])]
        lines += [_release_markdown(release, url) for release in known_releases(area, written_on)] + [""]
    if area["note"]:
        lines += [f"> {gettext('Editor’s note')}: {from_html(area['note_html'], url)}", ""]
    return lines


def _release_markdown(release: dict[str, str], url: str) -> str:
    named = plain(f"{release['key']} {release['name']}")
    return f"- [{named}](<{urljoin(url, release['url'])}>): {plain(release['words'])}"


def _line_markdown(line: dict[str, Any], names: Mapping[int, str], url: str, written_on: date) -> str:
    asks = said_of(line, names, written_on)
    return f"- {from_html(line['html'], url)}" + (f" (**{plain(asks)}**)" if asks else "")
