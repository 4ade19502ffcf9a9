"""A letter: what one person gets, before it is put into an envelope (`envelope.py`) and posted (`smtp.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from comms.enums import STOPPABLE
from comms.links import absolute, unsubscribe_address
from comms.models import Delivery
from productops.people.models import Person


@dataclass(frozen=True)
class Attachment:
    """A file in a letter."""

    name: str
    content: bytes
    type: str = "application/octet-stream"


@dataclass(frozen=True)
class Letter:
    """Subject, both bodies, and further headers (those of delivery are added by the envelope)."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def written(
    template: str, *, subject: str, person: Person, delivery: Delivery, organisation: str, why: str = "", **words: Any
) -> Letter:
    """A letter from `<template>.html` (extends comms/mail_base.html) and `<template>.txt` (comms/mail_base.txt).

    For composers, which are called in the person's language and zone. `why` says why this person gets it; the way
    to stop it is added, except for what a person asked for herself.
    """
    kind = delivery.notice.kind
    context = {
        **words,
        "subject": subject,
        "person": person,
        "organisation": organisation,
        "why": why,
        "language": get_language(),
        "home_url": absolute("/"),
        "unsubscribe_url": unsubscribe_address(person.pk, kind) if kind in STOPPABLE else "",
    }
    return Letter(
        subject=subject,
        text=render_to_string(f"{template}.txt", context),
        html=render_to_string(f"{template}.html", context),
    )
