"""What the update costs in other shapes: a PDF of 40 areas made by a worker, a feed of twenty weeks asked for again."""

import http.client
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from comms.actions.feeds import make_address
from productops.editions import files
from productops.editions.actions import Section, freeze
from productops.editions.making import make_due
from productops.editions.models import Edition, EditionFile
from productops.people.enums import Role
from productops.worktime import Week
from tests.bench import data
from tests.factories import in_role

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("language", "position", "key", "title", "html", "text", "group", "group_name", "health", "owner_id")


def forty_areas_of(weeks: int) -> Edition:
    """One update of 40 areas and 15 lines each, published through the doors; earlier weeks say the same."""
    data.organisation(40)
    newest = data.published(40, 15)
    sections = [Section(**row) for row in newest.sections.values(*COLUMNS)]
    week = Week.parse(newest.key)
    for n in range(1, weeks):
        week = week.previous()
        freeze(
            kind=newest.kind, key=week.key, title=newest.title, content={}, sections=sections, by=newest.published_by,
            now=data.NOW - timedelta(days=7 * n),
        )  # fmt: skip
    return newest


def pdf_seconds(edition: Edition) -> dict[str, float]:
    """From asking to done: by a process that starts, by a worker that never made one, by one that has."""
    reader = in_role(Role.STAKEHOLDER)

    def asked(language: str) -> None:
        EditionFile.objects.all().delete()
        files.ask(edition=edition, language=language, facts="", by=reader, now=timezone.now())

    def timed(make: Callable[[], object], language: str) -> float:
        asked(language)
        begun = time.perf_counter()
        make()
        took = time.perf_counter() - begun
        assert EditionFile.objects.get().state == "done"
        return took

    process = [sys.executable, str(ROOT / "manage.py"), "make_files"]
    return {
        "process": timed(lambda: subprocess.run(process, check=True, stdout=subprocess.DEVNULL), "en"),
        "first": timed(make_due, "pl"),
        "next": timed(make_due, "en"),
    }


def feed_address() -> str:
    _address, token = make_address(by=in_role(Role.STAKEHOLDER), now=timezone.now())
    return f"/feeds/weekly/{token}.atom"


def unchanged_in_process(path: str, times: int = 300) -> float:
    """Milliseconds of server time of a 304, through the whole portal: the median."""
    client = Client(HTTP_HOST="localhost")
    etag = client.get(path)["ETag"]
    took = []
    for _time in range(times):
        begun = time.perf_counter()
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
        took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def over_the_line(port: int, path: str, times: int = 300) -> tuple[float, float, int]:
    """Milliseconds of a 304 and of the whole feed over one kept connection, medians, and the feed's bytes."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def ask(**headers: str) -> tuple[float, http.client.HTTPResponse, int]:
        begun = time.perf_counter()
        line.request("GET", path, headers={"Host": "localhost", **headers})
        answer = line.getresponse()
        size = len(answer.read())
        return time.perf_counter() - begun, answer, size

    whole = [ask() for _time in range(10)]
    etag = whole[0][1].headers["ETag"]
    again = [ask(**{"If-None-Match": etag}) for _time in range(times)]
    assert {answer.status for _took, answer, _size in again} == {304}
    middle = [statistics.median(took for took, _answer, _size in each) * 1000 for each in (again, whole)]
    return middle[0], middle[1], whole[0][2]
