"""How a moment stands in an address, `20261124T060500Z`, and how people read it.

In an address it is UTC, so that it can mean one moment only.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format

from newsportal.timeline.forms import utc_offset

FORMAT: Final = "%Y%m%dT%H%M%SZ"


def stamp(moment: datetime) -> str:
    """The moment (aware) as an address holds it; a part of a second counts as a whole one.

    What begins within that second is then seen, not just missed.
    """
    whole = moment.astimezone(UTC).replace(microsecond=0)
    if moment.microsecond:
        whole += timedelta(seconds=1)
    return whole.strftime(FORMAT)


def moment_of(text: str) -> datetime:
    """The moment that a stamp names; ValueError for any other text."""
    moment = datetime.strptime(text, FORMAT).replace(tzinfo=UTC)
    if stamp(moment) != text:
        raise ValueError("This moment has another stamp.")
    return moment


def in_words(moment: datetime) -> str:
    """The moment in the site's time with its offset: "24 November 2026, 14:05 (UTC+08:00)"."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    clock = "H:i:s" if local.second else "H:i"
    return f"{date_format(local, f'j F Y, {clock}')} (UTC{utc_offset(local)})"


class MomentConverter:
    """A moment in the URL map; an address with anything else matches nothing."""

    regex = r"[0-9]{8}T[0-9]{6}Z"

    def to_python(self, value: str) -> datetime:
        return moment_of(value)

    def to_url(self, value: datetime) -> str:
        return stamp(value)
