"""Editions for tests of their files, without a week around them."""

from datetime import datetime

from productops.editions.actions import Section, freeze
from productops.editions.models import Edition, EditionFile
from tests.factories import PersonFactory

LINE = "The payout ledger reconciles to the cent for the fourteenth day in a row, and Support has read the macros."


def edition_of(areas: int, now: datetime, *, lines: int = 12, html: str = "", kind: str = "weekly_update") -> Edition:
    """A published weekly update of so many areas; `html` stands in the first one."""
    by = PersonFactory(name="Łucja Żak")
    body = "<ul>" + f"<li>{LINE}</li>" * lines + "</ul>"
    sections = [
        Section(language=code, position=0, key="highlights", title="H", html=body, text=LINE) for code in ("en", "pl")
    ]
    sections += [
        Section(
            language=code, position=n, key=f"area-{n}", title=f"Area {n}", html=html if html and n == 1 else body,
            text=LINE * lines, health="on_track", owner_id=by.pk,
        )
        for code in ("en", "pl")
        for n in range(1, areas + 1)
    ]  # fmt: skip
    return freeze(kind=kind, key="2026-W48", title="T", content={}, sections=sections, by=by, now=now)


def asked(edition: Edition, now: datetime, *, facts: str = "") -> EditionFile:
    """A file of the edition as somebody asks for it; nobody is woken."""
    return EditionFile.objects.create(
        edition=edition, language="en", facts=facts, requested_at=now, requested_by=edition.published_by
    )
