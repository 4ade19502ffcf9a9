"""What each answer of Slack leads to, as a table."""

import pytest

from comms.channels.base import AskedToWait, NotSetUp, Refused, Strange, Unsure
from comms.channels.slack.answers import Said, judge, patience


def ends(said: Said) -> tuple[str, bool | float | None]:
    try:
        judge(said)
    except Strange:
        return "strange", None
    except Refused as refusal:
        return "refused", refusal.permanent
    except AskedToWait as wish:
        return "wait", wish.seconds
    except NotSetUp:
        return "not set up", None
    except Unsure:
        return "unsure", None
    return "arrived", None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Said(200, ""), ("arrived", None)),
        (Said(429, "ratelimited", "7"), ("wait", 7.0)),
        (Said(429, None), ("wait", 30.0)),
        (Said(200, "ratelimited", "2"), ("wait", 2.0)),
        (Said(500, None), ("unsure", None)),
        (Said(503, "service_unavailable"), ("unsure", None)),
        (Said(500, "rollup_error"), ("unsure", None)),
        (Said(200, "fatal_error"), ("unsure", None)),
        (Said(200, "internal_error"), ("unsure", None)),
        (Said(200, None), ("strange", None)),
        (Said(307, None), ("strange", None)),
        (Said(400, None), ("strange", None)),
        (Said(200, "invalid_auth"), ("not set up", None)),
        (Said(200, "token_revoked"), ("not set up", None)),
        (Said(200, "account_inactive"), ("not set up", None)),
        (Said(200, "missing_scope"), ("not set up", None)),
        (Said(401, None), ("not set up", None)),
        (Said(404, "no_service"), ("not set up", None)),
        (Said(410, "no_service"), ("not set up", None)),
        (Said(403, "action_prohibited"), ("not set up", None)),
        (Said(410, "channel_is_archived"), ("refused", True)),
        (Said(404, "channel_not_found"), ("refused", True)),
        (Said(200, "channel_not_found"), ("refused", True)),
        (Said(200, "msg_too_long"), ("refused", True)),
        (Said(404, None), ("refused", True)),
        (Said(410, None), ("refused", True)),
        (Said(400, "something_new"), ("refused", True)),
        (Said(200, "something_new"), ("refused", False)),
    ],
)
def test_what_an_answer_leads_to(said: Said, expected: tuple[str, bool | float | None]) -> None:
    assert ends(said) == expected


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("2", 2), ("0", 1), ("999999", 3600), ("", 30), ("soon", 30), ("-5", 30), ("1.5", 30), ("²", 30)],
)
def test_patience_is_bounded(header: str, seconds: float) -> None:
    assert patience(header) == seconds


def test_a_code_that_is_none_is_not_repeated() -> None:
    with pytest.raises(Refused) as refusal:
        judge(Said(200, "<script>"))
    assert str(refusal.value) == "Slack refused it (200)."
