"""Real processes that make the same file: killed in the middle, and two at once."""

import io
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader

from productops.editions.enums import FileState
from productops.editions.models import EditionFile
from tests.comms.conftest import Start
from tests.editions.made import asked, edition_of

pytestmark = pytest.mark.usefixtures("committed")
MAKE = ("manage.py", "make_files")


def wait_for(**facts: object) -> EditionFile:
    deadline = time.monotonic() + 30
    while not (found := EditionFile.objects.filter(**facts).first()):
        assert time.monotonic() < deadline, EditionFile.objects.defer("content").values("state", "done", "error")
        time.sleep(0.01)
    return found


def test_killed_in_the_middle_it_is_made_when_the_lease_is_over(start: Start) -> None:
    asked(edition_of(40, datetime.now(UTC)), datetime.now(UTC))
    worker: subprocess.Popen[bytes] = start(*MAKE)
    wait_for(done__gte=1)
    worker.kill()
    worker.wait()
    left = EditionFile.objects.get()
    assert (left.state, left.content) == (FileState.WORKING, None)
    assert start(*MAKE).wait(20) == 0
    assert EditionFile.objects.get().state == FileState.WORKING  # held for the one that might still live
    EditionFile.objects.update(claimed_until=datetime.now(UTC) - timedelta(seconds=1))
    assert start(*MAKE).wait(20) == 0
    made = EditionFile.objects.get()
    assert (made.state, made.attempts) == (FileState.DONE, 2)
    assert len(PdfReader(io.BytesIO(made.content or b"")).pages) == made.total


def test_two_workers_at_once_make_it_once(start: Start, capfd: pytest.CaptureFixture[str]) -> None:
    asked(edition_of(5, datetime.now(UTC)), datetime.now(UTC))
    workers = [start(*MAKE) for _ in range(2)]
    assert [worker.wait(30) for worker in workers] == [0, 0]
    assert sorted(capfd.readouterr().out.split("\n")[:2]) == ["made: 0", "made: 1"]
    assert EditionFile.objects.get().attempts == 1
