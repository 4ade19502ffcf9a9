"""Who changed how a channel is set up, in words, from the row's own history. Secrets are in none of it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from comms.enums import Channel
from comms.models import ChannelSettings
from productops.audit.history import history_of
from productops.people.history import Entry, names_of

SHOWN = 10


def setting_history(channel: Channel) -> list[Entry]:
    """The last changes, newest first. Constant queries."""
    row = ChannelSettings.objects.filter(channel=channel).defer("secrets").first()
    if row is None:
        return []
    versions = list(history_of(row)[: SHOWN + 1])
    names = names_of(version.changed_by_id for version in versions)
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [
        Entry(newer.pgh_created_at, names.get(newer.changed_by_id, ""), what)
        for newer, older in pairs
        for what in _changes(newer, older)
    ][:SHOWN]


def _changes(newer: Any, older: Any | None) -> Iterator[str]:
    before = older.settings if older else {}
    was_off = bool(older and older.switched_off_at)
    if bool(newer.switched_off_at) != was_off:
        yield _("switched it off") if newer.switched_off_at else _("switched it on")
    if older is None or newer.version == older.version:
        return
    had, has = set(before.get("secrets", ())), set(newer.settings.get("secrets", ()))
    if has - had:
        yield _("saved a secret")
    if had - has:
        yield _("removed a secret")
    if newer.settings.get("base_url", "") != before.get("base_url", ""):
        yield _("changed Slack’s address to %(address)s") % {
            "address": newer.settings.get("base_url") or _("Slack itself")
        }
    if has == had and newer.settings == before:
        yield _("saved the settings")
