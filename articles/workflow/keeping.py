"""The trash: where an article goes that was never public, and from where it comes back or not."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Placement, Revision
from articles.workflow.steps import lock
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.timeline import now


@transaction.atomic
def trash(article: Article, *, by: User) -> None:
    """Put the article into the trash: it leaves every list, and takes no other step."""
    lock(article)
    require(by, "article.trash", article)
    if article.was_published:
        raise Refused(
            _(
                "Readers have seen this article, or it is scheduled. Withdraw it, or cancel what "
                "is scheduled; the trash is for what was never public."
            )
        )
    article.trashed_at = now()
    article.save(update_fields=["trashed_at"])
    audit.record("article.trash", article, by=by)


@transaction.atomic
def restore_from_trash(article: Article, *, by: User) -> None:
    """Take the article out of the trash, in the state in which it went there."""
    lock(article, in_trash=True)
    require(by, "article.restore_from_trash", article)
    article.trashed_at = None
    article.save(update_fields=["trashed_at"])
    audit.record("article.restore_from_trash", article, by=by)


@transaction.atomic
def delete_forever(article: Article, *, by: User) -> None:
    """Delete the article with all its revisions; `article.pk` is None afterwards.

    The audit log keeps that it was there, and who deleted it.
    """
    lock(article, in_trash=True)
    require(by, "article.delete_forever", article)
    _refuse_needed(article)
    audit.record("article.delete_forever", article, by=by, revisions=article.revisions.count())
    article.head = article.approved = None
    article.save(update_fields=["head", "approved"])
    Revision.forget(article)
    article.delete()


def _refuse_needed(article: Article) -> None:
    """Refused where something else leads to the article and would lead nowhere."""
    naming = Article.objects.filter(related=article).order_by("pk").first()
    if naming is not None:
        raise Refused(
            _("“%s” names it as a related article. Take it out there first.") % naming.headline
        )
    if Placement.every.filter(article_number=article.pk).exists():
        raise Refused(_("It has a place on the front page. Delete that place first."))
