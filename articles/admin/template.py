"""Article templates in the newsroom: their list, and the words that a new article begins with."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin.forms import rich_text_widget
from articles.content import Content
from articles.models import ArticleTemplate, Section
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.roles import staff
from newsportal.pagecache.headers import relax_styles
from newsportal.richtext.fields import RichTextFormField

WORDS = ("headline", "standfirst", "body", "dateline")


class TemplateForm(forms.ModelForm):
    """The name, and what it says. Photos, topics and authors stay those of its article."""

    headline = forms.CharField(label=_("Headline"), max_length=200, required=False)
    standfirst = forms.CharField(
        label=_("Standfirst"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = RichTextFormField(label=_("Text"), required=False)
    section = forms.ModelChoiceField(Section.objects.all(), label=_("Section"), required=False)
    dateline = forms.CharField(label=_("Dateline"), max_length=80, required=False)

    class Meta:
        model = ArticleTemplate
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = rich_text_widget()
        if self.instance.pk:
            content = workflow.content_of(self.instance)
            for name in (*WORDS, "section"):
                self.fields[name].initial = getattr(content, name)

    def save(self, commit: bool = True) -> ArticleTemplate:
        typed = self.cleaned_data
        stored = workflow.content_of(self.instance) if self.instance.pk else Content(headline="")
        section = typed["section"]
        self.instance.content = replace(
            stored,
            section=section.pk if section else None,
            **{name: typed[name] for name in WORDS},
        ).as_json()
        template: ArticleTemplate = super().save(commit)
        return template


@admin.register(ArticleTemplate)
class ArticleTemplateAdmin(RoleModelAdmin):
    """Whoever may use templates keeps them in order."""

    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "article.template")
    form = TemplateForm
    fields = ["name", "headline", "standfirst", "body", "section", "dateline"]
    list_display = ["name", "made_by", "made_at"]
    list_select_related = ["made_by"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = staff(request)
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return relax_styles(super().render_change_form(request, *args, **kwargs))
