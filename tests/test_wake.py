"""Waking a worker: nobody waits for the broker, and what comes together is one call per task."""

import threading
import time
from typing import Any

import pytest

from comms import wake as comms_wake
from productops import wake
from productops.celery import app


def test_waking_does_not_wait_and_gathers_what_comes_together(monkeypatch: Any) -> None:
    calls: list[str] = []
    called = threading.Event()

    def slow_call(task: str) -> bool:
        calls.append(task)
        if len(calls) == 2:
            called.set()
        time.sleep(0.1)
        return True

    monkeypatch.setattr(wake, "call_worker", slow_call)
    waker = wake.Waker()
    begun = time.monotonic()
    for number in range(100):
        waker.wake("one" if number % 2 else "other")
    assert time.monotonic() - begun < 0.05
    assert called.wait(2)
    assert calls == ["one", "other"]


def test_a_broker_that_fails_is_only_noted(monkeypatch: Any, caplog: pytest.LogCaptureFixture) -> None:
    asked: list[str] = []

    def refuse(name: str, **_: Any) -> None:
        asked.append(name)
        raise ConnectionError("no broker here")

    monkeypatch.setattr(app, "send_task", refuse)
    assert comms_wake.call_worker() is False
    assert asked == ["comms.sweep"]
    assert "no broker here" in caplog.text
