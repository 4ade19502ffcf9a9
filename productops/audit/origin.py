"""Where a change comes from: a request or a task. Free of models, so that logging can use it."""

import logging
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """A request's (or task's) id and the name of its route."""

    request_id: str = ""
    route: str = ""


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen


class RequestIdFilter(logging.Filter):
    """Puts the request's id on every log line, and keeps a message on one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = origin.get().request_id or "-"
        if isinstance(record.msg, str) and "\n" in record.msg:
            record.msg = record.msg.replace("\n", "\\n")
        return True
