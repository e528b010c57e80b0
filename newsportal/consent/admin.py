"""Consent in the newsroom: which purposes the site has, what was asked when, and the receipts."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.admin_pages import page
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.export import Columns, export_of
from newsportal.consent import versions
from newsportal.consent.models import ConsentVersion, Purpose, Receipt
from newsportal.embeds.admin import ProviderAdmin
from newsportal.embeds.models import Provider

COLUMNS: Columns = {
    "receipt": lambda receipt: receipt.pk,
    "made at": lambda receipt: receipt.made_at,
    "version of the question": lambda receipt: receipt.policy_version,
    "version of the policy text": lambda receipt: receipt.policy_text,
    "on": lambda receipt: ", ".join(receipt.categories),
    "signal": lambda receipt: receipt.signal,
}


class Asked(RoleModelAdmin):
    """For rows that readers are asked about: every change settles what is asked."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        versions.settle()

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        super().delete_model(request, obj)
        versions.settle()


@admin.register(Provider)
class AskedProviderAdmin(Asked, ProviderAdmin):
    """The providers of embeds: one that is added, or a host more, asks readers again."""


@admin.register(Purpose)
class PurposeAdmin(Asked):
    """A purpose is there or it is not: it is added, which asks all readers, or taken away."""

    list_display = ["__str__", "what_for"]
    fields = ["name"]
    actions_by_right = dict.fromkeys(("view", "add", "delete"), "consent_text.edit")

    @admin.display(description=_("what for"))
    def what_for(self, purpose: Purpose) -> Any:
        return purpose.category.what_for


@admin.register(ConsentVersion)
class ConsentVersionAdmin(RoleModelAdmin):
    """What readers were asked from when on: a list to read, and nothing to change."""

    list_display = ["number", "made_at", "names"]
    actions_by_right = {"view": "consent_text.edit"}

    @admin.display(description=_("what is asked"))
    def names(self, version: ConsentVersion) -> str:
        return ", ".join(version.asked) or str(_("nothing"))


@admin.register(Receipt)
class ReceiptAdmin(RoleModelAdmin):
    """For the administrator who has to show what was chosen."""

    change_list_template = "consent/newsroom/receipts.html"
    list_display = ["id", "made_at", "policy_version", "chosen", "signal"]
    list_filter = ["policy_version", "signal"]
    date_hierarchy = "made_at"
    actions_by_right = {"view": "consent_receipts.export"}

    @admin.display(description=_("categories"))
    def chosen(self, receipt: Receipt) -> str:
        return ", ".join(receipt.categories)

    @page("export/", "consent_receipts.export", name="export", methods=("POST",))
    def export(self, request: HttpRequest) -> HttpResponseBase:
        """The receipts that the filters of the list leave, as a table for a spreadsheet."""
        return export_of(
            self,
            request,
            COLUMNS,
            name="consent-receipts",
            action="consent_receipts.export",
            subject="consent receipts",
            order="made_at",
        )
