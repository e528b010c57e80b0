"""Whether the server's clock can be believed: nothing that was recorded lies ahead of it.

What is public follows from the clock alone, so a clock that is wrong shows the wrong pages, and
one that is put right shows the right ones again. All that can be done is to say so.
"""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from newsportal.accounts.models import AuditEntry
from newsportal.timeline import in_words

# Clocks of several servers differ by less, and are put right by less.
TOLERANCE = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def doubt() -> str:
    """A sentence where the clock is earlier than the newest audit entry, which is also logged.

    Empty where there is no reason to doubt it.
    """
    newest = AuditEntry.objects.order_by("-id").values_list("at", flat=True).first()
    clock = timezone.now()
    if newest is None or newest - clock < TOLERANCE:
        return ""
    sentence = _(
        "The server's clock says %(clock)s, but something was done at %(newest)s already. "
        "Until the clock is right, readers may see too much or too little: "
        "tell whoever runs the server."
    ) % {"clock": in_words(clock), "newest": in_words(newest)}
    logger.warning(sentence)
    return sentence
