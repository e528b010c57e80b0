"""A list of the newsroom as a table for a spreadsheet: CSV that no spreadsheet carries out.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break is a formula to some programs;
an apostrophe before it makes it a text (OWASP, CSV injection).
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.text import slugify

from newsportal.timeline import now

_OPENS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """A value as the text of one cell."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_OPENS_A_FORMULA) else text


def csv_response(
    name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """The rows as a file `<name>-<day>.csv`, sent as they are read; UTF-8, marked for Excel."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in chain([header], rows):
            yield writer.writerow([cell(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{slugify(name)}-{now():%Y-%m-%d}.csv"'
    )
    return response


def filtered(model_admin: Any, request: HttpRequest) -> Any:
    """All rows that the list shows for the filters in the address, not one page alone.

    Raises what the list itself raises for filters that make no sense.
    """
    return model_admin.get_changelist_instance(request).queryset
