"""Secrets are stored so that only the portal's key opens them."""

from typing import Any

import pytest

from comms.sealing import Unreadable, ending, seal, unseal

SECRETS = {"bot_token": "xoxb-123-456-abcdef", "webhook_url": "https://hooks.slack.com/services/ż"}


def test_comes_back_as_it_was_and_looks_like_nothing() -> None:
    sealed = seal(SECRETS)
    assert unseal(sealed) == SECRETS
    assert b"xoxb" not in sealed
    assert seal(SECRETS) != sealed
    assert (seal({"bot_token": ""}), unseal(b"")) == (b"", {})


def test_another_key_opens_nothing_and_a_former_one_does(settings: Any) -> None:
    sealed = seal(SECRETS)
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-of-the-portal-0123456789-0123456789"
    with pytest.raises(Unreadable):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert unseal(sealed) == SECRETS


@pytest.mark.parametrize(
    "harm", [lambda sealed: sealed[:-7], lambda sealed: sealed[:40] + b"x" + sealed[41:], lambda sealed: b"nonsense"]
)
def test_what_was_cut_or_changed_is_not_read(harm: Any) -> None:
    with pytest.raises(Unreadable):
        unseal(harm(seal(SECRETS)))


def test_short_secrets_show_no_part_of_themselves() -> None:
    assert (ending("xoxb-0123456789x4f2"), ending("0123456789")) == ("x4f2", "")
