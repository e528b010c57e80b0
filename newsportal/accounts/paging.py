"""Pages of the newsroom's long lists: counted as far as anybody turns pages, and no further."""

from functools import cached_property
from typing import Any, Final

from django.core.paginator import Page, Paginator

# Whoever looks for more than this narrows the list by a filter or a search.
MOST_COUNTED: Final = 1_000


class ShortCount(Paginator):
    """Counts at most one row more than `MOST_COUNTED`: a whole archive is never counted."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    def page(self, number: Any) -> Page[Any]:
        """A page of rows, chosen by their keys: what is sorted should be narrow."""
        page = super().page(number)
        rows: Any = self.object_list
        chosen: Any = page.object_list
        page.object_list = rows.filter(pk__in=list(chosen.values_list("pk", flat=True)))
        return page

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than the pages show."""
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self) -> int:
        # Unsorted: a database that need not sort stops at the row that is one too many.
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: MOST_COUNTED + 1].count())
