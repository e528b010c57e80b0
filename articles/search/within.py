"""Where a reader looks: in one section, from a day until a day."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from articles.models.taxonomy import Section

# A place is 64 bits: the second of the first publication, then the number of the edition.
LOWEST, HIGHEST = -(2**63), 2**63 - 1
LONGEST_SHOWN = 40  # characters of what is no date


class Span(NamedTuple):
    """Of the index: places from `lowest` until (and without) `below`, of one section or all."""

    lowest: int = LOWEST
    below: int = HIGHEST
    section: int | None = None


EVERYWHERE = Span()


@dataclass(frozen=True)
class Within:
    """The fields of the form beside the words. `errors` has a sentence for each that is wrong."""

    section: str = ""
    first: str = ""
    last: str = ""
    span: Span | None = EVERYWHERE  # None: nothing can be looked for before the errors are mended
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: QueryDict) -> "Within":
        """From `section` (a slug), `from` and `to` (days: 2026-11-28); all may be missing."""
        given = {
            name: data.get(name, "").replace("\0", "").strip() for name in ("section", "from", "to")
        }
        errors: dict[str, str] = {}
        section = given["section"] and Section.objects.filter(slug=given["section"]).first()
        if section is None:
            errors["section"] = _("There is no such section. Choose one from the list.")
        bounds: dict[str, int | None] = {}
        for name, later in (("from", 0), ("to", 1)):
            try:
                bounds[name] = _midnight(given[name], later=later)
            except (ValueError, OverflowError):
                errors[name] = _(
                    "This is no date: “%s”. Write year, month and day, for example 2026-11-28."
                ) % given[name][:LONGEST_SHOWN].replace("\0", "")
        lowest, below = bounds.get("from"), bounds.get("to")
        if lowest is not None and below is not None and lowest >= below:
            errors["to"] = _("The last day lies before the first one.")
        span = Span(
            LOWEST if lowest is None else place_of(lowest),
            HIGHEST if below is None else place_of(below),
            section.pk if section else None,
        )
        shown = {name: "" if name in errors else text for name, text in given.items()}
        return cls(shown["section"], shown["from"], shown["to"], None if errors else span, errors)

    @property
    def parameters(self) -> dict[str, str]:
        """What an address needs to look in the same place."""
        given = {"section": self.section, "from": self.first, "to": self.last}
        return {name: text for name, text in given.items() if text}


def place_of(second: int, number: int = 0) -> int:
    """The place of an edition (by its number) that came out in a second since 1970, in 64 bits."""
    return max(min(second, 2**32 - 1), -(2**32)) * 2**31 + number


def _midnight(text: str, *, later: int) -> int | None:
    """The second at which the day begins for readers, or the one that follows `later` days on."""
    if not text:
        return None
    day: date | None = parse_date(text)
    if day is None:
        raise ValueError(text)
    day += timedelta(days=later)
    start = datetime.combine(day, time.min, timezone.get_default_timezone())
    return int(start.astimezone(UTC).timestamp())
