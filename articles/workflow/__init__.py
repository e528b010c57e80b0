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
from articles.workflow.correcting import amend, correct, retract
from articles.workflow.embargo import embargo_findings, lift_embargo, set_embargo
from articles.workflow.keeping import delete_forever, restore_from_trash, trash
from articles.workflow.obstacles import Blocked, blocking_findings
from articles.workflow.past import name_revision, restorable, restore
from articles.workflow.publication import (
    WaitingEdition,
    cancel,
    publish,
    reinstate,
    withdraw,
)
from articles.workflow.redaction import redact
from articles.workflow.review import (
    approve,
    claim,
    release,
    send_back,
    set_due,
    submit,
    take_over,
)
from articles.workflow.writing import Kept, Stale, TooLate, merge, save

__all__ = [
    "Blocked",
    "Kept",
    "Stale",
    "TooLate",
    "WaitingEdition",
    "amend",
    "approve",
    "begin",
    "blocking_findings",
    "cancel",
    "claim",
    "content_of",
    "copy",
    "correct",
    "delete_forever",
    "embargo_findings",
    "guest",
    "lift_embargo",
    "merge",
    "name_revision",
    "publish",
    "redact",
    "reinstate",
    "release",
    "restorable",
    "restore",
    "restore_from_trash",
    "retract",
    "save",
    "save_as_template",
    "send_back",
    "set_due",
    "set_embargo",
    "submit",
    "take_over",
    "trash",
    "withdraw",
]
