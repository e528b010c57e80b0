"""The history of an article: its revisions and steps, a readable difference, and restore."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin.pages import ArticlePages, page
from articles.content import Content
from articles.difference import compare
from articles.models import Article, Revision
from newsportal.accounts.audit import subject_of
from newsportal.accounts.models import AuditEntry
from newsportal.accounts.roles import can, staff
from newsportal.refusals import Refused
from newsportal.richtext.text import plain_text

WORDS = {
    "article.submit": gettext_lazy("Submitted for review"),
    "article.claim": gettext_lazy("Review taken up"),
    "article.take_over": gettext_lazy("Review taken over"),
    "article.release": gettext_lazy("Review given up"),
    "article.set_due": gettext_lazy("Due time set"),
    "article.approve": gettext_lazy("Approved"),
    "article.send_back": gettext_lazy("Sent back"),
    "article.publish": gettext_lazy("Published"),
    "article.schedule": gettext_lazy("Scheduled"),
    "article.cancel_waiting": gettext_lazy("Schedule cancelled"),
    "article.correct": gettext_lazy("Corrected"),
    "article.withdraw": gettext_lazy("Withdrawn"),
    "article.reinstate": gettext_lazy("Reinstated"),
    "article.restore": gettext_lazy("An earlier text restored"),
}


class HistoryPages(ArticlePages):
    """Mixed into the ArticleAdmin: `history/`, `compare/<a>/<b>/` and `restore/<n>/`."""

    @page("<int:number>/history/", "article.history", name="history", methods=("GET",))
    def history(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Revisions and steps in one line of time, the newest first."""
        revisions = list(article.revisions.select_related("saved_by", "based_on"))
        steps = (
            AuditEntry.objects.filter(subject=subject_of(article))
            .exclude(action="article.edit_text")
            .select_related("by")
        )
        events: list[dict[str, Any]] = [
            {"at": revision.saved_at, "revision": revision} for revision in revisions
        ]
        events += [
            {"at": entry.at, "entry": entry, "words": WORDS.get(entry.action, entry.action)}
            for entry in steps
        ]
        return self.answer(
            request,
            "articles/newsroom/history.html",
            article,
            title=_("History"),
            events=sorted(events, key=lambda event: event["at"], reverse=True),
            may_restore=can(request.user, "article.restore", article),
        )

    @page(
        "<int:number>/compare/<int:old>/<int:new>/",
        "article.compare_revisions",
        name="compare",
        methods=("GET",),
    )
    def compare(self, request: HttpRequest, article: Article, old: int, new: int) -> HttpResponse:
        """What changed from one revision to another, word by word."""
        return self.comparison(
            request,
            article,
            get_object_or_404(article.revisions, number=old),
            get_object_or_404(article.revisions, number=new),
        )

    def comparison(
        self,
        request: HttpRequest,
        article: Article,
        old: Revision,
        new: Revision,
        *,
        sentence: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The comparison page; `sentence` says why it is shown, where nobody asked for it."""
        old_content, new_content = (Content.from_json(row.content) for row in (old, new))
        return self.answer(
            request,
            "articles/newsroom/compare.html",
            article,
            status=status,
            title=_("Two versions") if sentence else _("Changes"),
            sentence=sentence,
            old=old,
            new=new,
            old_text=plain_text(old_content.body),
            new_text=plain_text(new_content.body),
            differences=compare(old_content, new_content),
            may_restore=can(request.user, "article.restore", article),
        )

    @page(
        "<int:number>/restore/<int:revision>/",
        "article.restore",
        name="restore",
        methods=("POST",),
    )
    def restore(self, request: HttpRequest, article: Article, revision: int) -> HttpResponse:
        """Make that revision's text the newest."""
        try:
            workflow.restore(
                article,
                get_object_or_404(article.revisions, number=revision),
                by=staff(request),
            )
            messages.success(request, _("Revision %d is the newest text again.") % revision)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
