"""Sections, topics and authors in the newsroom."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from articles import search
from articles.admin.forms import PhotoSelect
from articles.admin.inlines import choose_only
from articles.models import Author, Photo, Section, Topic
from articles.photos.licensing import unfit_to_stand_in
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.roles import can


class TaxonomyAdmin(RoleModelAdmin):
    """What editors keep in order; whoever writes may look things up in it.

    A changed slug has no redirect from the old address yet.
    """

    actions_by_right = {
        "view": "article.list_unpublished",
        "add": "section_tag.create_edit",
        "change": "section_tag.create_edit",
        "delete": "section_tag.delete_merge",
    }
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Nobody owns a word: whoever may list any article may look at all of them.
        return super().has_view_permission(request)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        # Typing a new name must not change the slug of a row that readers have seen.
        may_write = self.has_change_permission(request, obj)
        return {} if obj is not None or not may_write else dict(self.prepopulated_fields)


class SectionForm(forms.ModelForm):
    """A section, with the picture that it shows where a photo may be shown no more."""

    class Meta:
        widgets: ClassVar = {"fallback_photo": PhotoSelect}

    def clean_fallback_photo(self) -> Photo | None:
        photo: Photo | None = self.cleaned_data["fallback_photo"]
        if photo is not None and (why := unfit_to_stand_in(photo)):
            raise forms.ValidationError(why)
        return photo


@admin.register(Section)
class SectionAdmin(TaxonomyAdmin):
    form = SectionForm
    fields = ["name", "slug", "description", "position", "fallback_photo"]
    list_display = ["name", "slug", "position"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return choose_only(super().formfield_for_dbfield(db_field, request, **kwargs))


class SearchedByNameAdmin(TaxonomyAdmin):
    """Articles are found by these names: where one changes or goes, the index follows."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            search.name_changed(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        search.name_changed(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for subject in queryset:
            search.name_changed(subject)
        super().delete_queryset(request, queryset)


@admin.register(Topic)
class TopicAdmin(SearchedByNameAdmin):
    list_display = ["name", "slug", "articles"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        topics = super().get_queryset(request)
        return topics.annotate(used=Count("article")).order_by("name")

    @admin.display(ordering="used")
    def articles(self, topic: Any) -> int:
        return int(topic.used)


@admin.register(Author)
class AuthorAdmin(SearchedByNameAdmin):
    list_display = ["name", "description", "user"]
    list_select_related = ["user"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # The account of a byline decides whose articles are whose, and so who may approve
        # them: it is set by those who may approve their own anyway.
        return () if can(request.user, "article.approve_own") else ("user",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            writers = db_field.related_model.objects.filter(is_superuser=False, is_active=True)
            kwargs["queryset"] = writers.exclude(roles=None).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
