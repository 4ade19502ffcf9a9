"""The finder's engine: push rows, find rows. PostgreSQL full text with the `simple` configuration on unaccented
words, because the embedded server knows no language and people type without accents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection, models
from django.db.models import Case, F, Value, When

from productops.people.models import Person
from productops.search.models import Corpus, SearchRow
from productops.search.vocabulary import learn
from productops.search.words import as_searched, prefix_query, query_terms
from productops.text import clean_line, sort_key

# Of very many rows that fit, so many are compared with each other: who has more before her types on. And of those
# whose title begins as typed, so many.
COMPARED, BEGINNING = 300, 100


@dataclass(frozen=True)
class Row:
    """What an app says of one findable thing. `words`: further text it is found by."""

    kind: str
    key: str
    title: str
    url: str
    stage: str = ""
    window: str = ""
    health: str = ""
    sentence: str = ""
    sentence_at: datetime | None = None
    owner_id: int | None = None
    words: str = ""
    weight: int = 0
    readers: tuple[int, ...] | None = None


_UPDATED = [
    "kind",
    "title",
    "sort_key",
    "url",
    "stage",
    "window",
    "health",
    "sentence",
    "sentence_at",
    "owner",
    "readers",
    "weight",
    "words",
    "updated_at",
]


def push(rows: Iterable[Row], *, now: datetime, keep: Iterable[str] = ()) -> None:
    """Write or replace rows by key, set-based: one statement per thousand, and one for their vectors. Their words are
    known from now on (`vocabulary`).

    `keep`: fields of a row already there that somebody else owns and this caller leaves as they are.
    """
    rows = list(rows)
    made = [
        SearchRow(
            kind=row.kind,
            key=row.key.lower(),
            title=row.title[:200],
            sort_key=sort_key(row.title),
            url=row.url,
            stage=row.stage,
            window=row.window,
            health=row.health,
            sentence=row.sentence,
            sentence_at=row.sentence_at,
            owner_id=row.owner_id,
            readers=list(row.readers) if row.readers is not None else None,
            weight=row.weight,
            words=as_searched(f"{row.key} {row.title} {row.words}"),
            document="",  # worked out below, by the database
            updated_at=now,
        )
        for row in rows
    ]
    if not made:
        return
    SearchRow.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[name for name in _UPDATED if name not in set(keep)],
        batch_size=1000,
    )
    SearchRow.objects.filter(key__in=[row.key for row in made]).update(document=SearchVector("words", config="simple"))
    learn(Corpus.THINGS, (f"{row.key} {row.title} {row.words}" for row in rows))


_HEALTH = """
UPDATE search_searchrow row SET health = said.health, updated_at = %(at)s
  FROM unnest(%(keys)s::text[], %(healths)s::text[]) AS said(key, health)
 WHERE row.key = said.key RETURNING row.key
"""


def set_health(healths: Mapping[str, str], *, now: datetime) -> set[str]:
    """Set the health of rows by key, and nothing else of them; answers the keys, in lower case, that have no row.

    One statement. Nothing is searched by health, so no words are worked out again.
    """
    if not healths:
        return set()
    wanted = {key.lower(): health for key, health in healths.items()}
    with connection.cursor() as cursor:
        cursor.execute(_HEALTH, {"at": now, "keys": list(wanted), "healths": list(wanted.values())})
        return wanted.keys() - {key for (key,) in cursor.fetchall()}


def forget(keys: Iterable[str]) -> None:
    """Take rows out of the finder."""
    SearchRow.objects.filter(key__in=[key.lower() for key in keys]).delete()


def find(
    person: Person, text: str, *, limit: int = 8, kinds: Sequence[str] = (), for_everybody: bool = False
) -> "models.QuerySet[SearchRow]":
    """Rows `person` may see whose words begin with every term of `text`, best first.

    `for_everybody`: only rows that everybody may see, for what is put into texts that others read.

    Best: the key itself, then a title that begins so, then weight and rank. An empty query finds nothing. Of very
    many that fit, the key is found among all, the best of the rest among those that are compared.
    """
    terms = query_terms(text)
    if not terms:
        return SearchRow.objects.none()
    query = SearchQuery(prefix_query(terms), config="simple", search_type="raw")
    seen = SearchRow.objects.filter(readers=None) if for_everybody else SearchRow.objects.visible_to(person)
    fitting = seen.filter(document=query)
    if kinds:
        fitting = fitting.filter(kind__in=kinds)
    typed = clean_line(text).lower()[:80]
    begins = fitting.filter(sort_key__startswith=sort_key(typed))
    exact = seen.filter(key=typed, **({"kind__in": kinds} if kinds else {}))
    chosen = exact.values("pk").union(begins.values("pk")[:BEGINNING], fitting.values("pk")[:COMPARED], all=True)
    rows = SearchRow.objects.filter(pk__in=chosen).select_related("owner")
    return rows.annotate(
        closeness=Case(
            When(key=typed, then=Value(0)),
            When(sort_key__startswith=sort_key(typed), then=Value(1)),
            default=Value(2),
        ),
        rank=SearchRank(F("document"), query),
    ).order_by("closeness", "-weight", "-rank", "sort_key")[:limit]


def addresses_of(keys: Iterable[str]) -> dict[str, str]:
    """Key -> address of the findable things that `#key` words refer to. One query; only rows open to everybody."""
    wanted = {key.lower() for key in keys}
    if not wanted:
        return {}
    return dict(SearchRow.objects.filter(key__in=wanted, readers__isnull=True).values_list("key", "url"))


@dataclass(frozen=True)
class Said:
    """What the last update said of a findable thing; `health` None leaves it as it is."""

    sentence: str
    health: str | None = None


_SAY = """
UPDATE search_searchrow row
   SET sentence = said.sentence, sentence_at = %(at)s, updated_at = %(at)s, health = COALESCE(said.health, row.health)
  FROM unnest(%(keys)s::text[], %(sentences)s::text[], %(healths)s::text[]) AS said(key, sentence, health)
 WHERE row.key = said.key AND (row.sentence_at IS NULL OR row.sentence_at <= %(at)s)
"""


def say(said: dict[str, Said], *, at: datetime) -> None:
    """Set the last update sentence (and health) of rows by key; keys without a row, and rows of which something was
    said later than `at`, are passed over.

    One statement: the ORM's way of writing 1,000 rows took a third of the time of publishing 1,000 areas.
    """
    facts = {key.lower(): fact for key, fact in said.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            _SAY,
            {
                "at": at,
                "keys": list(facts),
                "sentences": [fact.sentence[:600] for fact in facts.values()],
                "healths": [fact.health for fact in facts.values()],
            },
        )
