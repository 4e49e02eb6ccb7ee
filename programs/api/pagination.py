"""Page numbers: {count, next, previous, results}, `page`, `page_size` up to 500."""

from rest_framework.pagination import PageNumberPagination


class PageNumbers(PageNumberPagination):
    """50 rows a page unless `page_size` says otherwise."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
