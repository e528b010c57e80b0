"""The bridge from the role table to Django's admin: every ModelAdmin names its actions here."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext as _

from newsportal.accounts.roles import can, staff

Rights = dict[str, str | None]


def label_both_parts(field: forms.SplitDateTimeField) -> None:
    """Name the two inputs of a date and time; their common label stands beside neither."""
    for part, name in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
        part.attrs["aria-label"] = f"{field.label}: {name}"


class RoleRights:
    """Answers the admin's four questions of rights from `roles.TABLE`.

    `actions_by_right` maps `view`, `add`, `change` and `delete` to actions; a right without
    an action is nobody's.
    """

    actions_by_right: ClassVar[Rights] = {}

    def _may(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        action = self.actions_by_right.get(right)
        return action is not None and can(request.user, action, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "delete", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) or self.has_add_permission(request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, forms.SplitDateTimeField):
            label_both_parts(field)
        return field


class RoleModelAdmin(RoleRights, admin.ModelAdmin):
    """A ModelAdmin whose rights are rows of the role table.

    Django's own log of admin actions is not written: the audit log and the revisions say more,
    and two logs would disagree one day.
    """

    actions = None
    view_on_site = False

    def get_urls(self) -> list[URLPattern]:
        # Django's page of an object's history reads the log that is not written.
        own = f"{self.opts.app_label}_{self.opts.model_name}_history"
        return [url for url in super().get_urls() if url.name != own]

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: `audit.record` is called by whatever makes the change."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing, as above."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing, as above."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.record(request, "change" if change else "add", obj, fields=sorted(form.changed_data))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.record(request, "delete", obj)
        super().delete_model(request, obj)

    def record(self, request: HttpRequest, right: str, obj: models.Model, **detail: Any) -> None:
        """One line in the audit log, under the action that allowed the change."""
        from newsportal.accounts import audit

        action = self.actions_by_right[right]
        assert action is not None
        audit.record(action, obj, by=staff(request), **detail)


class RoleInline(RoleRights):
    """For inlines: mixed in before TabularInline or StackedInline."""
