"""`python3 run.py bench [--quick]`: measures what the portal promises and prints one table. Judges nothing.

Pages are compared with baselines in the same server process model, on the same database, signed in through the
same middleware (`baselines.py`). Every figure is as measured on the machine at hand.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
QUICK = "--quick" in sys.argv
SECONDS = 1.0 if QUICK else 4.0
LINES: list[tuple[str, str, str, str]] = []


def note(what: str, measured: str, wanted: str, holds: bool | None) -> None:
    """One line of the table, said at once so that a long run shows where it is."""
    verdict = "" if holds is None else "yes" if holds else "NO"
    LINES.append((what, measured, wanted, verdict))
    print(f"  {what}: {measured}", flush=True)


def fresh_database() -> None:
    """A database of its own, migrated by the owner; the environment then points at it."""
    import psycopg

    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)")
        server.execute("CREATE DATABASE bench TEMPLATE template0")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ[name] = urlunsplit(urlsplit(os.environ[name])._replace(path="/bench"))
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"], check=True, env=os.environ)
    static = ROOT / ".var" / "bench-static"
    os.environ["STATIC_ROOT"] = str(static)
    collect = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, check=True, env=os.environ, stderr=subprocess.DEVNULL)


@contextmanager
def running(command: list[str], **env: str):  # type: ignore[no-untyped-def]
    process = subprocess.Popen(command, env={**os.environ, **env}, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def cookie_of(person) -> str:  # type: ignore[no-untyped-def]
    """A session, as signing in makes it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "productops.people.backends.PersonBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["seen"] = int(time.time())
    session.create()
    return f"session={session.session_key}"


def measure_pages() -> None:
    from productops.people.enums import Role
    from productops.people.models import Person
    from tests.bench import data
    from tests.bench.load import rate
    from tests.factories import in_role

    data.organisation(40)
    data.published(40, 15)
    reader = in_role(Role.STAKEHOLDER)
    data.things(10, reader)
    counts_small = query_counts(reader)
    data.people(10_000)
    data.archive(10_000, Person.objects.get(pk=reader.pk))
    data.things(10_000, reader)
    counts_large = query_counts(reader)
    cookie, port = cookie_of(reader), free_port()
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    serve += ["--workers", "1", "--blocking-threads", "6", "--backlog", "256", "productops.wsgi:application"]
    with running(serve):
        await_port(port)
        page = rate(port, "/weekly/2026-W48/", cookie, seconds=1.0)
        pairs = [
            ("reading page, 40 areas", "/weekly/2026-W48/", f"/bench/bytes/{page.size}/", 50),
            ("people", "/people/", "/bench/rows/people/", 60),
            ("published updates", "/weekly/", "/bench/rows/updates/", 60),
            ("areas", "/areas/", "/bench/rows/areas/", 60),
            ("finder", "/find/?q=thing+1", "/bench/rows/find/", 60),
            ("home", "/", "/bench/rows/home/", 60),
        ]
        against(port, pairs, cookie)
    for path, small in counts_small.items():
        large = counts_large[path]
        note(f"queries of {path}", f"{small} with 10 rows, {large} with 10,000", "constant", small == large)


def against(port: int, pairs: list[tuple[str, str, str, int]], cookie: str) -> None:
    """Each page as a share of its baseline. Before and after, so that a slow spell of the machine hits both sides."""
    from tests.bench.load import rate

    for name, path, baseline, wanted in pairs:
        base = [rate(port, baseline, cookie, seconds=SECONDS / 2)]
        ours = rate(port, path, cookie, seconds=SECONDS)
        base.append(rate(port, baseline, cookie, seconds=SECONDS / 2))
        per_second = sum(each.per_second for each in base) / 2
        share = 100 * ours.per_second / per_second
        said = f"{ours.per_second:.0f}/s of {per_second:.0f}/s = {share:.0f} % ({ours.size / 1000:.0f} KB)"
        note(name, said, f">= {wanted} %", share >= wanted)


def measure_releases() -> None:
    from django.utils import timezone

    from productops.people.enums import Role
    from productops.people.models import Person
    from tests.bench import data, releases
    from tests.factories import in_role

    now = timezone.now()
    areas = data.organisation(releases.AREAS)
    releases.fill(areas, 40, now)
    reader, ops = in_role(Role.STAKEHOLDER), in_role(Role.PRODUCT_OPS)
    paths = ("/", "/releases/", "/releases/board/", "/releases/timeline/", "/releases/BN-10/")
    small = {person.pk: query_counts(person, paths) for person in (reader, ops)}
    releases.fill(areas, releases.RELEASES - 40, now)
    large = {person.pk: query_counts(Person.objects.get(pk=person.pk), paths) for person in (reader, ops)}
    for path in paths:
        few, many = (f"{found[reader.pk][path]} and {found[ops.pk][path]}" for found in (small, large))
        said = f"{few} with 40 releases, {many} with {releases.RELEASES:,} (a reader, Product Ops)"
        note(f"queries of {path}", said, "constant", few == many)
    port = free_port()
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    serve += ["--workers", "1", "--blocking-threads", "6", "--backlog", "256", "productops.wsgi:application"]
    with running(serve):
        await_port(port)
        for who, person in (("reader", reader), ("Product Ops", ops)):
            pairs = [
                (f"table of releases, {who}", "/releases/", "/bench/rows/releases/", 60),
                (f"board, {who}", "/releases/board/", "/bench/rows/board/", 60),
                (f"timeline, {who}", "/releases/timeline/", "/bench/rows/timeline/", 60),
                (f"one release, {who}", "/releases/BN-10/", "/bench/rows/release/BN-10/", 60),
            ]
            against(port, pairs, cookie_of(person))
    releases.quick_health(now, note)


