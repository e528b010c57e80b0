"""The receipts in the newsroom: a list to read, and nothing to change."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.consent.models import Receipt


@admin.register(Receipt)
class ReceiptAdmin(RoleModelAdmin):
    """For the administrator who has to show what was chosen."""

    list_display = ["id", "made_at", "policy_version", "chosen", "signal"]
    list_filter = ["policy_version", "signal"]
    date_hierarchy = "made_at"
    actions_by_right = {"view": "consent_receipts.export"}

    @admin.display(description=_("categories"))
    def chosen(self, receipt: Receipt) -> str:
        return ", ".join(receipt.categories)
