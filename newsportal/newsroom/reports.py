"""From a reader's report to a correction, and back: the reader is told when it is live.

When a correction is live is a question of time, so a task asks each minute, for as long as a
report waits for its correction.
"""

import re
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django_tasks import task

from articles.models import Article, Correction, CorrectionDraft, Edition
from articles.workflow.reported import report_error
from newsportal.accounts.models import User
from newsportal.accounts.recurring import ask_for_one
from newsportal.inbox import answering, corrections, erasing
from newsportal.inbox.models import Message, State
from newsportal.refusals import Refused

MINUTE: Final = timedelta(minutes=1)


def article_of(page: str) -> Article:
    """The article at this address of the site. Refused where there is none that came out."""
    path = re.sub(r"[?#].*", "", page)
    try:
        match = resolve(path)
    except Resolver404:
        match = None
    number = match.kwargs.get("number") if match and match.url_name == "article" else None
    article = Article.objects.filter(pk=number).first() if number else None
    if article is None or not Edition.every.filter(article_number=article.pk).exists():
        raise Refused(_("No article of ours stands at the address that the reader gave."))
    return article


def draft(message: Message, by: User) -> int:
    """The draft of a correction from a report: the marked sentence and the reader's words."""
    quoted = f"“{message.quote}”\n\n" if message.quote else ""
    made = report_error(article_of(message.page), quoted + message.text, by=by)
    ask_for_one(each_minute, MINUTE)
    return made.pk


def words(number: int) -> str:
    """How a draft stands, for the message desk."""
    found = CorrectionDraft.objects.filter(pk=number).first()
    if found is None:
        return _("The draft of a correction is no more.")
    if found.dismissed_at:
        return _("The editors found no error: answer the reader.")
    if found.correction_number is None:
        return _("The draft of a correction waits for an editor.")
    if has_ended(found):
        return _("The correction was retracted: answer the reader.")
    if not Correction.objects.filter(pk=found.correction_number).exists():
        return _("The correction is written, and waits for its time.")
    return _("The correction stands under the article.")


def has_ended(found: CorrectionDraft) -> bool:
    """Whether the correction that was made of it stands no more, reworded or not."""
    number = found.correction_number
    return number is not None and not Correction.every.standing().filter(pk=number).exists()


def waiting() -> Any:
    """The messages whose reader is to be told yet; those in the spam folder may leave it."""
    return Message.objects.filter(correction_draft__isnull=False, is_told_of_correction=False)


def tell_readers() -> int:
    """Tell the reader of each correction that is live by now; how many still wait."""
    left = 0
    for message in waiting().exclude(state=State.SPAM):
        found = CorrectionDraft.objects.filter(pk=message.correction_draft or 0).first()
        if found is None or found.dismissed_at or has_ended(found):
            Message.objects.filter(pk=message.pk).update(is_told_of_correction=True)
            continue
        live = Correction.objects.filter(pk=found.correction_number or 0).first()
        edition = Edition.objects.filter(article_number=found.article_id).first()
        if live is None or edition is None:
            left += 1
            continue
        tell(message, settings.SITE_URL + edition.get_absolute_url())
    return left


@transaction.atomic
def tell(message: Message, address: str) -> None:
    """Tell one reader, once."""
    if not waiting().filter(pk=message.pk).update(is_told_of_correction=True):
        return
    answering.tell(
        message,
        _("Thank you: you were right. The article is corrected, and a note below it says so:\n%s")
        % address,
        closes=True,
    )


def forget(numbers: list[int]) -> None:
    """Erase what was passed on of these messages."""
    drafts = Message.objects.filter(pk__in=numbers, correction_draft__isnull=False)
    CorrectionDraft.objects.filter(
        pk__in=list(drafts.values_list("correction_draft", flat=True))
    ).delete()


@task()
def each_minute() -> None:
    """Ask which corrections are live; again in a minute where any is waited for."""
    resume()
    tell_readers()


def resume() -> None:
    """Go on asking, where a report waits for its correction; first, for a telling may fail."""
    if waiting().exists():
        ask_for_one(each_minute, MINUTE)


def join() -> None:
    """Join the two packages: called once, when the portal starts."""
    corrections.connect(corrections.Way(draft, words))
    erasing.also(forget)
