"""By what messages go to Slack: an incoming webhook, a bot, or both; from the settings page, else the environment.

A webhook leads to the one channel that it was made for. A bot writes to people and to any channel it was invited to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from comms.enums import Channel
from comms.models import ChannelSettings
from comms.sealing import Unreadable, unseal

WEBHOOK, BOT = "webhook_url", "bot_token"
SECRETS = (WEBHOOK, BOT)


@dataclass(frozen=True)
class Setup:
    """What is in force. `problem`: why what was saved cannot be used. Secrets stay out of what is printed."""

    base_url: str
    webhook_url: str = field(default="", repr=False)
    bot_token: str = field(default="", repr=False)
    problem: str = ""

    def secret(self, name: str) -> str:
        return self.webhook_url if name == WEBHOOK else self.bot_token


def setup_of(row: ChannelSettings | None) -> Setup:
    """Each secret as saved, else as the environment has it. The environment's token only ever goes to the
    environment's address."""
    try:
        saved = unseal(bytes(row.secrets)) if row else {}
    except Unreadable:
        problem = "The saved secrets of Slack cannot be opened with this SECRET_KEY: enter them again."
        return Setup(settings.SLACK_BASE_URL, problem=problem)
    own = bool(row and saved.get(BOT))
    return Setup(
        base_url=_base_url(row.settings) if row and own else settings.SLACK_BASE_URL,
        webhook_url=saved.get(WEBHOOK) or settings.SLACK_WEBHOOK_URL,
        bot_token=saved.get(BOT) or settings.SLACK_BOT_TOKEN,
    )


def _base_url(kept: Mapping[str, Any]) -> str:
    return str(kept.get("base_url") or settings.SLACK_BASE_URL)


def slack_row() -> ChannelSettings | None:
    return ChannelSettings.objects.filter(channel=Channel.SLACK).first()


def is_set_up(kept: Mapping[str, Any] | None) -> bool:
    """From the settings of the row (None: there is none), without opening secrets: they name which are saved."""
    return bool((kept or {}).get("secrets") or settings.SLACK_WEBHOOK_URL or settings.SLACK_BOT_TOKEN)


def reaches_people(kept: Mapping[str, Any] | None) -> bool:
    """As `is_set_up`: whether there is a bot, which alone can write to a person."""
    return BOT in (kept or {}).get("secrets", ()) or bool(settings.SLACK_BOT_TOKEN)
