"""Who hears of enablement bundles. The words are in `decision_mail.py`."""

from collections.abc import Iterable
from datetime import datetime

from releases.models import Bundle, BundleReader, Release
from releases.notices import pm_of, tell_of


def review_copy(bundle: Bundle, release: Release, *, people: Iterable[int], now: datetime) -> None:
    """The receiving functions: read it, say what is missing. Once per review copy."""
    stamp = bundle.review_copy_id
    tell_of("bundle_review_copy", release, people, now=now, stamp=stamp, edition=bundle.review_copy_id)


def objected(bundle: Bundle, release: Release, *, now: datetime) -> None:
    people = set(pm_of(release, now=now)) - {bundle.objected_by_id}
    tell_of("bundle_objected", release, people, now=now, stamp=now.isoformat(), bundle=bundle.pk)


def published(bundle: Bundle, release: Release, *, people: Iterable[int], now: datetime) -> None:
    """Who has to know it acknowledges it. Once per edition."""
    tell_of("bundle_published", release, people, now=now, stamp=bundle.edition_id, edition=bundle.edition_id)


def chased(reader: BundleReader, *, now: datetime) -> None:
    tell_of(
        "bundle_chased", reader.release, [reader.person_id], now=now,
        stamp=f"{reader.edition_id}:{reader.person_id}", edition=reader.edition_id,
    )  # fmt: skip
