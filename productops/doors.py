"""What a door says instead of acting, beside `permissions.PermissionRefused`. Doors know no request; `http` answers."""

from typing import Any


class Stale(Exception):
    """Somebody else acted first. Carries words for the person and what to show of the other change."""

    def __init__(self, message: str, **context: Any) -> None:
        super().__init__(message)
        self.message, self.context = message, context


class Invalid(Exception):
    """A door refuses its facts. `errors` maps a form field ('' for the whole) onto a message."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors
