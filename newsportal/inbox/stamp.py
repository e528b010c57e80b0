"""The signed stamp in the message form: when the form was given out, and a random number.

It stands in for a session: it tells a person from a script by the time taken, and one sending
from another by the number. Nothing is stored when a form is given out.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.core import signing

from newsportal.timeline import now

SHORTEST = timedelta(seconds=2)
LONGEST = timedelta(hours=12)

_signer = signing.Signer(salt="newsportal.inbox.stamp")


@dataclass(frozen=True)
class Stamp:
    """What a form says of itself."""

    given_at: datetime
    number: str
    # Given out together with what had been typed before: sent again at once, and rightly so.
    again: bool = False

    @classmethod
    def fresh(cls, *, again: bool = False) -> Self:
        """A stamp for a form that is given out now."""
        # The receipt code hangs on it: more than the code's 125 bits.
        return cls(now(), secrets.token_urlsafe(20), again)

    @classmethod
    def read(cls, signed: str) -> Self | None:
        """The stamp in a form that came back; None for one that is not ours or too old."""
        try:
            given_at, number, again = _signer.unsign_object(signed)
            stamp = cls(datetime.fromisoformat(given_at), number, again)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return stamp if timedelta(0) <= now() - stamp.given_at <= LONGEST else None

    @property
    def signed(self) -> str:
        """The value of the hidden field."""
        return _signer.sign_object([self.given_at.isoformat(), self.number, self.again])

    @property
    def is_hasty(self) -> bool:
        """Whether the form comes back sooner than a person can write."""
        return not self.again and now() - self.given_at < SHORTEST

    def sent_as(self, *typed: str) -> str:
        """One name for this form with these words; another for the same form after a change."""
        return hashlib.sha256("\0".join([self.number, *typed]).encode()).hexdigest()
