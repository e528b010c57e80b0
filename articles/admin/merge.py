"""Two texts on one ancestor, paragraph by paragraph, and the text made of both.

A save over a newer revision leads here. What only one side has changed is taken already; what
both have changed asks. `articles.merging` knows the rest, `workflow.merge` stores the answer.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles import merging, workflow
from articles.admin.merge_rows import Row, rows_of
from articles.admin.pages import ArticlePages, page
from articles.content import Content
from articles.models import Article, Revision
from articles.workflow.working_copy import without_lost_rows
from newsportal.accounts.roles import can, staff
from newsportal.numbers import number_in
from newsportal.refusals import Refused


@dataclass(frozen=True)
class Meeting:
    """A refused text, the one that stood over it, and the one that both were made of."""

    refused: Revision
    newer: Revision

    @property
    def ancestor(self) -> Content:
        base = self.refused.based_on
        return Content.from_json(base.content) if base else Content(headline="")

    def merge(self) -> merging.Merge:
        theirs, mine = (Content.from_json(row.content) for row in (self.newer, self.refused))
        return merging.merge(self.ancestor, theirs, mine)


class MergePages(ArticlePages):
    """Mixed into the ArticleAdmin: `merge/<refused revision>/`."""

    comparison: Any

    @page("<int:number>/merge/<int:revision>/", "article.merge", name="merge")
    def merge(self, request: HttpRequest, article: Article, revision: int) -> HttpResponse:
        """The refused revision and the text that stands, to be made one."""
        refused = get_object_or_404(article.revisions, number=revision, is_refused=True)
        assert article.head is not None
        newer = article.head
        if request.method == "POST":
            # The one that the person has looked at; where it is not the head, the save says so.
            if onto := number_in(request.POST.get("onto")):
                newer = get_object_or_404(article.revisions, number=onto, is_refused=False)
            return self._take(request, article, Meeting(refused, newer))
        return self._merge_page(request, article, Meeting(refused, newer))

    def kept_page(
        self, request: HttpRequest, article: Article, refusal: workflow.Kept
    ) -> HttpResponse:
        """Both texts side by side, with the way to go on, for what was not taken as it came."""
        if isinstance(refusal, workflow.Stale):
            meeting = Meeting(refusal.refused, refusal.newer)
            if can(request.user, "article.merge", article):
                return self._merge_page(
                    request, article, meeting, sentence=refusal.sentence, status=409
                )
            if self._lay_over(request, article, meeting):
                return self.to_form(article)
        if not can(request.user, "article.compare_revisions", article):
            messages.error(request, refusal.sentence)
            return self.to_form(article)
        page: HttpResponse = self.comparison(
            request,
            article,
            refusal.newer,
            refusal.refused,
            sentence=refusal.sentence,
            status=409,
        )
        return page

    def _lay_over(self, request: HttpRequest, article: Article, meeting: Meeting) -> bool:
        """Save what does not touch the newer text, such as photos: for who may not merge by hand.

        False where it does touch it, or where yet another save came first.
        """
        merged = meeting.merge()
        if merged.open_parts:
            return False
        try:
            workflow.save(
                Article.objects.get(pk=article.pk),
                merged.content(),
                by=staff(request),
                based_on=meeting.newer,
            )
        except Refused:
            return False
        messages.success(
            request, _("Saved, over what %s has saved meanwhile.") % meeting.newer.saved_by
        )
        return True

    def _take(self, request: HttpRequest, article: Article, meeting: Meeting) -> HttpResponse:
        merged = meeting.merge()
        chosen, by_hand = _answers(request, merged)
        missing = [part.key for part in merged.open_parts if part.key not in chosen]
        sentence = _("Choose a text wherever you are asked.")
        if not missing:
            try:
                content = without_lost_rows(merged.content(chosen, by_hand))
                workflow.merge(
                    article, content, meeting.refused, by=staff(request), based_on=meeting.newer
                )
            except workflow.Kept as refusal:
                return self.kept_page(request, article, refusal)
            except Refused as refusal:
                sentence = refusal.sentence
            else:
                messages.success(request, _("The two texts are one now. It is saved."))
                return self.to_form(article)
        rows = rows_of(merged, chosen, by_hand, missing, reader=staff(request))
        return self._merge_page(request, article, meeting, rows=rows, sentence=sentence, status=422)

    def _merge_page(
        self,
        request: HttpRequest,
        article: Article,
        meeting: Meeting,
        *,
        rows: list[Row] | None = None,
        sentence: str = "",
        status: int = 200,
    ) -> HttpResponse:
        rows = rows if rows is not None else rows_of(meeting.merge(), reader=staff(request))
        return self.answer(
            request,
            "articles/newsroom/merge.html",
            article,
            status=status,
            title=_("Two texts"),
            sentence=sentence,
            refused=meeting.refused,
            newer=meeting.newer,
            rows=rows,
            open_rows=[row for row in rows if row.part.is_open],
            own=meeting.refused.saved_by_id == request.user.pk,
            may_restore=can(request.user, "article.restore", article),
        )


def _answers(
    request: HttpRequest, merged: merging.Merge
) -> tuple[dict[str, merging.Side], dict[str, str]]:
    """What was chosen and typed for each part; a choice that was not offered is none."""
    chosen: dict[str, merging.Side] = {}
    by_hand: dict[str, str] = {}
    for part in merged.parts:
        choice: Any = request.POST.get(f"take-{part.key}")
        if choice in part.choices:
            chosen[part.key] = choice
        # Browsers send a line feed with a carriage return, and the database takes no NUL.
        typed = request.POST.get(f"hand-{part.key}", "").replace("\0", "")
        by_hand[part.key] = typed.replace("\r\n", "\n")
    return chosen, by_hand
