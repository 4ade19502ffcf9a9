"""The portal itself on one machine: its settings, its tables and files, and the processes it consists of."""

import hashlib
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress

from . import paths
from .processes import Child, Family, foreground
from .services import Starter, log_file, remembered_port

# What the portal reads from the environment (docs/operations.md); tests must not depend on the caller's.
SETTINGS = """
DATABASE_URL DATABASE_OWNER_URL DATABASE_POOL REDIS_URL SECRET_KEY SECRET_KEY_FILE PORTAL_URL ALLOWED_HOSTS SMTP_URL
MAIL_FROM MAIL_SINK_DIR SECRET_KEY_FALLBACKS OUTGOING_ALLOWED SLACK_BASE_URL SLACK_BOT_TOKEN SLACK_BOT_TOKEN_FILE
SLACK_WEBHOOK_URL SLACK_WEBHOOK_URL_FILE DEMO DEBUG TESTING AS_OWNER PORT STATIC_ROOT UPLOADS_DIR
BEHIND_PROXY DJANGO_SETTINGS_MODULE
""".split()
# Fewer memory arenas: with several threads the default keeps tens of megabytes that nobody uses.
_FRUGAL = {"MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1"}
_NO = {"", "0", "false", "no"}


def clean(env: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without any setting of the portal, and then these."""
    return {**{name: value for name, value in _caller().items() if name not in SETTINGS}, **env}


def _caller() -> dict[str, str]:
    """The caller's environment, in which compiled files are kept: without them every start takes seconds more."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def port() -> int:
    """Where the portal listens: PORT, or 8000."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        paths.give_up(f"PORT must be a number between 1 and 65535, not {text!r}.", 2)
    return int(text)


def environment(found: Mapping[str, str]) -> dict[str, str]:
    """The environment of the portal's processes: the services found and, unless the caller chose, the demo on this
    machine, with mail going to the sink."""
    key = paths.VAR / "secret-key"
    if not key.exists():
        paths.write_private(key, secrets.token_urlsafe(48))
    chosen = {
        "DEMO": "1",
        "PORT": str(port()),
        "PORTAL_URL": f"http://localhost:{port()}",
        "SMTP_URL": f"smtp://127.0.0.1:{remembered_port(paths.VAR / 'mail.port')}",
        "MAIL_SINK_DIR": str(paths.VAR / "mail"),
        "UPLOADS_DIR": str(paths.VAR / "uploads"),
        "MAIL_FROM": "Product Ops <portal@localhost>",
    }
    if "SECRET_KEY" not in os.environ:
        chosen["SECRET_KEY_FILE"] = str(key)
    if has_demo({**chosen, **_caller()}):
        chosen |= _slack_of_the_demo()
    return {**chosen, **_caller(), **found}


def _slack_of_the_demo() -> dict[str, str]:
    """Slack's place is taken by the process that takes the mail."""
    place = f"127.0.0.1:{remembered_port(paths.VAR / 'slack.port')}"
    return {
        "OUTGOING_ALLOWED": place,
        "SLACK_BASE_URL": f"http://{place}/api/",
        "SLACK_BOT_TOKEN": "xoxb-demo-not-secret",
        "SLACK_WEBHOOK_URL": f"http://{place}/services/demo",
    }


def has_demo(env: Mapping[str, str]) -> bool:
    return env["DEMO"].lower() not in _NO


def prepare(env: Mapping[str, str]) -> None:
    """Tables up to date and static files collected, both at once."""
    stamp, listing = paths.VAR / "static.listing", _static_listing()
    statics = None
    if not stamp.exists() or stamp.read_text() != listing:
        stamp.unlink(missing_ok=True)
        statics = _manage(env, "collectstatic", "--noinput", "--clear", "--verbosity", "0")
    migrate(env)
    if statics is not None:
        _finish("collectstatic", statics)
        stamp.write_text(listing)


def migrate(env: Mapping[str, str]) -> None:
    """Brings the tables up to date."""
    _finish("migrate", _manage(env, "migrate", "--verbosity", "0"))


def begin_demo(env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Starts loading the demo organisation; the command itself knows whether there is anything to do."""
    return _manage(env, "load_demo", "--verbosity", "0")


def finish_demo(loading: "subprocess.Popen[bytes]") -> None:
    _finish("load_demo", loading)


def processes(family: Family, env: Mapping[str, str]) -> dict[str, Starter]:
    """How each process of the portal is started, in the order in which they are wanted."""
    env = {**env, **_FRUGAL}
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", env["PORT"], "--workers", "1"]
    web += ["--blocking-threads", "6", "--backlog", "256", "--respawn-failed-workers", "--workers-kill-timeout", "4"]
    worker = ["celery", "--app", "productops.celery:app", "worker", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    scheduler = ["celery", "--app", "productops.scheduler:app", "beat", "--loglevel", "INFO", "--pidfile", ""]
    scheduler += ["--schedule", str(paths.VAR / "scheduler")]
    sink = ["productops.mailsink", env["SMTP_URL"].rpartition(":")[2], env["MAIL_SINK_DIR"]]
    if has_demo(env) and not {"SLACK_BASE_URL", "OUTGOING_ALLOWED"} & os.environ.keys():
        sink.append(env["OUTGOING_ALLOWED"].rpartition(":")[2])
    commands = {
        "mail sink": sink,
        "web": [*web, "productops.wsgi:application"],
        "worker": worker,
        "scheduler": scheduler,
    }
    if "SMTP_URL" in os.environ:
        del commands["mail sink"]

    def starter(name: str, command: list[str]) -> Starter:
        def start() -> Child:
            with log_file(name.replace(" ", "-")).open("ab") as output:
                run = [str(paths.PYTHON), "-m", *command]
                return family.start(name, run, env=env, cwd=paths.ROOT, output=output, patience=6)

        return start

    return {name: starter(name, command) for name, command in commands.items()}


def answers(env: Mapping[str, str]) -> bool:
    """Whether the web process says that it lives."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", int(env["PORT"])), timeout=2) as line:
        line.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return line.recv(64).split(b" ", 2)[1:2] == [b"200"]
    return False


def wait_until_it_answers(env: Mapping[str, str], web: Child) -> None:
    deadline = time.monotonic() + 60
    while not answers(env):
        if not web.running or time.monotonic() > deadline:
            paths.give_up(f"The web process did not start. See {paths.LOGS / 'web.log'}")
        time.sleep(0.05)


def _manage(env: Mapping[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    return foreground([paths.PYTHON, paths.ROOT / "manage.py", *arguments], env=env, cwd=paths.ROOT)


def _finish(name: str, process: "subprocess.Popen[bytes]") -> None:
    if process.wait() != 0:
        paths.give_up(f"`manage.py {name}` failed; the reason stands above.")


def _static_listing() -> str:
    """Changes when a static file or a package changes."""
    folders = [paths.ROOT / "static", *paths.ROOT.glob("[!.]*/static"), *paths.ROOT.glob("productops/*/static")]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    digest = hashlib.sha256((paths.REQUIREMENTS / "local.txt").read_bytes())
    for path in files:
        digest.update(f"{path.relative_to(paths.ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
