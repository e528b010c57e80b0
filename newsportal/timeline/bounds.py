"""Moments that a newsroom can mean: a slip of the keyboard may name any year."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from newsportal.refusals import Refused
from newsportal.timeline.clock import now

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# Far enough for any plan, and far from where calendars and databases end.
LONGEST_AHEAD = timedelta(days=3653)


def refuse_far_moment(moment: datetime) -> None:
    """Raise Refused for a moment (aware) before the year 2000 or over ten years ahead."""
    if not EARLIEST <= moment <= now() + LONGEST_AHEAD:
        raise Refused(_("This date lies too far away. Check the year."))
