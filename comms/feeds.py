"""The weekly update as an Atom feed (RFC 4287), at a secret address that is one person's own.

A feed reader asks all day long whether there is something new. `poll_of` answers with one query and nothing rendered:
what it finds is everything that the document depends on, so its digest is the strong ETag.

PMs are not named at their areas, as they are on the page: a name cannot be taken back from a feed reader. Whom a line
asks is part of the line. There is no `rel="self"` either: the address is a secret, and a document may be passed on.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override

from comms import health
from comms.enums import WEEKLY_UPDATE_TOPIC
from comms.links import absolute, with_absolute_links
from comms.models import FeedAddress
from productops.editions.models import Edition, EditionSection
from productops.editions.naming import with_names
from productops.markdown import stored_html
from productops.people.models import Person
from productops.templatetags.portal import SIGNALS
from productops.text import clean_line, clean_text

ENTRIES = 20
AREAS = 60  # in one entry; of a larger update it holds the highlights, and the way to the rest
FORM = "1"  # of the document: another one makes every ETag anew
POLLED = timedelta(hours=1)  # how exactly the portal remembers when an address was last asked

_POLL = """
WITH newest AS (
    SELECT DISTINCT ON (key) id, key, published_at, named FROM editions_edition WHERE kind = %(topic)s
     ORDER BY key DESC, revision DESC LIMIT %(entries)s
)
SELECT feed.id, feed.created_at, feed.last_polled_at, person.is_active AND feed.revoked_at IS NULL, person.language,
       (SELECT name FROM people_organisation),
       CASE WHEN NOT subscription.all_areas THEN ARRAY(
           SELECT area.slug FROM comms_subscription_areas chosen JOIN people_area area ON area.id = chosen.area_id
            WHERE chosen.subscription_id = subscription.id ORDER BY area.slug) END,
       ARRAY(SELECT id FROM newest ORDER BY key DESC), (SELECT max(published_at) FROM newest),
       (SELECT json_object_agg(named.id, named.name ORDER BY named.id) FROM people_person named
         WHERE named.id IN (SELECT unnest(newest.named) FROM newest))
  FROM comms_feedaddress feed JOIN people_person person ON person.id = feed.person_id
  LEFT JOIN comms_subscription subscription ON subscription.person_id = person.id AND subscription.topic = feed.topic
 WHERE feed.token_hash = %(hash)s AND feed.topic = %(topic)s
"""


def addresses_of(person: Person) -> QuerySet[FeedAddress]:
    """A person's addresses that still work, newest first."""
    return FeedAddress.objects.filter(person=person, revoked_at=None).order_by("-id")


