"""A list of the newsroom as a table for a spreadsheet: CSV that no spreadsheet carries out.

`export_of` is the one way out: it takes what the filters of the list leave, writes a line in the
audit log, and sends the rows as they are read.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break, after whatever blanks, is a
formula to some programs; an apostrophe before it makes it a text (OWASP, CSV injection). Every
cell stands in quotation marks, so that a program that parts cells at `;` makes no new one in it.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.roles import staff
from newsportal.timeline import now

_OPENS_A_FORMULA = re.compile(r"[\s\0\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """A value as the text of one cell; a time as ISO 8601 says it, to the second."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = "" if value is None else str(value)
    return f"'{text}" if _OPENS_A_FORMULA.match(text) else text


Columns = dict[str, Callable[[Any], Any]]


def export_of(
    model_admin: Any,
    request: HttpRequest,
    columns: Columns,
    *,
    name: str,
    action: str,
    subject: str,
) -> HttpResponseBase:
    """All rows that the list of `model_admin` shows for the filters in the address, as a file.

    Not one page alone. `columns` gives each heading the function that reads its cell from a row;
    the rows come in the order of their keys. The log says that `action` was done to `subject`,
    and with which filters. Filters that make no sense lead back to the list, with a sentence.
    """
    try:
        rows = model_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        messages.error(request, _("These filters make no sense together. Choose them again."))
        return HttpResponseRedirect(
            reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
        )
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    # What is sent is read after this line is written: where the log itself is taken, this line
    # is not part of it.
    audit.record(action, subject, by=staff(request), filters=request.GET.urlencode())
    kept = rows.filter(pk__lte=last).order_by("pk").iterator(chunk_size=1000)
    return _csv_response(name, columns, ([read(row) for read in columns.values()] for row in kept))


def _csv_response(
    name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """The rows as a file `<name>-<day>.csv`, sent as they are read; UTF-8, marked for Excel."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in chain([header], rows):
            yield writer.writerow([cell(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{slugify(name)}-{now():%Y-%m-%d}.csv"'
    )
    return response
