"""How the portal talks to its broker. Pure, so that the scheduler need not load the portal.

The broker only wakes workers; what is due stands in the database. So publishing gives up at once instead of making a
person wait, and a lost message costs seconds, until the next look at what is due.
"""

from typing import Any

QUEUE = "portal"

OPTIONS: dict[str, Any] = {
    # A dead broker is noticed at once and a hung one within 1.5 s.
    "task_publish_retry": False,
    "broker_transport_options": {
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "max_retries": 0,
        # Longer than any task may run; a longer one would be run twice.
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
    },
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "task_default_queue": QUEUE,
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    "timezone": "UTC",
    "enable_utc": True,
    "worker_hijack_root_logger": False,
}
