"""The portal's own processes on one machine: web, worker, scheduler and mail sink; started, watched, restarted."""

import os
import secrets
import subprocess
from collections.abc import Mapping

from . import paths, services

# What the portal reads from the environment (docs/operations.md); tests must not depend on the caller's.
SETTINGS = """
DATABASE_URL DATABASE_OWNER_URL DATABASE_POOL REDIS_URL SECRET_KEY SECRET_KEY_FILE PORTAL_URL ALLOWED_HOSTS SMTP_URL
MAIL_FROM MAIL_SINK_DIR DEMO DEBUG TESTING AS_OWNER PORT STATIC_ROOT BEHIND_PROXY DJANGO_SETTINGS_MODULE
""".split()
_SHORTEST_PAUSE, _LONGEST_PAUSE, _HEALTHY_AFTER = 0.5, 30.0, 60.0


def inherited(env: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, **env}


def clean(env: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without any setting of the portal, and then these."""
    return {**{name: value for name, value in os.environ.items() if name not in SETTINGS}, **env}


def portal_env(found: Mapping[str, str]) -> dict[str, str]:
    """What the portal's processes need beside the services. The caller's own settings win."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        paths.give_up(f"PORT must be a number between 1 and 65535, not {port!r}.")
    key = paths.VAR / "secret-key"
    if not key.exists():
        paths.write_private(key, secrets.token_urlsafe(48))
    env = {"DEMO": "1", "PORT": port, "PORTAL_URL": f"http://localhost:{port}", "SECRET_KEY_FILE": str(key)}
    sink_port = services.remembered_port(paths.VAR / "mail.port")
    env |= {"SMTP_URL": f"smtp://127.0.0.1:{sink_port}", "MAIL_SINK_DIR": str(paths.VAR / "mail")}
    if "SECRET_KEY" in os.environ:
        del env["SECRET_KEY_FILE"]
    return {**env, **found, **{name: os.environ[name] for name in env if name in os.environ}}


def migrate(env: Mapping[str, str]) -> None:
    """Brings the tables up to date."""
    _command(env, "migrate", "--verbosity", "0")


def _command(env: Mapping[str, str], *arguments: str) -> None:
    command = [paths.PYTHON, paths.ROOT / "manage.py", *arguments]
    if subprocess.run(command, env=inherited(env), cwd=paths.ROOT, stdin=subprocess.DEVNULL).returncode:
        paths.give_up(f"`manage.py {arguments[0]}` failed; the reason stands above.")
