"""What is public, when: the clock that can be moved, and rows that are live for a while.

Nothing in the portal flips a flag to make something public. A row says from when until when
it is live, and every question is asked at `now()`. What a live row means is left to the
packages that own the rows.
"""

from newsportal.timeline.bounds import refuse_far_moment
from newsportal.timeline.clock import at, now, unfrozen_now
from newsportal.timeline.words import in_words, local

__all__ = ["at", "in_words", "local", "now", "refuse_far_moment", "unfrozen_now"]
