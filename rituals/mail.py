"""The letters of the weekly update: the edition, and who is missing. Called by comms' e-mail channel."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comms.letter import Letter, written
from comms.links import absolute
from comms.models import Delivery, Notice, Subscription
from productops.dates import say_exactly
from productops.editions.models import Edition
from productops.markdown import stored_html
from productops.people.models import Organisation, Person
from productops.text import clean_line
from rituals.enums import AreaState, Health, HighlightKind, UpdateState
from rituals.models import WeeklyUpdate
from rituals.notices import TOPIC
from rituals.queries import progress
from rituals.rendering import headed_lines, known_releases, people_named, said_of
from rituals.views.people import names_of

# A mail has colours of its own: mail programs know no custom properties.
COLOURS = {"on_track": "#177245", "at_risk": "#8a5a00", "off_track": "#b42318", "": "#666d78"}
SHAPES = {"on_track": "●", "at_risk": "◆", "off_track": "■", "": "○"}
LINK = '<a style="color:#2f57b8" '


@dataclass
class Prepared:
    """What the letters of one edition share. Parts are rendered once per language, when first needed."""

    organisation: str
    edition: Edition
    names: dict[int, str]
    # Person id -> area slugs, None for all. Of a correction only those who follow something that it changed.
    followed: dict[int, frozenset[str] | None]
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fronts: dict[str, dict[str, Any]] = field(default_factory=dict)


def prepare_update(notice: Notice) -> Prepared:
    edition = Edition.objects.get(pk=notice.data["edition"])
    changed = frozenset(notice.data["changed"]) if notice.data.get("changed") is not None else None
    followed: dict[int, frozenset[str] | None] = {}
    rows = Subscription.objects.filter(topic=TOPIC).prefetch_related("areas")
    for subscription in rows:
        slugs = frozenset(area.slug for area in subscription.areas.all())
        if changed is None or subscription.all_areas or slugs & changed:
            followed[subscription.person_id] = None if subscription.all_areas else slugs
    return Prepared(
        organisation=Organisation.current().name,
        edition=edition,
        names=names_of(people_named(edition.content)),
        followed=followed,
    )


def compose_update(shared: Prepared, person: Person, delivery: Delivery) -> Letter | None:
    """The highlights and the areas this person follows.

    None when the person stopped following meanwhile, or when none of the areas is in the update.
    """
    if person.pk not in shared.followed:
        return None
    language = get_language() or "en"
    if language not in shared.parts:
        written_on = date.fromisoformat(shared.edition.content["starts_on"])
        areas = shared.edition.content["areas"]
        shared.parts[language] = [_part(area, shared.names, written_on) for area in areas]
        shared.fronts[language] = _fronts(shared.edition)
    wanted = shared.followed[person.pk]
    parts = [part for part in shared.parts[language] if wanted is None or part["slug"] in wanted]
    if wanted is not None and not parts:
        return None
    total = len(shared.parts[language])
    published = shared.edition.published_at
    return written(
        "weekly/mail_update",
        subject=_subject(shared.edition),
        person=person,
        delivery=delivery,
        organisation=shared.organisation,
        why=_why(parts, wanted is None),
        edition=shared.edition,
        week=shared.edition.key.partition("-W")[2].lstrip("0"),
        published=say_exactly(_local(published), _local(published)),
        parts=parts,
        link=absolute(reverse("weekly:update", args=[shared.edition.key])),
        difference_url=absolute(reverse("weekly:revision", args=[shared.edition.key, shared.edition.revision])),
        choices_url=absolute(reverse("comms:subscriptions")),
        all_areas=ngettext("Read the %(total)s area", "Read all %(total)s areas", total) % {"total": total},
        **shared.fronts[language],
    )


def _subject(edition: Edition) -> str:
    if edition.revision == 1:
        return clean_line(edition.title)
    return clean_line(_("Corrected: %(headline)s") % {"headline": edition.title})


def _why(parts: list[dict[str, Any]], follows_all: bool) -> str:
    if follows_all:
        return _("You get this because you follow all areas.")
    if len(parts) > 4:
        return _("You get this because you follow %(count)s areas.") % {"count": len(parts)}
    names = ", ".join(part["name"] for part in parts)
    return _("You get this because you follow %(areas)s.") % {"areas": names}


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def _mailed(html: str) -> SafeString:
    """Stored HTML of ours for a mail: absolute addresses, links in the mail's colour."""
    absolute_html = html.replace('href="/', f'href="{absolute("/")}')
    return stored_html(absolute_html.replace('<a class="ref" ', LINK).replace("<a href=", LINK + "href="))


def _fronts(edition: Edition) -> dict[str, Any]:
    tones = {HighlightKind.SHIPPED: "on_track", HighlightKind.NEXT: "", HighlightKind.RISK: "at_risk"}
    fronts = [
        {
            "label": kind.label,
            "colour": COLOURS[tone],
            "shape": SHAPES[tone],
            "lines": [
                {"html": _mailed(line["html"]), "text": line["text"]} for line in edition.content["highlights"][kind]
            ],
        }
        for kind, tone in tones.items()
        if edition.content["highlights"][kind]
    ]
    return {"fronts": fronts}


def _part(area: dict[str, Any], names: dict[int, str], written_on: date) -> dict[str, Any]:
    submitted = area["state"] == AreaState.SUBMITTED
    facts = {
        "slug": area["slug"],
        "name": area["name"],
        "pm": names.get(area["pm"] or 0, "") if submitted else _("not confirmed by the PM"),
        "health": str(Health(area["health"]).label) if submitted else _("No update"),
        "colour": COLOURS[area["health"]],
        "shape": SHAPES[area["health"]],
        "reason": area["reason"],
        "excuse": area.get("excuse", ""),
        "note": area["note"],
        "known": area.get("known", {}).get("next", []),
        "releases": [release | {"url": absolute(release["url"])} for release in known_releases(area, written_on)],
        "headings": [
            (heading, [_line(line, names, written_on) for line in lines]) for heading, lines in headed_lines(area)
        ],
    }
    facts["html"] = render_to_string("weekly/mail_part.html", facts)
    facts["text"] = render_to_string("weekly/mail_part.txt", facts).strip()
    return facts


def _line(line: dict[str, Any], names: dict[int, str], written_on: date) -> dict[str, Any]:
    asks = said_of(line, names, written_on)
    return {"html": _mailed(line["html"]), "text": line["text"], "asks": asks}


@dataclass(frozen=True)
class Missing:
    organisation: str
    update: WeeklyUpdate
    names: list[str]

    @property
    def title(self) -> str:
        count = len(self.names)
        words = ngettext(
            "Week %(week)s: %(count)s area is missing", "Week %(week)s: %(count)s areas are missing", count
        )
        return words % {"week": self.update.week, "count": count}


def prepare_missing(notice: Notice) -> Missing:
    update = WeeklyUpdate.objects.get(key=notice.data["week"])
    names: list[str] = progress(update, names=True)["missing_names"]
    return Missing(Organisation.current().name, update, names)


def compose_missing(shared: Missing, person: Person, delivery: Delivery) -> Letter | None:
    """None when everybody submitted meanwhile, or the week is published."""
    if not shared.names or shared.update.state == UpdateState.PUBLISHED:
        return None
    return written(
        "weekly/mail_missing",
        subject=shared.title,
        person=person,
        delivery=delivery,
        organisation=shared.organisation,
        why=_("You get this because you are accountable for the weekly update."),
        names=shared.names,
        link=absolute(reverse("weekly:desk", args=[shared.update.key])),
    )
