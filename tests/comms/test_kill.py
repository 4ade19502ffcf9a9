"""Real processes, a real mail server, real signals: everything arrives, and is seen once."""

import os
import random
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery

from comms.models import Delivery
from tests.comms.conftest import Start
from tests.comms.made import many_deliveries
from tests.comms.post_office import PostOffice

pytestmark = pytest.mark.usefixtures("committed")
NUMBER = 200
WATCH = ("manage.py", "deliver", "--watch")
# Four workers that fork from one start of Django, and again when one is killed. Their leases end soon, so that a test
# need not wait half a minute for those of the dead; their letters are short, so that two cores can post 2,000.
FOUR = """
import ctypes
import os
import signal
import django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from comms import composers, leases
from comms.letter import Letter
leases.LEASE, leases.RENEW = timedelta(seconds=8), timedelta(seconds=5)
short = Letter("Short", "text", "<p>text</p>")
composers.register("request", prepare=lambda notice: None, letter=lambda *_: short, brief=lambda *_: BRIEF)
die_with_parent = 1  # of prctl
number = 0
while True:
    while number < 4:
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(die_with_parent, signal.SIGKILL)
            call_command("deliver", watch=True)
            os._exit(0)
        number += 1
    os.wait()
    number -= 1
""".replace("BRIEF", 'composers.Brief("Short", "/")')


def smtp(office: PostOffice) -> str:
    return f"smtp://127.0.0.1:{office.port}"


def leases() -> list[datetime | None]:
    """Those held now."""
    return list(Delivery.objects.filter(claimed_until__isnull=False).values_list("claimed_until", flat=True).distinct())


def run_out(held: list[datetime | None]) -> None:
    """What half a minute of waiting does to the leases of who was killed."""
    Delivery.objects.filter(claimed_until__in=held).update(claimed_until=datetime.now(UTC) - timedelta(seconds=1))


def wait_until_done(seconds: float = 30) -> dict[str, int]:
    """How the deliveries ended, once none is in the queue; waits as long as some end."""
    left, deadline = -1, time.monotonic() + seconds
    while queued := Delivery.objects.filter(status="queued").count():
        if queued != left:
            left, deadline = queued, time.monotonic() + seconds
        assert time.monotonic() < deadline, dict(_statuses())
        time.sleep(0.05)
    return dict(_statuses())


def _statuses() -> dict[str, int]:
    statuses = list(Delivery.objects.values_list("status", flat=True))
    return {status: statuses.count(status) for status in sorted(set(statuses))}


def test_killed_in_the_middle_everything_arrives_and_is_seen_once(post_office: PostOffice, start: Start) -> None:
    many_deliveries(NUMBER, datetime.now(UTC))
    post_office.seconds_each = 0.002
    worker = start(*WATCH, SMTP_URL=smtp(post_office))
    post_office.wait_for(60)
    worker.kill()
    worker.wait()
    assert len(post_office.contents) < NUMBER
    run_out(leases())
    start(*WATCH, SMTP_URL=smtp(post_office))
    ended = wait_until_done()
    assert len(post_office.seen) == NUMBER
    assert len(post_office.contents) <= NUMBER + 1  # at most one copy per crash, under the same Message-ID
    assert sum(ended.values()) == NUMBER
    assert ended.get("uncertain", 0) <= 1
    assert set(ended) <= {"sent", "uncertain"}


def test_two_workers_at_once_send_each_mail_once(post_office: PostOffice, start: Start) -> None:
    many_deliveries(NUMBER, datetime.now(UTC))
    workers = [start("manage.py", "deliver", SMTP_URL=smtp(post_office)) for _ in range(2)]
    assert wait_until_done() == {"sent": NUMBER}
    assert [worker.wait(10) for worker in workers] == [0, 0]
    assert len(post_office.seen) == len(post_office.contents) == NUMBER


def test_a_deployment_loses_and_doubles_nothing(post_office: PostOffice, start: Start) -> None:
    """SIGTERM: the message at hand is finished, the rest is free at once."""
    number = 500
    many_deliveries(number, datetime.now(UTC))
    worker = start(*WATCH, SMTP_URL=smtp(post_office))
    post_office.wait_for(200)
    worker.terminate()
    assert worker.wait(10) == 0
    assert len(post_office.contents) < number
    assert not Delivery.objects.filter(claimed_until__isnull=False).exists()
    start(*WATCH, SMTP_URL=smtp(post_office))
    assert wait_until_done() == {"sent": number}
    assert len(post_office.contents) == len(post_office.seen) == number


def kill_one(workers: "subprocess.Popen[bytes]", chance: random.Random) -> None:
    """One of its children, at random; it forks another."""
    with open(f"/proc/{workers.pid}/task/{workers.pid}/children") as children:
        os.kill(int(chance.choice(children.read().split())), signal.SIGKILL)


def test_four_workers_killed_at_random_lose_nothing(post_office: PostOffice, start: Start) -> None:
    """Each crash leaves at most one copy too many, under the same Message-ID and recorded as uncertain."""
    number, crashes, chance = 2000, 4, random.Random(2026)
    many_deliveries(number, datetime.now(UTC))
    workers = start("-c", FOUR, SMTP_URL=smtp(post_office))
    for crash in range(crashes):
        post_office.wait_for(50 + crash * 400 + chance.randrange(300))
        kill_one(workers, chance)
    assert len(post_office.contents) < number
    ended = wait_until_done()
    assert len(post_office.seen) == number
    assert set(ended) <= {"sent", "uncertain"}
    assert sum(ended.values()) == number
    assert ended.get("uncertain", 0) <= crashes
    uncertain = Delivery.objects.filter(status="uncertain").values_list("message_id", flat=True)
    twice = {key.strip("<>").partition("@")[0] for key, times in post_office.seen.items() if times > 1}
    assert twice <= {str(key) for key in uncertain}
    assert len(post_office.contents) <= number + crashes


def _celery(start: Start, broker: str, office: PostOffice) -> "subprocess.Popen[bytes]":
    options = "--concurrency 1 --loglevel WARNING --without-gossip --without-mingle --without-heartbeat".split()
    command = ("-m", "celery", "-A", "productops.celery:app", "worker", *options)
    return start(*command, REDIS_URL=broker, SMTP_URL=smtp(office))


def _child_of(worker: "subprocess.Popen[bytes]") -> int:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with open(f"/proc/{worker.pid}/task/{worker.pid}/children") as children:
            if pids := children.read().split():
                return int(pids[0])
        time.sleep(0.05)
    raise AssertionError("the worker has no child")


def test_a_worker_survives_the_loss_of_its_child_and_ends_when_told(
    post_office: PostOffice, start: Start, broker: str
) -> None:
    many_deliveries(NUMBER, datetime.now(UTC))
    post_office.seconds_each = 0.01
    caller = Celery(broker=broker, set_as_current=False)
    worker = _celery(start, broker, post_office)
    caller.send_task("comms.sweep", queue="portal")
    post_office.wait_for(20)
    held = leases()
    os.kill(_child_of(worker), signal.SIGKILL)
    run_out(held)
    caller.send_task("comms.sweep", queue="portal")
    post_office.wait_for(80)
    worker.terminate()
    assert worker.wait(10) == 0
    assert len(post_office.contents) < NUMBER
    assert not Delivery.objects.filter(claimed_until__isnull=False).exists()
    post_office.seconds_each = 0
    start("manage.py", "deliver", SMTP_URL=smtp(post_office))
    ended = wait_until_done()
    assert ended.get("uncertain", 0) <= 1
    assert len(post_office.seen) == NUMBER
    assert len(post_office.contents) <= NUMBER + 1
