"""Every change of an article's state, and the only writer of editions.

Each verb is one function and one transaction that locks the article: permission and step are
checked, the change is made, the search row, the audit entry and, last, the invalidation log are
written. A refusal raises `Refused` with a sentence and changes nothing, with one exception: a
save on top of a newer revision keeps the refused text as a revision of its own.

The steps::

    draft, returned      --submit-->     in_review  --approve--> approved --publish--> published
    in_review, approved  --send_back-->  returned
    approved             --save-->       in_review
    published            --save-->       draft

What was never public can be put into the trash. There it has its state still, and takes no step
but the one out of it again, or the one after which it is no more.

What readers see is decided by editions alone: a live edition stays as it is while its article
is edited, reviewed or approved again.
"""

from articles.workflow.beginning import begin, content_of, copy, save_as_template
from articles.workflow.bylines import guest
from articles.workflow.keeping import delete_forever, restore_from_trash, trash
from articles.workflow.publication import (
    Blocked,
    WaitingEdition,
    cancel,
    publish,
    reinstate,
    withdraw,
)
from articles.workflow.review import (
    approve,
    claim,
    release,
    send_back,
    set_due,
    submit,
    take_over,
)
from articles.workflow.writing import Kept, Stale, TooLate, restore, save

__all__ = [
    "Blocked",
    "Kept",
    "Stale",
    "TooLate",
    "WaitingEdition",
    "approve",
    "begin",
    "cancel",
    "claim",
    "content_of",
    "copy",
    "delete_forever",
    "guest",
    "publish",
    "reinstate",
    "release",
    "restore",
    "restore_from_trash",
    "save",
    "save_as_template",
    "send_back",
    "set_due",
    "submit",
    "take_over",
    "trash",
    "withdraw",
]
