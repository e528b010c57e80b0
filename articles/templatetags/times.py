"""How moments are printed: always a `<time>` with its zone for machines."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsportal.timeline import in_words, now, words

register = template.Library()


@register.simple_tag
def today() -> date:
    """The date that the masthead prints: today at the clock of the request."""
    return _local(now()).date()


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """The whole moment with its zone: "24 November 2026, 07:30 (UTC+8)"."""
    local = _local(value)
    text = f"{date_format(local, 'j F Y, H:i')} ({utc_offset(local)})"
    return _time(local, text)


@register.simple_tag
def newsroom_moment(value: datetime) -> SafeString:
    """The moment as the newsroom's forms show it: "24 November 2026, 07:30 (UTC+08:00)"."""
    return _time(timezone.localtime(value), in_words(value))


@register.simple_tag
def newsroom_clock() -> str:
    """The time zone of the newsroom, and its offset now: "Asia/Shanghai, now UTC+08:00"."""
    offset = words.utc_offset(timezone.localtime(now()))
    return f"{timezone.get_current_timezone_name()}, now UTC{offset}"


@register.simple_tag
def short_moment(value: datetime) -> SafeString:
    """The moment in a card: the hour on its own day, the date afterwards."""
    local = _local(value)
    current = today()
    if local.date() == current:
        return _time(local, date_format(local, "H:i"))
    return _time(local, date_format(local, "j M" if local.year == current.year else "j M Y"))


@register.filter
def utc_offset(value: datetime) -> str:
    """The zone in words that everybody understands: "UTC+8", "UTC+5:30"."""
    local = _local(value)
    minutes = round((local.utcoffset() or local - local).total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"


def _local(value: datetime) -> datetime:
    # The day of a newspaper is the day of its city, whatever zone a thread has activated.
    return timezone.localtime(value, timezone.get_default_timezone())


def _time(local: datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)
