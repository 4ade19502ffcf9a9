"""Full text over what was published: push the passages of a source, find passages. As `engine`, for what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db import connection, models, transaction

from productops.people.models import Person
from productops.search.models import Corpus, Passage
from productops.search.vocabulary import learn, look
from productops.search.words import as_searched, prefix_query, query_terms

MANY = 100  # places are counted up to here
FEW = 1000  # that say it: those are looked at each, of more the newest are


@dataclass(frozen=True)
class Said:
    """A part of something published. `body`: plain text, a line per line. `words`: more that it is found by."""

    part: str
    url: str
    body: str
    title: str = ""
    area: str = ""
    health: str = ""
    words: str = ""
    readers: tuple[int, ...] | None = None


_PUSH = """
INSERT INTO search_passage (source, part, position, title, url, body, at, area, health, readers, document)
SELECT %(source)s, part, position, title, url, body, %(at)s, area, health, readers, to_tsvector('simple', words)
  FROM jsonb_to_recordset(%(rows)s::jsonb)
    AS row(part text, position int, title text, url text, body text, area text, health text, readers bigint[],
           words text)
ON CONFLICT (source, part) DO UPDATE
   SET position = EXCLUDED.position, title = EXCLUDED.title, url = EXCLUDED.url, body = EXCLUDED.body,
       at = EXCLUDED.at, area = EXCLUDED.area, health = EXCLUDED.health, readers = EXCLUDED.readers,
       document = EXCLUDED.document
"""


@transaction.atomic
def push_passages(source: str, said: Sequence[Said], *, at: datetime) -> None:
    """`said` is all that `source`, published at `at`, says from now on; what it said before is replaced.

    Three statements however many parts. Repeated, it comes to the same.
    """
    Passage.objects.filter(source=source).exclude(part__in=[each.part for each in said]).delete()
    rows = [
        {
            "part": each.part,
            "position": place,
            "title": each.title[:200],
            "url": each.url,
            "body": each.body,
            "area": each.area,
            "health": each.health,
            "readers": list(each.readers) if each.readers is not None else None,
            "words": as_searched(f"{each.title} {each.body} {each.words}"),
        }
        for place, each in enumerate(said)
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _PUSH, {"source": source, "at": at, "rows": models.JSONField().get_db_prep_value(rows, connection)}
        )
    learn(Corpus.PASSAGES, (f"{each.title} {each.body} {each.words}" for each in said))


def find_passages(person: Person, text: str) -> "models.QuerySet[Passage]":
    """Passages that `person` may see and that say every word of `text` or one that begins so; the newest first.

    An empty query finds nothing. Asks the index first how many there are: the planner cannot know how common a
    beginning is, and would walk through all the years for a word that was said once.
    """
    fitting = _fitting(person, text)
    few = list(fitting.values_list("pk", flat=True)[: FEW + 1])
    rows = fitting if len(few) > FEW else Passage.objects.filter(pk__in=few)
    return rows.order_by("-at", "source", "position")


def places(person: Person, text: str, *, exactly: bool = False) -> tuple[int, str]:
    """How many passages say it, counted up to `MANY`, and in which spelling; another one when nothing says this one.

    None for single letters, which begin a word everywhere.
    """
    if not any(len(term) > 1 for term in query_terms(text)):
        return 0, text

    def count(asked: str) -> list[int]:
        return [number] if (number := _fitting(person, asked)[:MANY].count()) else []

    counts, other = look(Corpus.PASSAGES, text, count, exactly=exactly)
    return (counts[0] if counts else 0), other or text


def _fitting(person: Person, text: str) -> "models.QuerySet[Passage]":
    terms = query_terms(text)
    if not terms:
        return Passage.objects.none()
    query = SearchQuery(prefix_query(terms), config="simple", search_type="raw")
    return Passage.objects.visible_to(person).filter(document=query)
