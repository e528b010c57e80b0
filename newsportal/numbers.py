"""Numbers that were sent: an address or a form may hold anything where a number is asked for."""

from typing import Any


def number_in(sent: Any) -> int:
    """The number that `sent` writes in ASCII digits; 0, which no row has, for anything else.

    Of more than 18 digits too: no database can be asked for them.
    """
    text = str(sent)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0
