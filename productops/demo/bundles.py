"""Enablement bundles of the demo: begun with what the release says, filled up, sent, published, read."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from productops.demo.decision_files import email
from productops.demo.play import Crew
from productops.demo.release_files import Facts
from productops.demo.release_items import Do, Step
from productops.people.models import Person
from releases.actions import bundles
from releases.enums import Section
from releases.models import Release

Row = Callable[[], Release]


def bundle_steps(found: Facts, pm: str, ops: str, crew: Crew, row: Row) -> Iterator[Step]:
    """`sent`: a day, or a day and why it comes late. Nothing happens to a bundle that the file does not know."""
    sent, why = found["sent"] if isinstance(found.get("sent"), list) else (found.get("sent"), "")
    written = found.get("begun", sent)
    yield written, pm, _begin(found["sections"], row)
    if sent is not None:
        yield sent, pm, _send(why, row)
    if "published" in found:
        yield found["published"], ops, _publish(row)
    for day, names in found.get("read", {}).items():
        for name in names:
            yield day, email(name), _read(row)


def _begin(sections: Mapping[str, str], row: Row) -> Do:
    """What the fields do not say is written; what nobody wrote is still missing."""

    def do(by: Person, now: datetime) -> None:
        bundle = bundles.begin(release=row(), by=by, now=now)
        parts = {part.kind: part for part in bundle.sections.all()}
        for kind, text in sections.items():
            part = parts[kind]
            said = f"{part.text}\n\n{text}" if part.text else text
            bundles.write(
                bundle=bundle, kind=Section(kind), text=said, not_applicable="", by=by, now=now,
                seen_version=part.version,
            )  # fmt: skip

    return do


def _send(why: str, row: Row) -> Do:
    def do(by: Person, now: datetime) -> None:
        bundles.send_review_copy(bundle=row().bundle, short_notice_reason=why, by=by, now=now)

    return do


def _publish(row: Row) -> Do:
    def do(by: Person, now: datetime) -> None:
        bundle = row().bundle
        bundle.refresh_from_db()
        bundles.publish(bundle=bundle, seen_version=bundle.version, by=by, now=now)

    return do


def _read(row: Row) -> Do:
    def do(by: Person, now: datetime) -> None:
        bundle = row().bundle
        bundle.refresh_from_db()
        assert bundle.edition
        bundles.acknowledge(release=row(), edition=bundle.edition, by=by, now=now)

    return do
