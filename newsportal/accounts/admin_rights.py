"""The bridge from the role table to Django's admin: every ModelAdmin names its actions here."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst

from newsportal.accounts import audit
from newsportal.accounts.admin_pages import AdminPages
from newsportal.accounts.changes import changes_of
from newsportal.accounts.paging import ShortCount
from newsportal.accounts.roles import can, staff, widest
from newsportal.timeline.forms import MomentField, MomentWidget


class RoleRights:
    """Answers the admin's four questions of rights from `roles.TABLE`.

    `actions_by_right` maps `view`, `add`, `change`, `delete` and `bulk` (to send the list, which
    acts on many rows) to actions; a right without an action is nobody's.
    """

    actions_by_right: ClassVar[dict[str, str]] = {}

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
        if isinstance(db_field, models.DateTimeField):
            kwargs = {"form_class": MomentField, "widget": MomentWidget, **kwargs}
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class RoleModelAdmin(RoleRights, AdminPages, admin.ModelAdmin):
    """A ModelAdmin whose rights are rows of the role table.

    Django's own log of admin actions is not written: the audit log and the revisions say more,
    and two logs would disagree one day.
    """

    actions = None
    view_on_site = False
    paginator = ShortCount
    show_full_result_count = False

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is None:
            self.refuse_absent(request)
        return row

    def refuse_absent(self, request: HttpRequest) -> None:
        """Raise PermissionDenied where no row was found, but to who may see every row.

        A row that is not theirs to see is like one that never was.
        """
        if not self.knows_of_all(request):
            raise PermissionDenied

    def knows_of_all(self, request: HttpRequest) -> bool:
        """Whether this person may see every row, and so may learn that one is not there."""
        action = self.actions_by_right.get("view")
        return action is not None and widest(request.user, action) == "Y"

    def refused(self, request: HttpRequest, number: Any) -> None:
        """What a refused POST leaves behind; nothing, unless a ModelAdmin says otherwise."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.method == "POST" and not self._may(request, "bulk"):
            raise PermissionDenied
        # Django's "Select article to change" is wrong for whoever only reads.
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    # -- What a list may be asked -----------------------------------------------------------

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        # Django lets a list be asked about every column: letter by letter, such questions
        # spell out the hash of a password. Here a list answers what its own filters ask.
        return lookup in set(self._lookups_of_filters(request))

    def _lookups_of_filters(self, request: Any) -> Iterator[str]:
        """The names that the filters of this list, as Django makes them, put into its address."""
        if self.date_hierarchy:
            yield from (f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day"))
        for listed in self.get_list_filter(request):
            if isinstance(listed, type):
                yield str(getattr(listed, "parameter_name", ""))
                continue
            path = str(listed[0] if isinstance(listed, (list, tuple)) else listed)
            field: Any = get_fields_from_path(self.model, path)[-1]
            yield f"{path}__isnull"
            if field.is_relation:
                yield f"{path}__{field.target_field.name}__exact"
            elif isinstance(field, models.DateField):
                yield from (f"{path}__gte", f"{path}__lt")
            else:
                yield from (path, f"{path}__exact")

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        # Every word is a condition of its own, and a database takes no thousand of them.
        return super().get_search_results(request, queryset, search_term[:200])

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        # A year or a number that neither Python nor the database can hold is answered as
        # Django answers every value that makes no sense: with the whole list.
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error

    # -- The audit log ----------------------------------------------------------------------

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: `audit.record` is called by whatever makes the change."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing, as above."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing, as above."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changes = changes_of(form, change=change)
        self.record(request, "change" if change else "add", obj, changes=changes)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.record(request, "delete", obj)
        super().delete_model(request, obj)

    def record(self, request: HttpRequest, right: str, obj: models.Model, **detail: Any) -> None:
        """One line in the audit log, under the action that allowed the change."""
        audit.record(self.actions_by_right[right], obj, by=staff(request), **detail)


class OneRowAdmin(RoleModelAdmin):
    """For a table of settings: its one row can be added once and changed for ever."""

    actions_by_right = dict.fromkeys(("view", "add", "change"), "site_settings.edit")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and not self.model.objects.exists()
