"""The history of an article: what was saved and done, what changed, and the way back."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.chronicle import (
    Key,
    chronicle_of,
    editions_by_revision,
    events_between,
)
from articles.admin.pages import ArticlePages, page
from articles.content import Content
from articles.difference import compare
from articles.models import Article, Revision
from articles.paging import UnknownKey
from newsportal.accounts.roles import can, staff
from newsportal.numbers import number_in
from newsportal.refusals import Refused
from newsportal.richtext.text import plain_text


class HistoryPages(ArticlePages):
    """Mixed into the ArticleAdmin: `history/`, `compare/`, `restore/<n>/` and `name/<n>/`."""

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        may_see = article is not None and can(request.user, "article.history", article)
        return super().form_context(request, article) | {"may_see_history": may_see}

    @page("<int:number>/history/", "article.history", name="history", methods=("GET",))
    def history(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Revisions and steps in one line of time, the newest first, a page at a time.

        `old` and `new` are the two revisions picked so far, which stay picked from page to page.
        """
        try:
            before = Key.read(request.GET["before"]) if request.GET.get("before") else None
        except UnknownKey as error:
            raise Http404("No page of this history begins there.") from error
        chronicle = chronicle_of(article, before=before)
        shown = {
            event.revision.number: event.revision for event in chronicle.events if event.revision
        }
        head = next((row for row in shown.values() if row.pk == article.head_id), None)
        usual = {
            "old": head and head.based_on and head.based_on.number,
            "new": head and head.number,
        }
        picked = {side: number_in(request.GET.get(side)) or usual[side] for side in usual}
        return self.answer(
            request,
            "articles/newsroom/history.html",
            article,
            title=_("History"),
            chronicle=chronicle,
            before=request.GET.get("before", ""),
            picked=picked,
            may_redact=can(request.user, "article.redact", article),
            elsewhere=[side for side, number in picked.items() if number and number not in shown],
            may_restore=can(request.user, "article.restore", article),
            may_merge=can(request.user, "article.merge", article),
        )

    @page("<int:number>/compare/", "article.compare_revisions", name="choose", methods=("GET",))
    def choose(self, request: HttpRequest, article: Article) -> HttpResponse:
        """From the two that were picked to the address of their comparison."""
        old, new = (number_in(request.GET.get(side)) for side in ("old", "new"))
        numbers = article.revisions.values_list("number", flat=True)
        if not {old, new} <= set(numbers.filter(number__in=[old, new])):
            messages.error(request, _("Pick two revisions of this article to compare."))
            return self.to("history", article)
        response = self.to("compare", article, old, new)
        if request.GET.get("view") == "side":
            response["Location"] += "?view=side"
        return response

    @page(
        "<int:number>/compare/<int:old>/<int:new>/",
        "article.compare_revisions",
        name="compare",
        methods=("GET",),
    )
    def compare(self, request: HttpRequest, article: Article, old: int, new: int) -> HttpResponse:
        """What changed from one revision to another, word by word."""
        return self.comparison(
            request, article, revision_of(article, old), revision_of(article, new)
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
        printed = editions_by_revision(article)
        return self.answer(
            request,
            "articles/newsroom/compare.html",
            article,
            status=status,
            title=_("Two versions") if sentence else _("Changes"),
            sentence=sentence,
            old=old,
            new=new,
            sides=[(row, printed.get(row.number, [])) for row in (old, new)],
            events=events_between(article, old, new),
            side_by_side=request.GET.get("view") == "side",
            old_text=plain_text(old_content.body),
            new_text=plain_text(new_content.body),
            differences=compare(old_content, new_content, reader=staff(request)),
            may_restore=can(request.user, "article.restore", article),
        )

    @page("<int:number>/restore/<int:revision>/", "article.restore", name="restore")
    def restore(self, request: HttpRequest, article: Article, revision: int) -> HttpResponse:
        """Ask first, showing what would change; then make that revision's text the newest."""
        chosen = revision_of(article, revision)
        if request.method == "POST":
            number = number_in(request.POST.get("seen"))
            try:
                restored = workflow.restore(
                    article,
                    chosen,
                    by=staff(request),
                    seen=article.revisions.filter(number=number).first(),
                )
                self._say_what_stands(request, chosen, restored)
                return self.to_form(article)
            except Refused as refusal:
                messages.error(request, refusal.sentence)
                return self.to("history", article)
        if article.head is None:
            raise Http404("Nothing has been saved yet.")
        content = workflow.restorable(article, chosen, by=staff(request))
        return self.answer(
            request,
            "articles/newsroom/restore.html",
            article,
            title=_("Restore revision %d") % chosen.number,
            revision=chosen,
            differences=compare(article.head_content(), content, reader=staff(request)),
            lost=compare(Content.from_json(chosen.content), content, reader=staff(request)),
        )

    def _say_what_stands(self, request: HttpRequest, chosen: Revision, now: Revision) -> None:
        if now.number == chosen.number:
            messages.info(request, _("Revision %d is the newest text already.") % chosen.number)
        else:
            words = _("The text of revision %(chosen)d is the newest again, as revision %(now)d.")
            messages.success(request, words % {"chosen": chosen.number, "now": now.number})

    @page(
        "<int:number>/name/<int:revision>/",
        # Whoever may bring a text back may say which ones are worth finding again.
        "article.restore",
        name="name_revision",
        methods=("POST",),
    )
    def name_revision(self, request: HttpRequest, article: Article, revision: int) -> HttpResponse:
        """Give, change or (by an empty one) take away the name of a revision."""
        chosen, name = revision_of(article, revision), request.POST.get("name", "")
        try:
            workflow.name_revision(article, chosen, name, by=staff(request))
            messages.success(
                request,
                (_("Revision %d has its name.") if name.strip() else _("Revision %d has no name."))
                % chosen.number,
            )
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        response = self.to("history", article)
        if before := request.POST.get("before", ""):
            response["Location"] += f"?{urlencode({'before': before})}"
        return response


def revision_of(article: Article, number: int) -> Revision:
    """The article's revision with this number; Http404 where there is none."""
    revisions = article.revisions.select_related("saved_by", "label")
    return get_object_or_404(revisions, number=number)
