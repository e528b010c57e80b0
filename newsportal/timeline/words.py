"""How the newsroom writes a moment: in its own time zone, and always with the offset."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format


def local(moment: datetime) -> datetime:
    """An aware moment on the clock of the paper's city, whatever zone a thread has activated."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def utc_offset(moment: datetime) -> str:
    """The distance of an aware moment's clock from UTC, such as `+02:00`."""
    offset = moment.utcoffset() or timedelta(0)
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def in_words(moment: datetime) -> str:
    """An aware moment on the newsroom's clock: `5 June 2026, 18:00 (UTC+08:00)`."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y, H:i')} (UTC{utc_offset(local)})"
