"""The vocabulary: learned from whatever is pushed, asked when a search finds nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Any, TypeVar

from django.db import connection

from productops.search.models import Corpus, Passage, SearchRow, Word
from productops.search.spelling import Known, most_errors, nearest, shapes
from productops.search.words import query_terms, words_of

R = TypeVar("R")
TRIES = 4  # other spellings of a query that are looked for
COMPARED = 400  # words compared with one typed word

# Those of the terms that no known word begins with.
_UNKNOWN = """
SELECT term FROM unnest(%(terms)s::text[]) AS term
 WHERE NOT EXISTS (SELECT 1 FROM search_word
                    WHERE corpus = %(corpus)s AND word ~>=~ term AND word ~<~ (term || %(last)s))
"""
_LAST = chr(0x10FFFF)
_NEW = """
SELECT said.word FROM unnest(%(words)s::text[]) AS said(word)
 WHERE NOT EXISTS (SELECT 1 FROM search_word known WHERE known.corpus = %(corpus)s AND known.word = said.word)
"""


def learn(corpus: Corpus, texts: Iterable[str]) -> None:
    """Every word of `texts` is known from now on. One query for those known already, one statement for new ones."""
    said: dict[str, str] = {}
    for text in texts:
        for word, shown in words_of(text).items():
            said.setdefault(word, shown)
    with connection.cursor() as cursor:
        cursor.execute(_NEW, {"words": list(said), "corpus": str(corpus)})
        new = sorted(word for (word,) in cursor.fetchall())  # in one order, so that two who learn wait for each other
    Word.objects.bulk_create(
        [Word(corpus=corpus, word=word, shown=said[word], shapes=shapes(word)) for word in new],
        ignore_conflicts=True,
        batch_size=1000,
    )


def other_spellings(corpus: Corpus, text: str) -> Iterator[str]:
    """What may have been meant by a query that finds nothing, the likeliest first: its unknown words replaced.

    Nothing when every word is known, or when one of the unknown ones resembles none. Not yet to be shown: it may
    be a word that only others may read, so it is told when a search of the person's own finds something with it.
    """
    terms = query_terms(text)
    long = [term for term in terms if most_errors(term)]
    unknown = _unknown(corpus, long) if long else set()
    if not unknown:
        return
    instead = {term: nearest(term, _alike(corpus, term)) for term in unknown}
    choices = [instead.get(term, [Known(term, term)]) for term in terms]
    for chosen in islice(product(*choices), TRIES):
        yield " ".join(each.shown for each in chosen)


def _unknown(corpus: Corpus, terms: Sequence[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, {"terms": list(terms), "corpus": str(corpus), "last": _LAST})
        return {term for (term,) in cursor.fetchall()}


def _alike(corpus: Corpus, term: str) -> list[Known]:
    rows = Word.objects.filter(corpus=corpus, shapes__overlap=shapes(term))[:COMPARED]
    return [Known(*facts) for facts in rows.values_list("word", "shown", "rows")]


def look(corpus: Corpus, text: str, find: Callable[[str], list[R]], *, exactly: bool) -> tuple[list[R], str]:
    """What `find(text)` finds; when that is nothing, what it finds for another spelling, and that spelling.

    What begins a word that exists is never corrected, so live typing is left alone. `exactly`: as typed only.
    """
    found = find(text)
    if not found and not exactly:
        for other in other_spellings(corpus, text):
            if found := find(other):
                return found, other
    return found, ""


_COUNTED = """
WITH said AS (SELECT word, ndoc FROM ts_stat('SELECT document FROM {table}')),
     gone AS (DELETE FROM search_word WHERE corpus = %(corpus)s AND word NOT IN (SELECT word FROM said) RETURNING 1),
     counted AS (UPDATE search_word SET rows = said.ndoc FROM said
                  WHERE search_word.corpus = %(corpus)s AND search_word.word = said.word
                    AND search_word.rows <> said.ndoc RETURNING 1)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM counted)
"""


def recount() -> int:
    """Forget words that nothing says any more, count the others anew. Answers how many words changed."""
    changed = 0
    tables: dict[Corpus, type[Any]] = {Corpus.THINGS: SearchRow, Corpus.PASSAGES: Passage}
    with connection.cursor() as cursor:
        for corpus, model in tables.items():
            cursor.execute(_COUNTED.format(table=model._meta.db_table), {"corpus": str(corpus)})
            changed += cursor.fetchone()[0]
    return changed
