"""The list of reported errors: what readers say is wrong, until an editor has settled it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.models import CorrectionDraft
from newsportal.accounts.admin_rights import RoleModelAdmin


@admin.register(CorrectionDraft)
class CorrectionDraftAdmin(RoleModelAdmin):
    """Read here, settled on the pages of the article."""

    actions_by_right = {"view": "article.correct"}
    list_display = ["report", "article", "made_at", "made_by"]
    list_display_links = None
    list_select_related = ["article", "made_by"]
    fields = ["text", "made_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        in_use = super().get_queryset(request).filter(article__trashed_at__isnull=True)
        return CorrectionDraft.objects.open() & in_use

    @admin.display(description=_("what is reported"))
    def report(self, draft: CorrectionDraft) -> str:
        address = reverse("admin:articles_article_reported", args=[draft.article_id, draft.pk])
        return format_html('<a href="{}">{}</a>', address, Truncator(draft.text).chars(120))
