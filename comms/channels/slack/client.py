"""Slack's own client over the portal's one way out.

slack-sdk knows Slack's methods, arguments and answers; its transport would follow redirects, use a proxy named in the
environment and call any address. The two classes here replace exactly that part, one method each. What Slack says
comes back as `Said`, what the line says as the exceptions of `deliveries.py`.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.request import Request

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse, WebClient
from slack_sdk.webhook import WebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from comms.channels.base import NotSetUp, Unreachable, Unsure
from comms.channels.slack.answers import Said
from productops.outgoing import Answer, NoAnswer, NotAllowed, NotConnected, call

SECONDS = 8.0  # for one call; a delivery that looks somebody up makes two within its lease
# Its messages hold addresses and texts, and what is wrong is said by us.
_silent = logging.getLogger("comms.channels.slack.sdk")
_silent.setLevel(logging.CRITICAL)
T = TypeVar("T")


class Api:
    """The Web API with one bot's token."""

    def __init__(self, token: str, base_url: str) -> None:
        self._client = _WebClient(token, base_url, timeout=int(SECONDS), logger=_silent, retry_handlers=[])

    def member_with(self, email: str) -> tuple[Said, Mapping[str, Any]]:
        """users.lookupByEmail. Changes nothing at Slack, so that no answer is as good as no line."""
        try:
            return self._ask(lambda: self._client.users_lookupByEmail(email=email))
        except Unsure as problem:
            raise Unreachable(str(problem)) from None

    def post(self, channel: str, text: str, blocks: list[dict[str, Any]], key: str) -> Said:
        """chat.postMessage. `key` goes along unseen, so that a second copy can be told from a second message."""
        said, _ = self._ask(
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=text,
                blocks=blocks,
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                parse="none",
                metadata={"event_type": "portal_delivery", "event_payload": {"id": key}},
            )
        )
        return said

    def _ask(self, method: Callable[[], SlackResponse]) -> tuple[Said, Mapping[str, Any]]:
        try:
            answer = _over_the_line(method)
        except SlackApiError as problem:
            answer = problem.response
        data: Any = answer.data
        if not isinstance(data, dict) or not isinstance(data.get("ok"), bool) or answer.headers.get(_NOT_JSON):
            return Said(answer.status_code, None, answer.headers.get("retry-after", "")), {}
        code = "" if data["ok"] else str(data.get("error") or "unknown")
        return Said(answer.status_code, code, answer.headers.get("retry-after", "")), data


class Webhook:
    """One incoming webhook, whose address is its secret."""

    def __init__(self, url: str) -> None:
        self._client = _WebhookClient(url, timeout=int(SECONDS), logger=_silent, retry_handlers=[])

    def post(self, text: str, blocks: list[dict[str, Any]]) -> Said:
        answer = _over_the_line(
            lambda: self._client.send(text=text, blocks=blocks, unfurl_links=False, unfurl_media=False)
        )
        body = answer.body.strip()
        code: str | None = "" if body == "ok" else body
        if code and not (len(code) <= 60 and code.isascii() and code.replace("_", "").isalnum()):
            code = None
        return Said(answer.status_code, code, answer.headers.get("retry-after", ""))


_NOT_JSON = "x-portal-not-json"  # never sent: a mark for an answer that slack-sdk would turn into an error of Slack's


class _WebClient(WebClient):
    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        answer = _called(req)
        marks = {} if answer.text.lstrip().startswith("{") else {_NOT_JSON: "1"}
        return {"status": answer.status, "headers": {**answer.headers, **marks}, "body": answer.text}


class _WebhookClient(WebhookClient):
    def _perform_http_request_internal(self, url: str, req: Request) -> WebhookResponse:
        answer = _called(req)
        return WebhookResponse(url="", status_code=answer.status, body=answer.text, headers=dict(answer.headers))


def _called(request: Request) -> Answer:
    body = request.data if isinstance(request.data, bytes) else b""
    return call("POST", request.full_url, body=body, headers=dict(request.header_items()), seconds=SECONDS)


def _over_the_line(method: Callable[[], T]) -> T:
    try:
        return method()
    except NotAllowed as problem:
        raise NotSetUp(f"Slack: {problem}") from None
    except NotConnected as problem:
        raise Unreachable(f"Slack: {problem}") from None
    except NoAnswer as problem:
        raise Unsure(f"Slack: {problem}") from None
