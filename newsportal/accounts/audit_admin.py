"""The audit log in the newsroom: to read, to filter, and to take away as a table."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy

from newsportal.accounts import audit
from newsportal.accounts.admin_pages import page
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.export import Columns, export_of
from newsportal.accounts.models import AuditEntry
from newsportal.accounts.roles import can, staff

# What concerns security is read by those who look after people and settings alone.
OF_SECURITY = ("user.", "message.", "audit.")

COLUMNS: Columns = {
    "number": lambda entry: entry.pk,
    "at": lambda entry: entry.at,
    "by": lambda entry: entry.by.username if entry.by else "",
    "action": lambda entry: entry.action,
    "subject": lambda entry: entry.subject,
    "label": lambda entry: entry.label,
    "detail": lambda entry: json.dumps(entry.detail, ensure_ascii=False, sort_keys=True),
    "hash": lambda entry: entry.hash,
}


class SubjectFilter(admin.SimpleListFilter):
    """One article, photo or person: `article:12`, or the number of an article alone."""

    title = gettext_lazy("subject")
    parameter_name = "subject"
    template = "accounts/newsroom/subject_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Any:
        kept = [(name, value) for name, value in changelist.params.items() if name != "p"]
        yield {
            "name": self.parameter_name,
            "value": self.value() or "",
            "kept": [pair for pair in kept if pair[0] != self.parameter_name],
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = (self.value() or "").strip()
        if not wanted:
            return queryset
        return queryset.filter(subject=f"article:{wanted}" if wanted.isdecimal() else wanted)


@admin.register(AuditEntry)
class AuditEntryAdmin(RoleModelAdmin):
    """The audit log. Publishers read what concerns articles, administrators all of it."""

    actions_by_right = {"view": "audit.read_editorial"}
    readonly_fields = ["at", "who", "action", "subject", "name", "detail", "hash"]
    fields = ("at", "who", "action", "subject", "name", "detail", "hash")
    list_display = ["at", "by", "action", "name", "subject"]
    list_filter = [SubjectFilter, ("by", admin.RelatedOnlyFieldListFilter), "action"]
    search_fields = ["label", "subject", "by__username"]
    date_hierarchy = "at"
    list_select_related = ["by"]
    change_list_template = "accounts/newsroom/audit_log.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        entries = super().get_queryset(request)
        if not can(request.user, "audit.read_security"):
            for start in OF_SECURITY:
                entries = entries.exclude(action__startswith=start)
        return entries

    def knows_of_all(self, request: HttpRequest) -> bool:
        return can(request.user, "audit.read_security")

    @admin.display(description=gettext_lazy("by"))
    def who(self, entry: AuditEntry) -> str:
        # Not the field itself: Django would link it to the account.
        return str(entry.by or "")

    @admin.display(description=gettext_lazy("label"))
    def name(self, entry: AuditEntry) -> str:
        return entry.label or getattr(entry, "name_now", "")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        entry = super().get_object(request, object_id, from_field)
        return self._named(request, [entry])[0] if entry else None

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        changelist.result_list = self._named(request, list(changelist.result_list))
        return changelist

    def _named(self, request: HttpRequest, entries: list[Any]) -> list[Any]:
        """The entries with the present names of what the log knows by number alone."""
        names = audit.names_of(entries, reader=staff(request))
        for entry in entries:
            entry.name_now = names.get(entry.subject, "")
        return entries

    @page("export/", "audit.read_editorial", name="export", methods=("POST",))
    def export(self, request: HttpRequest) -> HttpResponseBase:
        """The lines that the filters in the address leave, as a table; the log says who took it."""
        return export_of(
            self, request, COLUMNS, name="audit-log", action="audit.export", subject="audit"
        )
