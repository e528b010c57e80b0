"""The list of providers in the newsroom, and what the editor asks about a pasted address.

`consent` registers it: a provider more is a question more to readers.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from newsportal.accounts.admin_pages import page
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.embeds.matching import recognised
from newsportal.refusals import Refused


class ProviderAdmin(RoleModelAdmin):
    """The administrator's: which sites articles may show material of."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["name", "kind", "frame", "owner", "position"]
    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "consent_text.edit")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    @page("match/", "article.edit_text", name="match", methods=("GET",))
    def match(self, request: HttpRequest) -> HttpResponseBase:
        """Whose `address` is, as JSON: the address as it is stored, or an `error`, and why not."""
        try:
            found = recognised(request.GET.get("address", ""))
        except Refused as refusal:
            return JsonResponse({"error": refusal.sentence})
        return JsonResponse({"address": found.address, "name": found.provider.name})
