"""Pages of a list that may be very long: counted as far as anybody cares to know.

Counting ten thousand rows takes the database longer than finding the 25 that are shown, and who has more than a
thousand before her searches or filters. So the number is exact up to `MOST` and "more than 1000" beyond. Who does
go on to a page beyond has everything counted.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext

MOST = 1000


class LongPaginator(Paginator):  # type: ignore[type-arg]
    """For query sets. `total` is the number as it is said, `is_more` whether it stopped counting."""

    _exactly = False

    object_list: QuerySet[Any]

    def get_page(self, number: int) -> "Page[Any]":  # type: ignore[override]
        self._exactly = number > MOST // self.per_page
        return super().get_page(number)

    @cached_property
    def count(self) -> int:
        """All rows, or MOST + 1 when there are more: enough for every page up to MOST to know of a next one."""
        rows = self.object_list.order_by().values("pk")
        try:
            sql, params = (rows if self._exactly else rows[: MOST + 1]).query.sql_with_params()
        except EmptyResultSet:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS found", params)  # noqa: S608 - Django's own query
            return int(cursor.fetchone()[0])

    @property
    def most(self) -> int:
        return MOST

    @property
    def is_more(self) -> bool:
        return not self._exactly and self.count > MOST

    @property
    def total(self) -> str:
        return gettext("more than %(number)s") % {"number": MOST} if self.is_more else str(self.count)
