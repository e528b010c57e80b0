"""A list of the newsroom as a table for a spreadsheet: CSV that no spreadsheet carries out.

`export_of` is the one way out: it takes what the filters of the list leave, writes a line in the
audit log, and sends the rows as they are read.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break, after whatever blanks, is a
formula to some programs; an apostrophe before it makes it a text (OWASP, CSV injection). Every
cell stands in quotation marks, so that a program that parts cells at `;` makes no new one in it.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any
from unicodedata import category, normalize

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
from newsportal.accounts.workbook import workbook_response
from newsportal.timeline import now

# Letters and signs to Unicode, and nothing to the eye.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """A value as the text of one cell; a time as ISO 8601 says it, to the second."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = "" if value is None else str(value)
    return f"'{text}" if _opens_a_formula(text) else text


def _opens_a_formula(text: str) -> bool:
    """Whether a program may take the text for a formula, after whatever is not seen before it.

    Some read the wide and the small forms of the four signs as the signs themselves.
    """
    if text.startswith(("\t", "\r", "\n")):
        return True
    for sign in text:
        # Separators, control and format characters, marks.
        if category(sign)[0] not in "ZCM" and sign not in _BLANK_LETTERS:
            return normalize("NFKC", sign)[0] in "=+-@\u2212"
    return False


Columns = dict[str, Callable[[Any], Any]]


def export_of(
    model_admin: Any,
    request: HttpRequest,
    columns: Columns,
    *,
    name: str,
    action: str,
    subject: str,
    order: str = "pk",
    as_xlsx: bool = False,
    untold: tuple[str, ...] = (),
) -> HttpResponseBase:
    """All rows that the list of `model_admin` shows for the filters in the address, as a file.

    Not one page alone. `columns` gives each heading the function that reads its cell from a row;
    the rows come in the order of the column `order`. The log says that `action` was done to
    `subject`, and with which filters, but for those `untold`: the log keeps its words for ever,
    and what somebody searched for may be a person. Filters that make no sense lead back to the
    list, with a sentence. `as_xlsx` gives a workbook instead of CSV.
    """
    try:
        rows = model_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        messages.error(request, _("These filters make no sense together. Choose them again."))
        return HttpResponseRedirect(
            reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
        )
    last = rows.order_by(f"-{order}").values_list(order, flat=True).first()
    # What is sent is read after this line is written: where the log itself is taken, this line
    # is not part of it.
    told = request.GET.copy()
    for parameter in untold:
        told.pop(parameter, None)
    audit.record(action, subject, by=staff(request), filters=told.urlencode())
    kept = rows.none() if last is None else rows.filter(**{f"{order}__lte": last})
    kept = kept.order_by(order).iterator(chunk_size=1000)
    cells = ([read(row) for read in columns.values()] for row in kept)
    if as_xlsx:
        return workbook_response(file_name(name, "xlsx"), columns, cells)
    return _csv_response(name, columns, cells)


def file_name(name: str, kind: str) -> str:
    """`<name>-<day>.<kind>`, in ASCII."""
    return f"{slugify(name)}-{now():%Y-%m-%d}.{kind}"


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
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(name, "csv")}"'
    return response
