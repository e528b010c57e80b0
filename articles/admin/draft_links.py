"""Links that show a draft to people without an account: made, listed and revoked on one page."""

from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.pages import ArticlePages, page
from articles.models import Article, DraftLink, DraftLinkOpening
from articles.workflow.draft_links import (
    MOST_HOURS,
    USUAL_HOURS,
    make_draft_link,
    revoke_draft_link,
    why_closed,
)
from newsportal.accounts.roles import can, staff
from newsportal.refusals import Refused

OPENINGS_SHOWN = 20


class DraftLinkForm(forms.ModelForm):
    """For whom a link is, and for how long."""

    hours = forms.IntegerField(
        label=gettext_lazy("Works for how many hours"),
        initial=USUAL_HOURS,
        min_value=1,
        max_value=MOST_HOURS,
        help_text=gettext_lazy("72 hours are three days. At most 720."),
    )

    # Tells one opened form from another, so that a double click makes one link.
    form = forms.CharField(
        widget=forms.HiddenInput, initial=partial(get_random_string, 32), max_length=64
    )

    class Meta:
        model = DraftLink
        fields = ["label"]


class DraftLinkPages(ArticlePages):
    """Mixed into the ArticleAdmin: `draft-links/` and `draft-links/<link>/revoke/`."""

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        context = super().form_context(request, article)
        if article is None or not can(request.user, "article.draft_link", article):
            # Said aloud: to a template, what is not there is not the same as nothing.
            return context | {"open_draft_links": None}
        return context | {"open_draft_links": getattr(article, "open_draft_links", 0)}

    @page("<int:number>/draft-links/", "article.draft_link", name="draft_links")
    def draft_links(self, request: HttpRequest, article: Article) -> HttpResponse:
        """The links to this article; a new one is shown this once, for it is not stored."""
        form = DraftLinkForm(request.POST if request.method == "POST" else None)
        address = ""
        if request.method == "POST" and form.is_valid():
            try:
                _link, token = make_draft_link(
                    article,
                    by=staff(request),
                    label=form.cleaned_data["label"],
                    hours=form.cleaned_data["hours"],
                    form=form.cleaned_data["form"],
                )
                address = settings.SITE_URL + reverse("draft", args=[token])
                form = DraftLinkForm()
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        last = DraftLinkOpening.objects.order_by("-opened_at", "-id")[:OPENINGS_SHOWN]
        links = (
            article.draft_links.annotate(times=Count("openings"))
            # Together, so that somebody who has made several is one person with their roles.
            .prefetch_related("made_by__roles", Prefetch("openings", last, to_attr="last"))
        )
        return self.answer(
            request,
            "articles/newsroom/draft_links.html",
            article,
            title=_("Draft links"),
            form=form,
            address=address,
            links=[
                {
                    "row": link,
                    "works": link.works and can(link.made_by, "article.draft_link", article),
                    "openings": link.last,
                }
                for link in links
            ],
            why_closed=why_closed(article),
        )

    @page(
        "<int:number>/draft-links/<int:link>/revoke/",
        "article.draft_link",
        name="revoke_draft_link",
        methods=("POST",),
    )
    def revoke_draft_link(self, request: HttpRequest, article: Article, link: int) -> HttpResponse:
        """Close a link now."""
        revoke_draft_link(get_object_or_404(article.draft_links, pk=link), by=staff(request))
        messages.success(request, _("The link is revoked: it opens nothing any more."))
        return self.to("draft_links", article)
