"""The Slack channel: each brief to a person by the bot, to a place by the bot or by the webhook."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from comms.channels.base import NotSetUp, NoWay, Refused
from comms.channels.slack import members
from comms.channels.slack.answers import STALE_MEMBER, judge
from comms.channels.slack.blocks import Words, words_of
from comms.channels.slack.client import Api, Webhook
from comms.channels.slack.setup import setup_of, slack_row
from comms.composers import Writer
from comms.enums import ALWAYS_SENT, Reason
from comms.models import Delivery


@dataclass(frozen=True)
class Message:
    """`to` is a member's or a channel's id for the bot; '' goes by the webhook."""

    to: str
    words: Words


class SlackSession:
    """See `comms.channels.base.Session`.

    When the bot or the webhook is not let in, that is asked once per batch; what goes the other way goes on.
    """

    def __init__(self) -> None:
        self._setup = setup_of(slack_row())
        self._writer = Writer()
        self._api = Api(self._setup.bot_token, self._setup.base_url) if self._setup.bot_token else None
        self._webhook = Webhook(self._setup.webhook_url) if self._setup.webhook_url else None
        self._shut: dict[bool, NotSetUp] = {}  # by whether it is the bot

    def write(self, delivery: Delivery) -> Message | None:
        by_bot = delivery.person is not None or bool(delivery.destination and delivery.destination.address)
        self._ask_way(by_bot, to_person=delivery.person is not None)
        brief = self._writer.brief(delivery)
        if brief is None:
            return None
        if delivery.person is None:
            assert delivery.destination is not None
            return Message(delivery.destination.address, words_of(brief))
        assert self._api is not None
        try:
            to = members.member_of(delivery.person, self._api, now=timezone.now())
        except NotSetUp as problem:
            self._shut[True] = problem
            raise
        if delivery.notice.kind in ALWAYS_SENT:
            return Message(to, words_of(brief))
        with translation.override(delivery.person.language):
            foot = _("Choose what reaches you here")
        return Message(to, words_of(brief, foot=foot, foot_url=reverse("comms:preferences")))

    def send(self, delivery: Delivery, message: Message) -> None:
        text, blocks = message.words.text, message.words.blocks
        try:
            if message.to:
                assert self._api is not None
                said = self._api.post(message.to, text, blocks, str(delivery.message_id))
            else:
                assert self._webhook is not None
                said = self._webhook.post(text, blocks)
            if delivery.person is not None and said.code in STALE_MEMBER:
                members.forget(delivery.person)
                raise Refused("Slack no longer knows where this person is; she is looked up again.", permanent=False)
            judge(said)
        except NotSetUp as problem:
            self._shut[bool(message.to)] = problem
            raise

    def close(self) -> None:
        """Nothing stays open."""

    def _ask_way(self, by_bot: bool, *, to_person: bool) -> None:
        """Raises `NotSetUp` or `NoWay` when there is no way there."""
        if self._setup.problem:
            raise NotSetUp(self._setup.problem)
        if problem := self._shut.get(by_bot):
            raise NotSetUp(str(problem))
        if by_bot and self._api is None:
            if to_person and self._webhook is not None:
                raise NoWay(Reason.PLACES_ONLY)
            raise NotSetUp("Slack: no bot token is set up.")
        if not by_bot and self._webhook is None:
            raise NotSetUp("Slack: no incoming webhook is set up.")
