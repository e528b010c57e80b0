"""How moments are printed: always a `<time>` with its zone for machines."""

from datetime import date, datetime, time, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsportal.pagecache.rendering import fresh_until
from newsportal.timeline import in_words, local, now, words

register = template.Library()


@register.simple_tag
def today() -> date:
    """The date that the masthead prints: today at the clock of the request."""
    current = local(now()).date()
    fresh_until(midnight_before(current + timedelta(days=1)))
    return current


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """The whole moment with its zone: "24 November 2026, 07:30 (UTC+8)"."""
    here = local(value)
    text = f"{date_format(here, 'j F Y, H:i')} ({zone_in_words(here)})"
    return _time(here, text)


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
    here = local(value)
    current = local(now()).date()
    if here.date() == current:
        fresh_until(midnight_before(current + timedelta(days=1)))
        return _time(here, date_format(here, "H:i"))
    fresh_until(midnight_before(date(current.year + 1, 1, 1)))
    return _time(here, date_format(here, "j M" if here.year == current.year else "j M Y"))


def midnight_before(day: date) -> datetime:
    """The moment at which the day begins for readers."""
    return datetime.combine(day, time.min, local(now()).tzinfo)


def zone_in_words(value: datetime) -> str:
    """The zone in words that everybody understands: "UTC+8", "UTC+5:30"."""
    here = local(value)
    minutes = round((here.utcoffset() or here - here).total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"


def _time(here: datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', here.isoformat(timespec="seconds"), text)
