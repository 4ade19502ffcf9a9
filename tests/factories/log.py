"""Decisions in the log, by its doors."""

from datetime import date, datetime
from typing import Any

from productops.decisions.actions import Option, Said, log
from productops.decisions.models import DecisionEntry
from productops.people.models import Person

SAID = Said(
    title="Payouts by card only",
    context="Merchants ask for payouts in minutes; bank transfers take a day.",
    decision="We pay out by card first.",
    rationale="Cards reach nine of ten merchants.",
)
OPTIONS = (
    Option("Cards first", pros="Reaches most merchants", cons="Fees", chosen=True),
    Option("Bank transfers first", pros="Cheap", cons="Takes a day"),
)
DECIDED, REVIEW = date(2026, 11, 25), date(2027, 2, 24)


def said(**words: str) -> Said:
    return Said(**vars(SAID) | words)


def logged(owner: Person, now: datetime, **facts: Any) -> DecisionEntry:
    """Decided and logged by `owner`; words by their names."""
    words = {name: facts.pop(name) for name in vars(SAID) if name in facts}
    usual = {"options": OPTIONS, "decided_on": DECIDED, "review_on": REVIEW}
    return log(said=said(**words), owner=owner, by=owner, now=now, **usual | facts)
