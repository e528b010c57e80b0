"""How a moment stands in an address: `20261124T060500Z`, in UTC, so that it can mean one only."""

from datetime import UTC, datetime, timedelta
from typing import Final

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


class MomentConverter:
    """A moment in the URL map; an address with anything else matches nothing."""

    regex = r"[0-9]{8}T[0-9]{6}Z"

    def to_python(self, value: str) -> datetime:
        return moment_of(value)

    def to_url(self, value: datetime) -> str:
        return stamp(value)
