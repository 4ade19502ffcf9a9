"""What production is made of, as far as it can be tried without an image: requirements, compose file, accounts."""

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from productops.stack import postgres
from productops.stack.processes import Family, free_port

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_has_an_exact_version_and_hashes_and_no_address(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|@ file:", text)
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[\w.\[\],-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_production_installs_neither_servers_nor_test_tools() -> None:
    names = set(
        re.findall(r"^([\w.-]+)(?:\[.*\])?==", (ROOT / "requirements/production.txt").read_text(), re.MULTILINE)
    )
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    unwanted = {re.split(r"[=<>\[]", entry)[0].lower() for group in groups.values() for entry in group}
    assert names & unwanted == set()


def test_continuous_integration_runs_what_developers_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "exec python3 run.py test"


def test_compose_keeps_secrets_in_files_that_the_repository_ignores() -> None:
    assert all(secret["file"].startswith("./secrets/") for secret in COMPOSE["secrets"].values())
    ignored = subprocess.run(["git", "check-ignore", "secrets/secret_key"], cwd=ROOT, capture_output=True)
    assert ignored.returncode == 0
    for service in COMPOSE["services"].values():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert not any(re.search(r"PASSWORD|SECRET_KEY|_URL$", name) and "://" in str(value) and "@" in str(value)
                       for name, value in service.get("environment", {}).items())  # fmt: skip


def test_only_migrations_know_the_owner() -> None:
    knowing = {
        name for name, service in COMPOSE["services"].items() if "database_owner_url" in service.get("secrets", [])
    }
    assert knowing == {"accounts", "migrate"}


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not installed")
def test_compose_file_is_valid() -> None:
    command = ["docker-compose", "--file", "docker-compose.yml", "config", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[postgres.Cluster, int]]:
    """A PostgreSQL that knows no account of the portal."""
    family, port = Family(), free_port()
    home = tmp_path / "home"
    home.mkdir(mode=0o711)
    cluster, _ = postgres.prepare(home, permanent=False)
    postgres.start(family, cluster, port=port, log=tmp_path / "log", settings=postgres.FORGETFUL)
    try:
        with _connect(cluster, port, "template1") as administrator:
            administrator.execute("DROP DATABASE productops")
            administrator.execute("DROP OWNED BY productops_owner, productops_app")
            administrator.execute("DROP ROLE productops_owner, productops_app")
        with _connect(cluster, port, "postgres") as administrator:
            administrator.execute("CREATE DATABASE productops")
        yield cluster, port
    finally:
        family.stop()
        family.close()
        postgres.wipe(home)


def _connect(cluster: postgres.Cluster, port: int, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(
        host="127.0.0.1", port=port, user=postgres.ADMINISTRATOR, password=cluster.secrets.administrator,
        dbname=database, autocommit=True,
    )  # fmt: skip


def test_accounts_job_makes_two_accounts_and_changes_passwords(
    server: tuple[postgres.Cluster, int], tmp_path: Path
) -> None:
    cluster, port = server
    files = tmp_path / "secrets"
    files.mkdir()
    (files / "postgres_password").write_text(cluster.secrets.administrator + "\n")
    shell, option, script = COMPOSE["services"]["accounts"]["command"]
    script = script.replace("$$", "$").replace("/run/secrets", str(files))
    env = {"PATH": f"{cluster.programs}:{os.environ['PATH']}", "PGHOST": "127.0.0.1", "PGPORT": str(port)}
    env |= {"PGUSER": postgres.ADMINISTRATOR, "PGDATABASE": "productops"}
    for password in ("first", "second"):
        (files / "database_owner_url").write_text(
            f"postgres://productops_owner:{password}-o@postgres:5432/productops\n"
        )
        (files / "database_url").write_text(f"postgres://productops_app:{password}-a@postgres:5432/productops\n")
        done = subprocess.run([shell, option, script], env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    address = f"127.0.0.1:{port}/productops"
    with psycopg.connect(f"postgres://productops_owner:second-o@{address}", autocommit=True) as owner:
        owner.execute("CREATE TABLE kept (id int)")
        owner.execute("CREATE EXTENSION pg_trgm WITH SCHEMA public") if not _has_trigrams(owner) else None
        owner.execute("GRANT INSERT, SELECT ON kept TO productops_app")
    with psycopg.connect(f"postgres://productops_app:second-a@{address}", autocommit=True) as application:
        application.execute("INSERT INTO kept VALUES (1)")
        for refused in ("CREATE TABLE mine (id int)", "DELETE FROM kept", "TRUNCATE kept", "CREATE TEMP TABLE t ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(refused)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"postgres://productops_app:first-a@{address}")


def _has_trigrams(owner: "psycopg.Connection[tuple[Any, ...]]") -> bool:
    return owner.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'").fetchone() is not None
