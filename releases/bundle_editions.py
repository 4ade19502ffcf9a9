"""A bundle as an edition: frozen for its review copy and for its publication."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from productops.editions.actions import Section as Part
from productops.editions.actions import freeze
from productops.editions.models import Edition
from productops.markdown import block_html
from productops.people.models import Person
from releases.bundling import asked_of
from releases.enums import Section
from releases.models import Bundle, Release
from releases.policy import Bundle as Form

REVIEW, FINAL = "bundle_review", "bundle"


def releases_seen(person: Person) -> "QuerySet[Any, Any]":
    """Keys of the releases whose final bundle this person may read: those they may see."""
    return Release.objects.visible_to(person).values("key")


def nowhere_else(person: Person) -> None:
    """A review copy is read on the page of its bundle alone, which asks who prepares the release."""
    return


def freeze_bundle(bundle: Bundle, release: Release, form: Form, *, kind: str, by: Person, now: datetime) -> Edition:
    """The bundle as it is now, as one edition more of its kind, in every language of the portal."""
    parts = {part.kind: part for part in bundle.sections.all()}
    wanted = [each for each in Section if each in parts and (each in asked_of(form) or parts[each].text)]
    content = {
        "release": release.key,
        "form": str(form),
        "sections": [
            {"kind": str(each), "text": parts[each].text, "not_applicable": parts[each].not_applicable}
            for each in wanted
        ],
    }
    sections = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            for place, each in enumerate(wanted):
                part = parts[each]
                why_not = _("Not applicable: %(why)s") % {"why": part.not_applicable}
                sections.append(
                    Part(
                        language=language,
                        position=place,
                        key=str(each),
                        title=str(each.label),
                        html=part.html if part.text else block_html(why_not),
                        text=part.text or why_not,
                    )
                )
    earlier = Edition.objects.filter(kind=kind, key=release.key).exists()
    return freeze(
        kind=kind,
        key=release.key,
        title=str(release)[:200],
        content=content,
        sections=sections,
        by=by,
        now=now,
        note=_("Changed since it went out.") if earlier else "",
    )
