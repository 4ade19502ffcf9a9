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

    def __init__(self, prepared: dict[str, str]) -> None:
        """`prepared`: what was made before in this run, by name; it outlives this object."""
        self._home = str(connections["default"].settings_dict["NAME"])
        self._prepared = prepared

    @contextmanager
    def playing(self, name: str, prepare: Callable[[], object]) -> Iterator[None]:
        """The portal, in every thread, on a fresh copy of what `prepare` made the first time."""
        if name not in self._prepared:
            made = f"{self._home}_{name}"
            self._copy(self._home, made)
            with self._at(made):
                prepare()
            self._prepared[name] = made
        copy = f"{self._home}_play"
        self._copy(self._prepared[name], copy)
        try:
            with self._at(copy):
                yield
        finally:
            drop(copy)

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


def _run(statement: str, *names: str) -> None:
    url = urlunsplit(urlsplit(settings.DATABASE_OWNER_URL)._replace(path="/postgres"))
    command = sql.SQL(statement).format(*map(sql.Identifier, names))
    with psycopg.connect(url, autocommit=True) as server:
        for again in range(TRIES, -1, -1):
            try:
                server.execute(command)
                return
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                if not again:
                    raise
                time.sleep(0.2)  # the server is tidying up in there; it is not ours to stop
