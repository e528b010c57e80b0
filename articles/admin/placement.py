"""The front page in the newsroom: what stands in the lead and the two seconds, and how long."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition, Placement
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.timeline import now


class PlacementForm(forms.ModelForm):
    """An article chosen by its headline; only what is live or scheduled can stand there."""

    article_number = forms.ModelChoiceField(
        queryset=Article.objects.none(),
        label=_("Article"),
        help_text=_("Live and scheduled articles, the newest first."),
    )

    class Meta:
        model = Placement
        fields = ["place", "article_number", "live_from", "live_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        public = Edition.every.filter(live_until__isnull=True).newest_first()
        numbers = list(public.values_list("article_number", flat=True)[:200])
        if self.instance.pk:
            numbers.append(self.instance.article_number)
        field = self.fields["article_number"]
        field.queryset = Article.objects.filter(pk__in=numbers).order_by("-changed_at")  # type: ignore[attr-defined]

    def clean_article_number(self) -> int:
        return int(self.cleaned_data["article_number"].pk)


@admin.register(Placement)
class PlacementAdmin(RoleModelAdmin):
    """Placements, the live ones first to be seen."""

    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "frontpage.arrange")
    form = PlacementForm
    list_display = ["place", "headline", "live_from", "live_until", "is_live_now"]
    list_filter = ["place"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return Placement.every.with_headlines()

    @admin.display(description=_("article"))
    def headline(self, placement: Any) -> str:
        return placement.headline or f"#{placement.article_number}"

    @admin.display(description=_("live now"), boolean=True)
    def is_live_now(self, placement: Placement) -> bool:
        return placement.live_from <= now() and placement.is_live
