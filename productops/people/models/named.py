"""What has a name that people read in lists."""

from typing import Any

from productops.text import sort_key


class SortedByName:
    """Keeps `sort_key` in step with `name`, because the database orders letters by code. Stands before the model."""

    name: Any
    sort_key: Any

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[misc]
