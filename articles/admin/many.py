"""The list of articles as a whole: taken away as a table, and steps for several articles at once.

Each article takes its step by the workflow's own verb, one after the other: a right that is
missing or a state that does not fit keeps one article where it is, and no other.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.pages import ArticlePages, page
from articles.admin.steps import Step, step_named
from articles.models import Article
from newsportal.accounts.export import Columns, export_of
from newsportal.accounts.roles import can, staff
from newsportal.refusals import Refused

LIST: Final = "articles_article_changelist"
EXPORT: Final = "articles_article_export"

# Steps that ask nothing, and that somebody may want to take with a row of articles. Not those
# that send a text to readers: that is done by whoever looks at the text.
STEPS_OF_MANY: Final = ("submit", "claim", "release", "trash")
MOST: Final = 50  # articles, as a page shows: they are locked until the last one is done


def _seen(article: Any) -> str:
    """What readers see of the article now, or are to see."""
    words = {
        "live": article.is_live,
        "scheduled": article.is_scheduled,
        "withdrawn": article.is_withdrawn and not article.is_live,
    }
    return ", ".join(word for word, is_so in words.items() if is_so)


COLUMNS: Final[Columns] = {
    "number": lambda article: article.pk,
    "headline": lambda article: article.headline,
    "state": lambda article: article.get_state_display(),
    "readers see": _seen,
    "section": lambda article: article.section or "",
    "authors": lambda article: ", ".join(author.name for author in article.authors.all()),
    "language": lambda article: article.language,
    "due": lambda article: article.due_at,
    "claimed by": lambda article: article.claimed_by or "",
    "begun at": lambda article: article.created_at,
    "changed at": lambda article: article.changed_at,
}


class ManyArticles(ArticlePages):
    """Mixed into the ArticleAdmin: `export/`, and the actions of the list."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        may = {"may_export": can(request.user, "article.export")}
        answer: HttpResponseBase = super().changelist_view(  # type: ignore[misc]
            request, {**may, **(extra_context or {})}
        )
        return answer

    @page("export/", "article.export", name="export", methods=("POST",))
    def export(self, request: HttpRequest) -> HttpResponseBase:
        """The articles that the filters in the address leave, as a table."""
        return export_of(
            self, request, COLUMNS, name="articles", action="article.export", subject="articles"
        )

    def get_actions(self, request: HttpRequest) -> Any:
        """The steps that this person may take with many articles, as Django's list wants them."""
        if "_popup" in request.GET or not can(request.user, "article.bulk_action"):
            return {}
        steps = [step_named(verb) for verb in STEPS_OF_MANY]
        return {
            step.verb: (action_of(step), step.verb, step.label)
            for step in steps
            if can(request.user, step.action)
        }


def action_of(step: Step) -> Any:
    """The step as an action of a list: a function of the ModelAdmin, the request and the rows."""

    def act(model_admin: Any, request: HttpRequest, chosen: Any) -> None:
        numbers = list(chosen.values_list("pk", flat=True)[: MOST + 1])
        if len(numbers) > MOST:
            messages.error(request, _("Choose at most %d articles at once.") % MOST)
            return
        refused = dict(take(step, numbers, request))
        if taken := len(numbers) - len(refused):
            sentence = ngettext(
                "%(step)s: %(count)d article.", "%(step)s: %(count)d articles.", taken
            )
            messages.success(request, sentence % {"step": step.label, "count": taken})
        for sentence in refused.values():
            messages.error(request, sentence)

    return act


def take(step: Step, numbers: list[int], request: HttpRequest) -> Iterator[tuple[int, str]]:
    """Take the step with each article; yields those that did not take it, with the reason."""
    articles = Article.objects.in_bulk(numbers)
    for number in numbers:
        article = articles.get(number)
        headline = article.headline if article else f"#{number}"
        try:
            step.carry_out(article or Article(pk=number), staff(request))
        except Refused as refusal:
            yield number, f"“{headline}”: {refusal.sentence}"
