"""A table as a workbook (XLSX) in which every cell is a text: nothing in it is a formula."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.http import FileResponse

# Written to the disk beyond this, and sent from there.
IN_MEMORY = 2_000_000


def text_of(value: Any) -> str:
    """A value as the text of one cell, without the characters that XML cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = "" if value is None else str(value)
    # A cell holds so many characters and no more.
    return cast(str, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))[:32_767]


def workbook_response(
    name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]
) -> FileResponse:
    """The rows as a workbook, written row by row; the file goes when it has been sent."""
    # Here, since only who takes a workbook needs it: it takes a while to load.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()

    def text_cell(value: Any) -> Any:
        made = WriteOnlyCell(sheet, value="")
        # Not by its value: a text that begins with "=" would be taken for a formula.
        made._value, made.data_type = text_of(value), "s"  # noqa: SLF001
        return made

    sheet.append([text_cell(value) for value in header])
    for row in rows:
        sheet.append([text_cell(value) for value in row])
    # Closed by the response.
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
