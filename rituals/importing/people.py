"""Who gets an account: whoever the file names and the portal does not know. Pure.

An address that only an area mentions says little about a person, so its name is read out of the address; an admin
corrects it, and it stays corrected.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from productops.people.enums import AreaRoleKind, Role
from productops.text import clean_line
from rituals.file_fields import Problems
from rituals.importing.facts import NewPerson, Stored, Tally
from rituals.organisation_file import FileArea, FilePerson, OrganisationFile

LONGEST_NAME = 120
# The function that somebody belongs to of whom the file only says what they are in an area.
FUNCTION_OF = {
    AreaRoleKind.PM: "Product",
    AreaRoleKind.DEPUTY: "Product",
    AreaRoleKind.ENG_LEAD: "Engineering",
    AreaRoleKind.CONTACT: "Support",
}
_AS_SAID = {
    "pm": "PM", "po": "PO", "qa": "QA", "ux": "UX", "cs": "CS", "it": "IT", "hr": "HR", "ai": "AI", "api": "API",
    "sre": "SRE", "eng": "Eng lead",
}  # fmt: skip


@dataclass
class Mention:
    """What areas say of an address: the first one names it, all of them together say whether it is a PM's."""

    area: FileArea
    kind: AreaRoleKind
    pm: bool


def plan_people(
    file: OrganisationFile, stored: Stored, problems: Problems
) -> tuple[tuple[NewPerson, ...], tuple[str, ...], Tally]:
    """Accounts to make, functions to make for them, and how many addresses the file names."""
    mentions = mentioned(file)
    named = {person.email: person for person in file.people}
    emails = dict.fromkeys([*named, *mentions])
    functions: dict[str, str] = {}
    made = []
    for email in emails:
        known, entry = stored.people.get(email), named.get(email)
        if known:
            if entry and (differs := tuple(_differences(entry, known.name, known.function, known.roles))):
                said = _("Is in the portal already and stays as it is there; the file differs in: %(what)s.")
                problems.add(entry.line, f"people/{email}", said % {"what": ", ".join(differs)}, fatal=False)
            continue
        person = _new(email, entry, mentions.get(email), file, stored)
        if person.function.casefold() not in stored.functions and person.function:
            functions.setdefault(person.function.casefold(), person.function)
        made.append(person)
    return tuple(made), tuple(functions.values()), Tally(read=len(emails), created=len(made))


def mentioned(file: OrganisationFile) -> dict[str, Mention]:
    """Every address that areas name, in the order of the file."""
    found: dict[str, Mention] = {}
    for area in file.areas:
        for kind, email in posts_of(area):
            pm = kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY)
            mention = found.setdefault(email, Mention(area, kind, pm))
            mention.pm = mention.pm or pm
    return found


def posts_of(area: FileArea) -> Iterator[tuple[AreaRoleKind, str]]:
    """What the file says people are in an area."""
    for kind, email in (
        (AreaRoleKind.PM, area.pm),
        (AreaRoleKind.DEPUTY, area.deputy),
        (AreaRoleKind.ENG_LEAD, area.eng_lead),
        (AreaRoleKind.CONTACT, area.support_contact),
    ):
        if email:
            yield kind, email


def name_of(email: str, *, slug: str = "", area: str = "") -> str:
    """A name for people out of an address: "ola.nowak@..." is Ola Nowak; an address that begins with the area's slug
    takes the area's own name, so that "api-machinery-pm@..." is the API Machinery PM."""
    local = email.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[^\w'’]+|_+", local) if word]
    if not any(letter.isalpha() for letter in local):
        return email[:LONGEST_NAME]
    lead = slug.split("-") if slug else []
    if lead and len(words) > len(lead) and words[: len(lead)] == lead:
        return clean_line(" ".join([area, *map(_word, words[len(lead) :])]))[:LONGEST_NAME]
    return " ".join(map(_word, words))[:LONGEST_NAME]


def _word(word: str) -> str:
    if len(word) == 1 and word.isalpha():
        return f"{word.upper()}."
    return _AS_SAID.get(word) or word[0].upper() + word[1:]


def _new(
    email: str, entry: FilePerson | None, mention: Mention | None, file: OrganisationFile, stored: Stored
) -> NewPerson:
    function = entry.function if entry and entry.function else FUNCTION_OF[mention.kind] if mention else ""
    roles = dict.fromkeys(entry.roles if entry else ())
    if mention and mention.pm:
        roles[Role.PM.value] = None
    guessed = name_of(email, slug=mention.area.slug, area=mention.area.name) if mention else name_of(email)
    return NewPerson(
        email=email,
        name=entry.name if entry else guessed,
        function=stored.functions.get(function.casefold(), function),
        timezone=entry.timezone if entry else file.timezone,
        language=entry.language if entry else "",
        roles=tuple(roles),
    )


def _differences(entry: FilePerson, name: str, function: str, roles: frozenset[str]) -> Iterator[str]:
    if entry.name != name:
        yield pgettext("person", "name")
    if entry.function and entry.function.casefold() != function.casefold():
        yield _("function")
    if set(entry.roles) - roles:
        yield _("roles")
