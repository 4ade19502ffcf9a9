"""Databases to play on: one is prepared once per run, and every journey gets a copy of its own.

PostgreSQL copies a small database in a blink. The suite's own database is not written to.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

TRIES = 25


class Stages:
    """Prepared databases by name. All of it needs the owner's account; the portal goes on as the application."""

    def __init__(self, run: str, prepared: dict[str, str]) -> None:
        """`run` names the run that all workers share; `prepared`: what this worker knows to be made, by name."""
        self._home = str(connections["default"].settings_dict["NAME"])
        self._run, self._prepared = run, prepared

    @contextmanager
    def playing(self, name: str, prepare: Callable[[], object]) -> Iterator[None]:
        """The portal, in every thread, on a fresh copy of what `prepare` made the first time."""
        if name not in self._prepared:
            self._prepared[name] = self._made(f"test_{name}_{self._run}", prepare)
        copy = f"{self._home}_play"
        self._copy(self._prepared[name], copy)
        try:
            with self._at(copy):
                yield
        finally:
            drop(copy)

    def _made(self, made: str, prepare: Callable[[], object]) -> str:
        """The prepared database, made by the first worker that wants it while the others wait."""
        with psycopg.connect(_server(), autocommit=True) as server:
            server.execute("SELECT pg_advisory_lock(20264)")  # until this connection ends
            if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [made]).fetchone():
                return made
            self._copy(self._home, f"{made}_")
            with self._at(f"{made}_"):
                prepare()
            _run("ALTER DATABASE {} RENAME TO {}", f"{made}_", made)  # whole or not at all
        return made

    @contextmanager
    def _at(self, database: str) -> Iterator[None]:
        # Threads have connections of their own, but all are made from this one dict.
        facts = connections["default"].settings_dict
        connections.close_all()
        facts["NAME"] = database
        try:
            yield
        finally:
            connections.close_all()
            facts["NAME"] = self._home

    def _copy(self, source: str, target: str) -> None:
        connections.close_all()
        drop(target)
        _run("CREATE DATABASE {} TEMPLATE {}", target, source)


def drop(database: str) -> None:
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def _server() -> str:
    return urlunsplit(urlsplit(settings.DATABASE_OWNER_URL)._replace(path="/postgres"))


def _run(statement: str, *names: str) -> None:
    command = sql.SQL(statement).format(*map(sql.Identifier, names))
    with psycopg.connect(_server(), autocommit=True) as server:
        for again in range(TRIES, -1, -1):
            try:
                server.execute(command)
                return
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                if not again:
                    raise
                time.sleep(0.2)  # the server is tidying up in there; it is not ours to stop
