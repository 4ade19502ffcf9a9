"""What the weekly update withstands: a real web process, its broker dead or hung, its database connections cut."""

import socket
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone

from comms.fan_out import fan_out_due
from comms.models import Delivery, Notice, Subscription
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.stack.processes import free_port
from rituals.actions.weeks import open_week
from rituals.enums import AreaState, UpdateState
from rituals.models import AreaUpdate, WeeklyUpdate
from tests.factories import OrganisationFactory, area_with_pm, in_role
from tests.rituals.pages import form
from tests.rituals.server import Answer, DatabaseLine, Server, Visitor

pytestmark = pytest.mark.usefixtures("committed")


class Now:
    """This week, as the server's clock has it, with one area."""

    def __init__(self) -> None:
        OrganisationFactory()
        self.area: Area = area_with_pm()
        self.pm: Person = self.area.pm  # type: ignore[attr-defined]
        self.ops = in_role(Role.PRODUCT_OPS)
        now = timezone.now()
        Subscription.objects.create(person=self.ops, created_at=now)
        update = open_week(now=now)
        assert update is not None
        self.update: WeeklyUpdate = update
        self.address = f"/weekly/{update.key}/"
        self.editor = f"{self.address}areas/{self.area.slug}/"

    @property
    def part(self) -> AreaUpdate:
        return AreaUpdate.objects.get(weekly_update=self.update, area=self.area)

    def write(self, pm: Visitor, text: str, tail: str = "") -> Answer:
        """The PM opens her page, writes a line, and saves or submits."""
        page = form(pm.get(self.editor).text, self.editor)
        page.fields |= {"health": "on_track", page.empty("wins-"): text}
        return pm.post(self.editor + tail, page.fields)


@pytest.fixture
def this(committed: None) -> Now:
    return Now()


@pytest.fixture
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a broker that is not there, or that accepts and never says a word."""
    if request.param == "dead":
        yield f"redis://127.0.0.1:{free_port()}/0"
        return
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.fixture
def line() -> Iterator[DatabaseLine]:
    database = DatabaseLine()
    yield database
    database.cut()


def server_with(**env: str) -> Iterator[Server]:
    server = Server(**env)
    try:
        yield server.wait()
    finally:
        server.stop()


@pytest.fixture
def server(this: Now) -> Iterator[Server]:
    yield from server_with()


@pytest.fixture
def brokerless(this: Now, broker: str) -> Iterator[Server]:
    yield from server_with(REDIS_URL=broker)


@pytest.fixture
def behind_line(this: Now, line: DatabaseLine) -> Iterator[Server]:
    yield from server_with(DATABASE_URL=line.url)


@pytest.mark.parametrize("broker", ["dead", "hung"], indirect=True)
def test_without_a_broker_a_pm_submits_and_product_ops_publishes(this: Now, brokerless: Server) -> None:
    """Saved and answered within 3 seconds; what is to be sent stands in the database."""
    pm, ops = Visitor(brokerless, this.pm), Visitor(brokerless, this.ops)
    answers = [this.write(pm, "Launched", "submission/")]
    assert this.part.state == AreaState.SUBMITTED

    def press(button: str, **typed: str) -> None:
        page = form(ops.get(f"{this.address}desk/").text, button)
        answers.append(ops.post(this.address + button, page.fields | typed))

    press("aggregation/")
    press("front/", title="Search launched")
    question = form(ops.get(f"{this.address}publication/").text, "publication/")
    answers.append(ops.post(f"{this.address}publication/", question.fields))
    assert [answer.status for answer in answers] == [302] * 4
    assert max(answer.seconds for answer in answers) < 3
    this.update.refresh_from_db()
    assert this.update.state == UpdateState.PUBLISHED
    assert Notice.objects.filter(kind="weekly_update", fanned_out_at=None).count() == 1
    fan_out_due(timezone.now())
    assert set(Delivery.objects.values_list("channel", "status")) == {("email", "queued"), ("inbox", "queued")}


def test_after_its_connections_were_terminated_the_next_request_works(this: Now, server: Server) -> None:
    pm = Visitor(server, this.pm)
    for number in range(5):
        assert this.write(pm, f"Line {number}").status == 302
        with psycopg.connect(settings.DATABASE_URL, autocommit=True) as other:
            ended = other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
                [_own_backend()],
            ).fetchall()
        assert ended, "the server holds no connection"
        assert pm.get("/weekly/" if number % 2 else this.editor).status == 200
    assert this.part.bullets.count() == 5


def _own_backend() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_without_a_database_it_says_so_and_goes_on_when_it_is_back(
    this: Now, behind_line: Server, line: DatabaseLine
) -> None:
    pm = Visitor(behind_line, this.pm)
    page = form(pm.get(this.editor).text, this.editor)
    page.fields |= {"health": "on_track", page.empty("wins-"): "Kept in the browser"}
    line.cut()
    for answer in (pm.post(this.editor, page.fields), pm.get("/weekly/")):
        assert answer.status == 503
        assert "The portal cannot answer just now" in answer.text
        assert answer.seconds < 5
    probe = Visitor(behind_line, None)
    assert probe.get("/healthz").status == 200
    assert probe.get("/readyz").status == 503
    line.mend()
    deadline = time.monotonic() + 10
    while (answer := pm.post(this.editor, page.fields)).status == 503:
        assert time.monotonic() < deadline
    assert answer.status == 302
    assert list(this.part.bullets.values_list("text", flat=True)) == ["Kept in the browser"]
