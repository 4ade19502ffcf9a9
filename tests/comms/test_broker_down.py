"""A broker that is dead, or accepts and never answers: the person is answered, the mail goes out all the same."""

import subprocess
import time
from datetime import UTC, datetime

import pytest

from comms.enums import Channel
from comms.models import Delivery, Notice
from comms.sweeping import sweep
from productops.people.enums import Role
from productops.stack.processes import free_port
from tests.comms.conftest import Start
from tests.comms.post_office import PostOffice
from tests.factories import OrganisationFactory, in_role

# A request in a process of its own, whose only broker is the one named by REDIS_URL; says how long it took.
REQUEST = """
import sys, time, django
django.setup()
from django.test import Client
from productops.people.models import Person
client = Client(headers={"host": "localhost"})
client.force_login(Person.objects.get(pk=sys.argv[1]), backend="productops.people.backends.PersonBackend")
client.get("/comms/preferences/")
begun = time.monotonic()
answer = client.post("/comms/requests/new/", {"permission": "weekly_update.publish", "path": "/"})
print(answer.status_code, time.monotonic() - begun)
"""


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("broker", ["dead", "hung"])
def test_a_person_does_not_wait_and_the_sweep_delivers(
    broker: str, hung_server: int, start: Start, post_office: PostOffice, capfd: pytest.CaptureFixture[str]
) -> None:
    OrganisationFactory()
    in_role(Role.PRODUCT_OPS, email="ops@example.org")
    asker = in_role(Role.PM)
    port = hung_server if broker == "hung" else free_port()
    env = {"REDIS_URL": f"redis://127.0.0.1:{port}/0", "DJANGO_SETTINGS_MODULE": "productops.settings"}
    process: subprocess.Popen[bytes] = start("-c", REQUEST, str(asker.pk), **env)
    assert process.wait(20) == 0
    status, seconds = capfd.readouterr().out.split()
    assert (status, Notice.objects.count()) == ("302", 1)
    assert float(seconds) < 1  # promised: 3
    sweep()
    assert [str(mail["To"]) for mail in post_office.mails] == [
        f"{Delivery.objects.get(channel=Channel.EMAIL).person.name} <ops@example.org>"
    ]


@pytest.mark.usefixtures("committed")
def test_a_living_broker_has_a_worker_called(start: Start, broker: str) -> None:
    import redis

    OrganisationFactory()
    in_role(Role.PRODUCT_OPS)
    asker = in_role(Role.PM)
    lines = redis.Redis.from_url(broker)
    lines.delete("portal")
    env = {"REDIS_URL": broker, "DJANGO_SETTINGS_MODULE": "productops.settings"}
    process = start("-c", REQUEST + "time.sleep(2)", str(asker.pk), **env)
    assert process.wait(20) == 0
    assert lines.llen("portal") == 1
    lines.delete("portal")


@pytest.mark.usefixtures("committed")
def test_the_task_beats_delivers_and_may_run_twice(post_office: PostOffice) -> None:
    from comms.tasks import sweep as task
    from productops.audit.heartbeat import last_beat
    from tests.comms.made import delivery_to
    from tests.factories import PersonFactory

    begun = datetime.now(UTC)
    delivery_to(PersonFactory(), begun)
    task()
    task()
    assert len(post_office.contents) == 1
    beat = last_beat("worker")
    assert beat is not None
    assert beat >= begun
    assert time.time() - beat.timestamp() < 30
