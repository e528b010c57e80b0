"""The parts of the article form that stand in rows: its authors and its photos."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.forms import AuthorForm, LabelledRows, OneOf, PhotoUseForm
from articles.models import ArticleAuthor, PhotoUse
from articles.workflow.steps import may_edit_text
from newsportal.accounts.admin_rights import RoleRights
from newsportal.accounts.roles import can


def choose_only(field: Any, *, may_add: bool = False) -> Any:
    """The form field without the icons that edit, delete and show what is chosen.

    What an article refers to is edited on pages of its own.
    """
    if hasattr(field.widget, "can_change_related"):
        field.widget.can_change_related = False
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
        field.widget.can_add_related &= may_add
    return field


class ArticlePartInline(RoleRights, admin.TabularInline):
    """A part of the article form: the article's own rights hold for it."""

    extra = 0
    formset = LabelledRows
    ordering = ["position", "id"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, "article.view_unpublished", obj)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return choose_only(super().formfield_for_dbfield(db_field, request, **kwargs))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)


class AuthorInline(ArticlePartInline):
    model = ArticleAuthor
    form = AuthorForm
    autocomplete_fields = ["author"]
    fields = ["author", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleAuthor]:
        return super().get_queryset(request).select_related("author")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = OneOf(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _may(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        return may_edit_text(request.user, obj)


class PhotoInline(ArticlePartInline):
    model = PhotoUse
    form = PhotoUseForm
    fields = ["photo", "caption", "alt", "is_decorative", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PhotoUse]:
        return super().get_queryset(request).filter(in_body=False).select_related("photo")

    def _may(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        if obj is None:
            return can(request.user, "article.create")
        return can(request.user, "article.set_photo", obj) or may_edit_text(request.user, obj)
