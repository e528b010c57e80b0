"""What is done by the clock. Once a day what is past its time goes: how long things are kept, and
how they go, is said by their packages. Every ten minutes mail is taken up whose task was lost.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django_tasks import task

from articles.photos import sweep
from newsportal.accounts import notices
from newsportal.accounts.recurring import ask_for_one
from newsportal.accounts.retries import LOST_AFTER
from newsportal.consent import upkeep, versions
from newsportal.inbox import erasing, mail
from newsportal.pagecache import log
from newsportal.statistics import keeping

logger = logging.getLogger(__name__)

CHORES: Final[dict[str, Callable[[], Any]]] = {
    "messages of readers": erasing.sweep,
    "consent receipts": upkeep.delete_old_receipts,
    "what readers are asked": versions.settle,
    "views of pages": keeping.delete_old,
    "the invalidation log": log.forget_old,
    "files without a row": sweep.sweep,
}
DAY: Final = timedelta(days=1)
FIRST: Final = timedelta(minutes=10)  # when the worker has done what waited for it


@task(priority=-20)
def chores() -> None:
    """Do them all, and again tomorrow. One that fails keeps none of the others from being done."""
    ask_for_one(chores, DAY)
    for name, chore in CHORES.items():
        try:
            chore()
        except Exception:
            logger.exception("The daily chore failed: %s", name)


@task(priority=-20)
def lost_mail() -> None:
    """Send the mail that a killed worker had in its hands, and look again after a while.

    The worker that takes its place looks too, but too soon: a task that is late may only be late.
    """
    ask_for_one(lost_mail, LOST_AFTER)
    mail.resume()
    notices.resume()


def resume() -> None:
    """Have it all done by the clock, the chores first soon after a worker has begun."""
    ask_for_one(chores, FIRST)
    ask_for_one(lost_mail, LOST_AFTER)
