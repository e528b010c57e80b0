"""Who is told of a step, and in which words: one mail to each person whom it concerns.

Authors are told what becomes of their article, reviewers what comes to their desk. The mail
holds the headline, what happened, by whom, and the note; never the text. It goes to those alone
who may open the article.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from articles.models import Article
from articles.workflow.steps import may_approve, reviewer_of
from newsportal.accounts import notices
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, holders
from newsportal.timeline import in_words

# What happened: the beginning of the subject, and the sentence that says who did it.
WORDS: Final[dict[str, tuple[Any, Any]]] = {
    "submit": (__("For review"), __("%s has submitted this article for review.")),
    "claim": (__("In review"), __("%s reviews this article now.")),
    "take_over": (__("Taken over"), __("%s reviews this article instead of you now.")),
    "set_due": (__("Due"), __("%s has set the time at which this article is due.")),
    "send_back": (__("Sent back"), __("%s has sent this article back.")),
    "approve": (__("Approved"), __("%s has approved this article.")),
    "publish": (__("Published"), __("%s has published this article.")),
    "schedule": (__("Scheduled"), __("%s has scheduled this article.")),
    "cancel": (__("Cancelled"), __("%s has cancelled what was scheduled for this article.")),
    "withdraw": (__("Withdrawn"), __("%s has withdrawn this article.")),
    "reinstate": (__("Live again"), __("%s has reinstated this article.")),
    "mention": (__("Note"), __("%s has mentioned you in an internal note.")),
}


def tell(
    people: Iterable[User],
    article: Article,
    step: str,
    *,
    by: User,
    note: str = "",
    facts: Iterable[str] = (),
) -> None:
    """Tell each of `people` of a step, a key of `WORDS`; `facts` are further lines."""
    begins, sentence = WORDS[step]
    link = settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])
    headline = notices.one_line(article.headline)
    parts = [sentence % by, headline, "\n".join(facts), note.strip(), link]
    notices.tell(
        [person for person in people if can(person, "article.view_unpublished", article)],
        f"{begins}: {headline}",
        "\n\n".join(part for part in parts if part) + "\n",
        by=by,
    )


def authors_of(article: Article) -> list[User]:
    """Whoever began the article, and everybody in its byline who has an account."""
    in_byline = article.author_places.values("author__user")
    people = User.objects.filter(Q(pk=article.created_by_id) | Q(pk__in=in_byline))
    return list(people.prefetch_related("roles"))


def reviewers_of(article: Article) -> list[User]:
    """The one who reviews the article; while nobody does, everybody who could."""
    reviewer = reviewer_of(article)
    if reviewer is not None:
        return [reviewer]
    could = holders("article.approve", "Y").prefetch_related("roles")
    return [user for user in could if may_approve(user, article)]


def whose_turn(article: Article) -> list[User]:
    """The people on whom the article waits: its authors, or in review its reviewers."""
    if article.state in {Article.State.DRAFT, Article.State.RETURNED}:
        return authors_of(article)
    return reviewers_of(article)


def all_at_work(article: Article) -> list[User]:
    """The authors of the article, and whoever reviews it."""
    reviewer = reviewer_of(article)
    return [*authors_of(article), *([reviewer] if reviewer else [])]


def due_line(article: Article) -> list[str]:
    """The due time as a line of the mail."""
    return [_("Due: %s") % in_words(article.due_at)] if article.due_at else []