def measure_decisions() -> None:
    from django.utils import timezone

    from productops.people.enums import Role
    from productops.people.models import Person
    from tests.bench import data, decisions
    from tests.factories import in_role

    now = timezone.now()
    areas = data.organisation(40)
    people = [in_role(Role.STAKEHOLDER, name=f"Owner {n}") for n in range(50)]
    reader = in_role(Role.STAKEHOLDER)
    decisions.fill(40, areas, people, now)
    paths = (
        "/decisions/",
        "/decisions/?show=all",
        "/decisions/?show=review",
        "/decisions/?q=thing+12",
        "/decisions/9/",
    )
    small = query_counts(reader, paths)
    decisions.fill(decisions.ENTRIES - 40, areas, people, now)
    large = query_counts(Person.objects.get(pk=reader.pk), paths)
    for path in paths:
        said = f"{small[path]} with 40 decisions, {large[path]} with {decisions.ENTRIES:,}"
        note(f"queries of {path}", said, "constant", small[path] == large[path])
    port = free_port()
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    serve += ["--workers", "1", "--blocking-threads", "6", "--backlog", "256", "productops.wsgi:application"]
    with running(serve):
        await_port(port)
        against(port, [("decision log", "/decisions/", "/bench/rows/decisions/", 60)], cookie_of(reader))


def measure_preflight() -> None:
    from django.utils import timezone

    from tests.bench import preflight

    preflight.measure(timezone.now(), note)


LISTS = ("/", "/weekly/", "/weekly/2026-W48/", "/people/", "/areas/", "/find/?q=thing", "/find/?q=area")


def query_counts(person, paths=LISTS) -> dict[str, int]:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    found = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        found[path] = len(queries)
    return found


def measure_search() -> None:
    from tests.bench import search

    search.measure_search(note)


def measure_documents() -> None:
    from tests.bench import documents

    took = documents.pdf_seconds(documents.forty_areas_of(20))
    said = f"{took['first']:.2f} s, then {took['next']:.2f} s; {took['process']:.2f} s with the start of a process"
    note("PDF of 40 areas x 15 lines, by a worker", said, "< 5 s", max(took.values()) < 5)
    path, port = documents.feed_address(), free_port()
    inside = documents.unchanged_in_process(path)
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    with running([*serve, "--workers", "1", "productops.wsgi:application"]):
        await_port(port)
        again, whole, size = documents.over_the_line(port, path)
    said = f"{again:.1f} ms over the line, {inside:.1f} ms in a test client"
    note("feed of 20 x 40 areas, unchanged (304)", said, "< 5 ms", again < 5)
    note("the same feed, whole", f"{whole:.0f} ms ({size / 1000:.0f} KB)", "", None)


def measure_aggregation() -> None:
    from productops.people.enums import Role
    from rituals.actions.publishing import aggregate, edit_front, publish
    from rituals.queries import stamp_of
    from tests.bench import data
    from tests.factories import in_role
    from tests.factories.weekly import open_with

    ops = in_role(Role.PRODUCT_OPS)
    data.organisation(1000)
    update = open_with(now=data.NOW - timedelta(days=3))
    data.written(update, 15)
    begun = time.perf_counter()
    row = aggregate(update=update, by=ops, now=data.NOW)
    took = time.perf_counter() - begun
    note("aggregate 1,000 areas x 15 bullets", f"{took:.2f} s", "< 2 s", took < 2)
    row = edit_front(update=row, title="T", lines=[], by=ops, now=data.NOW, seen_version=row.version)
    begun = time.perf_counter()
    publish(update=row, seen=stamp_of(row), by=ops, now=data.NOW)
    note("publish the same", f"{time.perf_counter() - begun:.2f} s", "", None)


