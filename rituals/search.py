"""What the weekly update tells search: the finder's rows, and what was said for full text."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from productops.markdown import plain_text
from productops.search.engine import Row, push, say
from productops.search.engine import Said as Sentence
from productops.search.models import Kind
from productops.search.passages import Said, push_passages
from rituals.enums import AreaState, Heading, Health, HighlightKind
from rituals.models import WeeklyUpdate
from rituals.naming_releases import by_name
from rituals.release_facts import names_of_releases

ORDER = (Heading.RISKS, Heading.NEXT, Heading.WINS)
HIGHLIGHTS = "highlights"


def update_published(update: WeeklyUpdate, content: dict[str, Any], *, now: datetime) -> None:
    """The edition becomes findable; its areas and whatever its lines refer to get their last sentence.

    For a correction as well: what the week said before is replaced, and what a later week said stays said. Repeated,
    it comes to the same.
    """
    at = update.published_at or now
    push(
        [
            Row(
                kind=Kind.UPDATE,
                key=update.key,
                title=content.get("title") or update.title,
                url=update.get_absolute_url(),
                sentence=update.key,  # readers of either language see the same row
                sentence_at=at,
                words=f"week tydzień {update.week} {update.year}",
                weight=-1,
            )
        ],
        now=now,
    )
    say(sentences(content, names_of_releases()), at=at)
    push_passages(update.key, passages(content, update.get_absolute_url(), update.address_of), at=at)


def push_published(*, now: datetime) -> int:
    """Every published update again, the oldest first, each as it was corrected last. Answers how many."""
    published = WeeklyUpdate.objects.published().order_by("starts_on")
    for pk in list(published.values_list("pk", flat=True)):
        update = WeeklyUpdate.objects.select_related("edition").get(pk=pk)
        assert update.edition is not None
        with transaction.atomic():
            update_published(update, update.edition.content, now=now)
    return published.count()


def passages(content: dict[str, Any], url: str, address_of: Callable[[str], str]) -> list[Said]:
    """What the update at `url` said: its highlights, then each area that said anything. Pure.

    `address_of`: where the part of an area is read, by its slug.
    """
    fronts = [plain_text(front["html"]) for kind in HighlightKind for front in content["highlights"][kind.value]]
    title = content.get("title", "")
    said = [Said(part=HIGHLIGHTS, url=f"{url}#{HIGHLIGHTS}", body="\n".join([title, *fronts]).strip())]
    for area in content["areas"]:
        said.append(
            Said(
                part=area["slug"],
                url=address_of(area["slug"]),
                body="\n".join(line for line in _lines(area) if line),
                title=area["name"],
                area=area["slug"],
                health=area["health"],
                words=" ".join([area["group_name"], *area["functions"].values()]),
            )
        )
    return [each for each in said if each.body]


def _lines(area: dict[str, Any]) -> list[str]:
    """All that stands in an area's part, one line each."""
    lines = area.get("lines", {})
    said = [plain_text(line["html"]) for heading in Heading for line in lines.get(heading.value, ())]
    return [area["reason"], *said, area.get("excuse", ""), plain_text(area.get("note_html", ""))]


def sentences(content: dict[str, Any], names: Mapping[str, str]) -> dict[str, Sentence]:
    """Key -> what to say: a line that refers to it, else one that calls it by its name; for an area its own reason or
    first line. `names`: key -> name of what lines may call by name. Pure.
    """
    said: dict[str, Sentence] = {}
    for area in content["areas"]:
        for lines in area.get("lines", {}).values():
            for line in lines:
                for key in line["about"]:
                    said.setdefault(key.lower(), Sentence(plain_text(line["html"])))
    called = by_name(names)
    for area in content["areas"]:
        for lines in area.get("lines", {}).values():
            for line in lines:
                text = plain_text(line["html"])
                for key in called(text):
                    said.setdefault(key, Sentence(text))
    for area in content["areas"]:
        if area["state"] == AreaState.SUBMITTED:
            said[area["slug"].lower()] = Sentence(_own_sentence(area), area["health"])
    return said


def _own_sentence(area: dict[str, Any]) -> str:
    if area["health"] != Health.ON_TRACK and area["reason"]:
        return str(area["reason"])
    for heading in ORDER[1:] + ORDER[:1]:
        if lines := area["lines"].get(heading.value):
            return plain_text(lines[0]["html"])
    return ""
