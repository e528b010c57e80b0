"""Licences in the newsroom: written down once, given to many photos."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Licence
from newsportal.accounts.admin_rights import RoleModelAdmin


@admin.register(Licence)
class LicenceAdmin(RoleModelAdmin):
    """Whoever sees the library may read them; they are kept by those who set rights."""

    actions_by_right = {
        "view": "photo.browse_library",
        **dict.fromkeys(("add", "change", "delete"), "photo.set_rights_expiry"),
    }
    fields = [
        "name",
        "credit",
        "copyright",
        "usage_terms",
        "web_statement",
        "licensor",
        "licensor_url",
        "days",
        "most_uses",
        "not_for_social",
        "territory",
    ]
    list_display = ["name", "credit", "days", "most_uses", "photos_of_it"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Licence]:
        return super().get_queryset(request).annotate(given=Count("photos")).order_by("name")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Nobody owns a licence: who may read one may read them all.
        return super().has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Photos say under which licence they came.
        if obj is not None and obj.photos.exists():
            return False
        return super().has_delete_permission(request)

    @admin.display(description=_("photos"), ordering="given")
    def photos_of_it(self, licence: Any) -> int:
        return int(licence.given)