def measure_mail() -> None:
    from comms.models import Delivery, Subscription
    from productops.people.models import Person
    from tests.bench import data

    count, port = (400 if QUICK else 2000), free_port()
    data.organisation(8)
    data.people(count)
    readers = Person.objects.filter(email__startswith="bench")
    Subscription.objects.bulk_create([Subscription(person=person, created_at=data.NOW) for person in readers])
    data.published(8, 9)
    from django.utils import timezone

    from comms.fan_out import fan_out_due

    fan_out_due(timezone.now())
    size = one_mail_size()
    deliver = [sys.executable, str(ROOT / "manage.py"), "deliver", "--watch"]
    with running([sys.executable, str(ROOT / "tests/bench/sink.py"), str(port)]):
        await_port(port)
        env = {"SMTP_URL": f"smtp://127.0.0.1:{port}"}
        with running(deliver, **env), running(deliver, **env):
            first = wait_for_sent(1)
            already = Delivery.objects.filter(status="sent", channel="email").count()
            last = wait_for_sent(count)
    per_second = (count - already) / (last - first)
    said = f"{per_second:.0f}/s ({size / 1000:.0f} KB each, {count} mails)"
    note("mails, two worker processes", said, ">= 200/s", per_second >= 200)


def one_mail_size() -> int:
    from django.utils import timezone

    from comms.channels.email.envelope import sealed
    from comms.models import Delivery
    from rituals.mail import compose_update, prepare_update

    delivery = Delivery.objects.select_related("notice", "person").first()
    assert delivery is not None
    letter = compose_update(prepare_update(delivery.notice), delivery.person, delivery)
    assert letter is not None
    return len(sealed(letter, delivery, now=timezone.now(), eight_bit=True))


def wait_for_sent(count: int) -> float:
    from comms.models import Delivery

    stop = time.monotonic() + 120
    while time.monotonic() < stop:
        if Delivery.objects.filter(status="sent", channel="email").count() >= count:
            return time.monotonic()
        time.sleep(0.02)
    raise RuntimeError("the mails did not all leave within two minutes")


def measure_first_view() -> None:
    """Bytes that a browser without a cache fetches for the reading page, and from whom."""
    from playwright.sync_api import sync_playwright

    from productops.people.enums import Role
    from tests.bench import data
    from tests.factories import in_role

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    data.organisation(8)
    data.published(8, 10)
    name, value = cookie_of(in_role(Role.STAKEHOLDER)).split("=")
    port = free_port()
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    with running([*serve, "productops.wsgi:application"]), sync_playwright() as browsers:
        await_port(port)
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
        flags += ["--disable-background-networking", "--disable-component-update"]
        browser = browsers.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=flags)
        context = browser.new_context()
        context.add_cookies([{"name": name, "value": value, "url": f"http://localhost:{port}"}])
        page = context.new_page()
        session, total, hosts = context.new_cdp_session(page), [0], set()
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: total.__setitem__(0, total[0] + event["encodedDataLength"]))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.goto(f"http://localhost:{port}/weekly/2026-W48/", wait_until="networkidle")
        browser.close()
    kilobytes = total[0] / 1000
    note("first view of the reading page", f"{kilobytes:.0f} KB from {sorted(hosts)}", "< 100 KB, own host",
         kilobytes < 100 and hosts == {f"localhost:{port}"})  # fmt: skip


def measure_submitting() -> None:
    """How long a scripted PM is at it, and how many keys it takes her."""
    from playwright.sync_api import sync_playwright

    from tests import browsers
    from tests.bench import submit

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    port = free_port()
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    with running([*serve, "productops.wsgi:application"]), sync_playwright() as driver:
        await_port(port)
        browser = driver.chromium.launch(executable_path=browsers.path(), args=browsers.SWITCHES)
        seconds, pressed = submit.measure(port, browser, cookie_of)
        browser.close()
    note("a PM takes 5 suggestions, edits 2, submits", f"{seconds} s of active time", "< 60 s", seconds < 60)
    note("keys and clicks for that", str(pressed), "< 45", pressed < 45)


def free_port() -> int:
    from productops.stack.processes import free_port as found

    return found()


def await_port(port: int) -> None:
    import socket

    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing listens on {port}")


def main() -> None:
    fresh_database()
    import django

    django.setup()
    from tests.services import empty_database

    wanted = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    steps = {
        "pages": measure_pages,
        "releases": measure_releases,
        "decisions": measure_decisions,
        "preflight": measure_preflight,
        "search": measure_search,
        "documents": measure_documents,
        "aggregation": measure_aggregation,
        "mail": measure_mail,
        "view": measure_first_view,
        "submit": measure_submitting,
    }
    for name, step in steps.items():
        if wanted and name not in wanted:
            continue
        print(name, flush=True)
        step()
        from django.db import connection

        connection.close()
        empty_database(os.environ["DATABASE_OWNER_URL"])
    print()
    widths = [max(len(line[column]) for line in LINES) for column in range(4)]
    for line in LINES:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
    from django.db import connections

    connections["default"].close_pool()


if __name__ == "__main__":
    main()
