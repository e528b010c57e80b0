"""Redaction by order of a court: what to strike out, a look at every place, and the last click."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import workflow
from articles.admin.pages import ArticlePages, page
from articles.models import Article
from articles.workflow.redaction import elsewhere
from articles.workflow.struck_places import counts_of, find, places_of
from articles.workflow.struck_words import StruckWords
from newsportal.accounts.roles import staff
from newsportal.numbers import number_in
from newsportal.refusals import Refused
from newsportal.timeline import now

MOST_PLACES_SHOWN: Final = 200
# Somebody whose page has spoken since then has the article open.
OPEN: Final = timedelta(minutes=1)


class RedactionForm(forms.Form):
    """The words, a passage in each line, and the reason."""

    words = forms.CharField(
        label=gettext_lazy("Words that the court has struck out"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "One passage in each line. Capitals do not count. Whole words are found, also where "
            "emphasis, a link or a line break parts them."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "The court, the date and the file number. It stays in the log and in the history, so "
            "do not repeat the words here."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "words" in cleaned:
            try:
                self.struck = StruckWords(cleaned["words"].splitlines())
            except Refused as refusal:
                self.add_error("words", refusal.sentence)
                return cleaned
            if self.struck.stand_in(cleaned.get("reason", "")):
                self.add_error("reason", _("The reason stays in the log: do not repeat the words."))
        return cleaned


class RedactionPages(ArticlePages):
    """Mixed into the ArticleAdmin: `redact/`."""

    @page("<int:number>/redact/", "article.redact", name="redact")
    def redact(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Ask for the words; show each place where they stand; then strike them out.

        The words travel in the body of the request only: addresses end up in logs.
        """
        form = RedactionForm(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid() or "change" in request.POST:
            return self._redaction_page(request, article, form)
        if "confirm" in request.POST:
            try:
                count = workflow.redact(
                    article,
                    form.struck.passages,
                    by=staff(request),
                    reason=form.cleaned_data["reason"],
                    expected=number_in(request.POST.get("places")),
                )
                words = ngettext("%d place was redacted.", "%d places were redacted.", count)
                messages.success(request, words % count)
                return self.to("history", article)
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        return self._redaction_page(request, article, form, form.struck)

    def _redaction_page(
        self,
        request: HttpRequest,
        article: Article,
        form: RedactionForm,
        words: StruckWords | None = None,
    ) -> HttpResponse:
        """The form; with valid `words`, the places that would change."""
        changes = find(article, words) if words else []
        places = places_of(changes)
        return self.answer(
            request,
            "articles/newsroom/redact.html",
            article,
            title=_("Redact words"),
            form=form,
            searched=words is not None,
            counts=counts_of(changes),
            count=len(places),
            places=places[:MOST_PLACES_SHOWN],
            elsewhere=elsewhere(article, words) if words else None,
            present=article.presences.filter(seen_at__gt=now() - OPEN)
            .exclude(user=staff(request))
            .select_related("user"),
        )
