"""What the columns of a sheet of releases can be, and how their headings are written in English and Polish. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releases.importing.cells import folded


class Field(StrEnum):
    """What a column can be."""

    KEY = "key"
    NAME = "name"
    AREA = "area"
    TIER = "tier"
    LAUNCH = "launch"
    WINDOW = "window"
    WINDOW_TO = "window_to"
    STAGE = "stage"
    SUMMARY = "summary"
    SEGMENTS = "segments"
    PM = "pm"
    BUILD = "build"
    LINKS = "links"
    NOTES = "notes"


LABELS: Mapping[Field, Promise] = {
    Field.KEY: _("Key"),
    Field.NAME: _("Name"),
    Field.AREA: _("Area"),
    Field.TIER: _("Tier"),
    Field.LAUNCH: _("Launch date (internal)"),
    Field.WINDOW: _("Window that stakeholders see"),
    Field.WINDOW_TO: _("Last day of the window"),
    Field.STAGE: _("Stage"),
    Field.SUMMARY: _("What changes, in plain words"),
    Field.SEGMENTS: _("Customer segments"),
    Field.PM: _("PM, to compare only"),
    Field.BUILD: _("Build"),
    Field.LINKS: _("Links"),
    Field.NOTES: _("Notes, added to what changes: everybody reads them"),
}
NEEDED = (Field.NAME, Field.AREA)
# How headings are written, as `folded` says them. Notes are nobody's guess: everybody would read them.
HEADINGS: Mapping[Field, frozenset[str]] = {
    Field.KEY: frozenset({"key", "id", "release id", "release key", "klucz", "identyfikator", "symbol", "nr"}),
    Field.NAME: frozenset(
        {"name", "release", "release name", "title", "feature", "nazwa", "tytul", "wydanie", "funkcja", "nazwa wydania"}
    ),
    Field.AREA: frozenset(
        {"area", "product area", "team", "product", "component", "obszar", "zespol", "produkt", "obszar produktu"}
    ),
    Field.TIER: frozenset({"tier", "release tier", "level", "poziom", "ranga", "tier (1-3)"}),
    Field.LAUNCH: frozenset(
        {"launch", "launch date", "date", "release date", "target date", "target launch", "go live", "go-live",
         "ship date", "planned date", "due date", "data", "data wydania", "data startu", "data premiery", "termin",
         "planowana data", "data wdrozenia"}
    ),
    Field.WINDOW: frozenset(
        {"window", "launch window", "period", "quarter", "timeframe", "window from", "okno", "okres", "kwartal",
         "okno od"}
    ),
    Field.WINDOW_TO: frozenset({"window to", "window end", "until", "okno do", "do"}),
    Field.STAGE: frozenset({"stage", "status", "state", "phase", "etap", "stan", "faza"}),
    Field.SUMMARY: frozenset(
        {"summary", "description", "what changes", "details", "opis", "podsumowanie", "co sie zmienia"}
    ),
    Field.SEGMENTS: frozenset(
        {"segments", "segment", "customer segments", "customers", "audience", "segmenty", "klienci", "odbiorcy"}
    ),
    Field.PM: frozenset({"pm", "product manager", "owner", "product owner", "wlasciciel", "kierownik produktu"}),
    Field.BUILD: frozenset({"build", "build tag", "tag", "kompilacja", "wersja buildu"}),
    Field.LINKS: frozenset({"links", "link", "url", "docs", "documents", "epic", "linki", "odnosniki", "dokumenty"}),
}  # fmt: skip


def guess(headers: Sequence[str]) -> dict[Field, int]:
    """The column of each field whose heading says so; the first of several."""
    said = [folded(header) for header in headers]
    found: dict[Field, int] = {}
    for each, words in HEADINGS.items():
        place = next((place for place, name in enumerate(said) if name in words), None)
        if place is not None:
            found[each] = place
    return found
