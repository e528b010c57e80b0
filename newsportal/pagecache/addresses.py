"""Which addresses are one page: of a query, a view sees the parameters that it has declared."""

from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.urls import Resolver404, resolve

LONGEST_QUERY: Final = 1_000


def seen_of(path: str, query: str) -> str | None:
    """What the page at `path` (as WSGI has it) sees of the query; None where none may be kept."""
    parameters = _parameters_of(path)
    if parameters is None or len(query) > LONGEST_QUERY:
        return None
    return _canonical(query, parameters) if query else ""


def is_canonical(path: str, query: str) -> bool:
    """Whether a page that may be kept sees the whole query, and as it stands."""
    return seen_of(path, query) == query


@lru_cache(maxsize=8192)
def _parameters_of(path: str) -> tuple[str, ...] | None:
    """What the view at `path` sees of the query; None where no view lets its pages be kept."""
    try:
        decoded = path.encode("latin-1").decode("utf-8")
        view = resolve(decoded).func
    except (Resolver404, UnicodeError):
        return None
    return getattr(view, "cached_parameters", None)


def _canonical(query: str, parameters: tuple[str, ...]) -> str:
    """The declared parameters alone, each once and in one order; others are not seen."""
    if not parameters:
        return ""
    try:
        given = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=50))
    except ValueError:
        given = {}
    return urlencode([(name, given[name]) for name in parameters if name in given])
