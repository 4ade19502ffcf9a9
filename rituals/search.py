"""What the weekly update tells the finder."""

from datetime import datetime
from typing import Any

from productops.markdown import plain_text
from productops.search.engine import Row, Said, push, say
from productops.search.models import Kind
from rituals.enums import AreaState, Heading, Health
from rituals.models import WeeklyUpdate

ORDER = (Heading.RISKS, Heading.NEXT, Heading.WINS)


def update_published(update: WeeklyUpdate, content: dict[str, Any], *, now: datetime) -> None:
    """The edition becomes findable; its areas and whatever its lines refer to get their last sentence."""
    push(
        [
            Row(
                kind=Kind.UPDATE,
                key=update.key,
                title=update.title,
                url=update.get_absolute_url(),
                sentence=update.key,  # readers of either language see the same row
                sentence_at=now,
                words=f"week tydzień {update.week} {update.year}",
                weight=-1,
            )
        ],
        now=now,
    )
    say(sentences(content), at=now)


def sentences(content: dict[str, Any]) -> dict[str, Said]:
    """Key -> what to say: a line that refers to it, and for an area its own reason or first line. Pure."""
    said: dict[str, Said] = {}
    for area in content["areas"]:
        for lines in area.get("lines", {}).values():
            for line in lines:
                for key in line["about"]:
                    said.setdefault(key.lower(), Said(plain_text(line["html"])))
    for area in content["areas"]:
        if area["state"] == AreaState.SUBMITTED:
            said[area["slug"].lower()] = Said(_own_sentence(area), area["health"])
    return said


def _own_sentence(area: dict[str, Any]) -> str:
    if area["health"] != Health.ON_TRACK and area["reason"]:
        return str(area["reason"])
    for heading in ORDER[1:] + ORDER[:1]:
        if lines := area["lines"].get(heading.value):
            return plain_text(lines[0]["html"])
    return ""