def hash_of(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Poll:
    """All that the feed at one address depends on, besides the editions themselves, which never change."""

    address_id: int
    made_at: datetime
    last_polled_at: datetime | None
    alive: bool  # neither revoked nor of somebody who left
    language: str
    organisation: str
    areas: tuple[str, ...] | None  # None: all
    editions: tuple[int, ...]  # newest week first
    published_at: datetime | None  # the last time that one of them, or a correction, was
    names: dict[int, str]  # of people whom lines ask

    @property
    def etag(self) -> str:
        here = [FORM, settings.PORTAL_URL, self.address_id, self.language, self.organisation]
        return f'"{hashlib.sha256(json.dumps([*here, self.areas, self.editions, self.names]).encode()).hexdigest()}"'

    @property
    def updated_at(self) -> datetime:
        """When there was something new; a change of what is followed shows in the ETag alone."""
        return max(self.published_at or self.made_at, self.made_at)


def poll_of(token: str) -> Poll | None:
    """What is at this address; None when it never was one. One query."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"hash": hash_of(token), "topic": WEEKLY_UPDATE_TOPIC, "entries": ENTRIES}
        cursor.execute(_POLL, values)
        row = cursor.fetchone()
    if row is None:
        return None
    address_id, made_at, last_polled_at, alive, language, organisation, areas, editions, published_at, names = row
    return Poll(
        address_id=address_id,
        made_at=made_at,
        last_polled_at=last_polled_at,
        alive=alive,
        language=language,
        organisation=organisation or _("Product Ops"),
        areas=None if areas is None else tuple(areas),
        editions=tuple(editions),
        published_at=published_at,
        names={int(pk): name for pk, name in (names or {}).items()},
    )


def note_polled(poll: Poll, *, now: datetime) -> None:
    """Remember, about once an hour, that somebody asked: the one thing that asking writes."""
    if poll.last_polled_at and now - poll.last_polled_at < POLLED:
        return
    due = Q(last_polled_at=None) | Q(last_polled_at__lte=now - POLLED)
    if FeedAddress.objects.filter(due, pk=poll.address_id).update(last_polled_at=now):
        health.note_ok("atom", now=now)


class _Feed(Atom1Feed):
    """Django's, with the content itself beside a summary in plain text, and a date of its own."""

    def __init__(self, *, updated_at: datetime, **facts: Any) -> None:
        super().__init__(**facts)
        self.updated_at = updated_at

    def latest_post_date(self) -> datetime:
        return self.updated_at

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("summary", item["summary"])
        handler.addQuickElement("content", item["html"], {"type": "html"})


def written(poll: Poll) -> bytes:
    """The document, in the person's language. Three queries, however many entries."""
    with override(poll.language):
        archive = absolute(reverse("weekly:current"))
        feed = _Feed(
            updated_at=poll.updated_at,
            title=clean_line(_("%(organisation)s: weekly update") % {"organisation": poll.organisation}),
            link=archive,
            description=None,
            language=poll.language,
            author_name=clean_line(poll.organisation),
            feed_guid=_tag(f"feed/{poll.address_id}"),
        )
        for edition, sections in _read(poll):
            feed.add_item(
                title=clean_line(edition.title),
                link=absolute(reverse("weekly:update", args=[edition.key])),
                description=None,  # type: ignore[arg-type]  # what Django would give as HTML
                unique_id=_tag(f"weekly-update/{edition.key}"),
                pubdate=edition.first_published_at,  # type: ignore[attr-defined]
                updateddate=edition.published_at,
                **_words(edition, sections, poll),  # type: ignore[arg-type]  # kept for `add_item_elements`
            )
        document = BytesIO()
        feed.write(document, "utf-8")
    return document.getvalue()


def _tag(what: str) -> str:
    """An id that stays what it is (RFC 4151), whichever port or path the portal moves to."""
    return f"tag:{urlsplit(settings.PORTAL_URL).hostname},2026:{what}"


def _read(poll: Poll) -> list[tuple[Edition, list[EditionSection]]]:
    first = Edition.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), revision=1)
    editions = Edition.objects.filter(pk__in=poll.editions).defer("content").order_by("-key")
    editions = editions.annotate(first_published_at=Subquery(first.values("published_at")))
    sections: dict[int, list[EditionSection]] = {pk: [] for pk in poll.editions}
    rows = EditionSection.objects.filter(edition__in=poll.editions, language=_known(poll.language))
    if poll.areas is not None:
        rows = rows.filter(Q(position=0) | Q(key__in=poll.areas))
    else:
        rows = rows.filter(position__lte=AREAS + 1)  # one more than is shown says that there are more
    for row in rows.order_by("position"):
        sections[row.edition_id].append(row)
    return [(edition, sections[edition.pk]) for edition in editions]


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else "en"


def _words(edition: Edition, sections: Sequence[EditionSection], poll: Poll) -> dict[str, str]:
    """Summary and content of an entry."""
    highlights, *areas = sections
    large = len(areas) > AREAS
    html = render_to_string(
        "comms/feed_entry.html",
        {
            "note": edition.note,
            "highlights": with_names(stored_html(highlights.html), poll.names),
            "title": highlights.title,
            "areas": [
                (
                    area.title,
                    SIGNALS[area.health][1] if area.health else "",
                    with_names(stored_html(area.html), poll.names),
                )
                for area in ([] if large else areas)
            ],
            "rest": absolute(reverse("weekly:update", args=[edition.key])) if large else "",
        },
    )
    summary = "\n".join(
        filter(None, [edition.note and _("Corrected: %(note)s") % {"note": edition.note}, highlights.text])
    )
    return {"summary": clean_text(summary), "html": clean_text(with_absolute_links(html))}
