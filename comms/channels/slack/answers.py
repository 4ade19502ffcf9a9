"""What Slack's answers mean for a message, its channel and its set-up. Pure: facts in, an exception out.

Slack says what is wrong in a short code, which a webhook sends as text with a status and the Web API as JSON with 200.
"""

from dataclasses import dataclass

from comms.channels.base import AskedToWait, NotSetUp, Refused, Strange, Unsure

PATIENCE = 30.0  # seconds, when Slack does not say how long
LONGEST_PATIENCE = 3600.0

# The bot or the webhook is no longer let in: somebody has to see to it, and then everything goes out.
_SHUT_OUT = {
    "account_inactive": "the bot or its workspace was deactivated",
    "access_denied": "the bot may not do this",
    "action_prohibited": "an administrator of Slack does not allow this webhook",
    "ekm_access_denied": "an administrator of Slack suspended access",
    "invalid_auth": "the token is not valid",
    "invalid_token": "the webhook is not valid any more",
    "missing_scope": "the bot lacks a permission; it needs chat:write and users:read.email",
    "no_permission": "the bot lacks a permission",
    "no_active_hooks": "the webhook was disabled",
    "no_service": "the webhook was removed or disabled",
    "no_service_id": "the webhook’s address is not complete",
    "no_team": "the workspace is gone",
    "not_allowed_token_type": "this is not a bot’s token",
    "not_authed": "the token is missing",
    "org_login_required": "the workspace is being moved",
    "team_access_not_granted": "the bot was not let into this workspace",
    "team_disabled": "the workspace was disabled",
    "team_not_found": "the workspace is gone",
    "token_expired": "the token has expired",
    "token_revoked": "the token was revoked",
    "two_factor_setup_required": "the bot’s account needs a second factor",
}
# This message, or this place, and nothing that waiting would heal.
_NEVER = {
    "cannot_dm_bot": "this is a bot",
    "channel_is_archived": "the channel was archived",
    "channel_not_found": "there is no such channel, or the bot was not invited to it",
    "invalid_blocks": "Slack does not accept the message",
    "invalid_payload": "Slack does not accept the message",
    "is_archived": "the channel was archived",
    "messages_tab_disabled": "the bot’s messages to people are switched off in Slack",
    "msg_blocks_too_long": "the message is too long",
    "msg_too_long": "the message is too long",
    "no_text": "the message is empty",
    "not_in_channel": "the bot was not invited to the channel",
    "posting_to_general_channel_denied": "this webhook may not write to the general channel",
    "restricted_action": "an administrator of Slack does not allow this",
    "too_many_attachments": "Slack does not accept the message",
    "user_disabled": "the person’s account in Slack was deactivated",
    "user_not_found": "the person is not in Slack any more",
    "users_not_found": "the person is not in Slack",
}
# Slack had trouble of its own in the middle of it: the message may be there.
_HALFWAY = frozenset({"fatal_error", "internal_error", "request_timeout", "rollup_error", "service_unavailable"})
_PATIENCE_CODES = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# What Slack says when the address kept for a person leads nowhere any more.
STALE_MEMBER = frozenset({"channel_not_found", "user_not_found", "user_disabled", "cannot_dm_bot"})


@dataclass(frozen=True)
class Said:
    """An answer. `code` is Slack's word for what is wrong, '' when it is well; None: the answer is not Slack's."""

    status: int
    code: str | None
    retry_after: str = ""


def judge(said: Said) -> None:
    """Returns when it arrived; else raises what `deliveries.py` knows."""
    if said.status == 200 and said.code == "":
        return
    if said.status == 429 or said.code in _PATIENCE_CODES:
        seconds = patience(said.retry_after)
        raise AskedToWait(f"Slack asked to wait {seconds:g} seconds.", seconds=seconds)
    code = said.code or ""
    if code in _SHUT_OUT:
        raise NotSetUp(f"Slack does not let the portal in: {_SHUT_OUT[code]} ({code}).")
    if code in _NEVER:
        raise Refused(f"Slack refused it: {_NEVER[code]} ({code}).", permanent=True)
    if said.status >= 500 or code in _HALFWAY:
        raise Unsure(f"Slack had trouble ({code or said.status}); the message may have arrived.")
    if said.status == 401:
        raise NotSetUp("Slack does not let the portal in (401).")
    if said.status in {404, 410}:
        raise Refused(f"There is nothing at this address of Slack any more ({said.status}).", permanent=True)
    if 300 <= said.status < 400:
        raise Strange(f"Slack’s address leads elsewhere ({said.status}), where the portal does not follow.")
    if said.code is None:
        raise Strange(f"What answered in Slack’s place does not talk as Slack does (status {said.status}).")
    raise Refused(f"Slack refused it ({_plain(code) or said.status}).", permanent=said.status >= 400)


def patience(retry_after: str) -> float:
    """Seconds to wait, from a Retry-After header."""
    text = retry_after.strip()
    seconds = float(text) if text.isascii() and text.isdigit() else PATIENCE
    return min(max(seconds, 1.0), LONGEST_PATIENCE)


def _plain(code: str) -> str:
    """A code nobody told us of, if it looks like one."""
    return code[:60] if code.replace("_", "").isalnum() and code.isascii() else ""
