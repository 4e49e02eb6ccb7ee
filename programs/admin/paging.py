"""Pages of lists that grow without end: counting stops where nobody pages any more."""

from functools import cached_property

from django.core.paginator import Paginator

MOST_COUNTED = 20_000


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts at most 20,000 rows, because an exact count of millions costs more than the page itself."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or 20,000 where there are more."""
        return int(self.object_list.order_by()[:MOST_COUNTED].count())  # type: ignore[union-attr]
