"""What the finder knows of decisions: one row each, in the latest wording, for whoever may see what it is about."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from productops.decisions import subjects
from productops.decisions.models import DecisionEntry
from productops.markdown import plain_text
from productops.people.models import Organisation
from productops.search import engine
from productops.search.models import Kind, SearchRow
from productops.text import clean_line, shortened

A_SENTENCE = 200


def key_of(number: int) -> str:
    """The finder's key. Not 'D-12', which could be the key of a release."""
    return f"log-d-{number}"


def push_entries(entries: Sequence[DecisionEntry], *, now: datetime) -> None:
    """Show decisions in the finder as they are now; the latest wording of each. As many statements as for one."""
    if not entries:
        return
    organisation = Organisation.current()
    readers = subjects.readers_of({entry.subject for entry in entries if entry.subject}, now=now)
    later = dict(
        DecisionEntry.objects.filter(supersedes__in=[entry.pk for entry in entries]).values_list("supersedes", "number")
    )
    with override(organisation.language):
        rows = [_row(entry, later.get(entry.pk), readers.get(entry.subject)) for entry in entries]
    engine.push(rows, now=now)


def _row(entry: DecisionEntry, later: int | None, readers: tuple[int, ...] | None) -> engine.Row:
    return engine.Row(
        kind=Kind.DECISION,
        key=key_of(entry.number),
        title=str(entry),
        url=entry.get_absolute_url(),
        stage=_("Superseded by %(label)s") % {"label": f"D-{later}"} if later else "",
        sentence=shortened(clean_line(plain_text(entry.decision_html)), A_SENTENCE),
        sentence_at=entry.made_at,
        owner_id=entry.owner_id,
        words=f"D{entry.number} {entry.subject_title} {entry.area.name if entry.area else ''}",
        readers=readers,
    )


def follow(kind: str, readers: Mapping[str, Iterable[int] | None]) -> int:
    """Who may see subjects of a kind is another now: key -> ids of people, None for everybody. Answers how many rows.

    Called by whoever opens or hides a thing that decisions are about. One statement when nothing was decided about it.
    """
    wanted = {f"{kind}:{key}": sorted(people) if people is not None else None for key, people in readers.items()}
    about = DecisionEntry.objects.filter(subject__in=wanted).values_list("number", "subject")
    by_key = {key_of(number): wanted[subject] for number, subject in about}
    if not by_key:
        return 0
    stale = [row for row in SearchRow.objects.filter(key__in=by_key) if row.readers != by_key[row.key]]
    for row in stale:
        row.readers = by_key[row.key]
    SearchRow.objects.bulk_update(stale, ["readers"])
    return len(stale)


def push_all(*, now: datetime) -> int:
    """Every decision again, for a finder that is made anew. Answers how many."""
    count = last = 0
    rows = DecisionEntry.objects.current().defer("document").select_related("area").order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:1000]):
        push_entries(batch, now=now)
        count, last = count + len(batch), batch[-1].pk
    return count
