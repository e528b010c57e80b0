"""What the form says of an article's review: who reviews it, by when, and the last note."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.pages import ArticlePages
from articles.models import Article
from articles.workflow.desk import due_of
from articles.workflow.steps import reviewer_of

State = Article.State

# The note of the last step, by the state that the step led to.
NOTE_TITLES = {
    State.RETURNED: _("Sent back:"),
    State.IN_REVIEW: _("Submitted with a note:"),
    State.APPROVED: _("Approved with a note:"),
}


class ReviewParts(ArticlePages):
    """Mixed into the ArticleAdmin: the context of `_review.html`."""

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        context = super().form_context(request, article)
        if article is None:
            return context
        return context | {
            "due": due_of(article),
            "reviewer": reviewer_of(article) if article.claimed_by_id else None,
            "note_title": NOTE_TITLES.get(State(article.state)),
        }
