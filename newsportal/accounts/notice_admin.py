"""What became of the mail to the staff: to whom and when, never what stands in it."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext

from newsportal.accounts import notices
from newsportal.accounts.admin_pages import page
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.models import Notice
from newsportal.accounts.roles import staff


@admin.register(Notice)
class NoticeAdmin(RoleModelAdmin):
    """For administrators, who look after the mail and need not know which articles there are."""

    actions_by_right = {"view": "user.list"}
    fields = ["to", "made_at", "state", "tries", "due_at"]
    list_display = ["to", "made_at", "state", "tries", "due_at"]
    list_display_links = None
    list_filter = ["state"]
    list_select_related = ["to"]
    change_list_template = "accounts/newsroom/notices.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return super().get_queryset(request).defer("subject", "text")

    @page("again/", "site_settings.edit", name="again", methods=("POST",))
    def again(self, request: HttpRequest) -> HttpResponse:
        """Begin anew with every mail that has failed, as after a change of the mail server."""
        number = notices.try_failed_again(by=staff(request))
        messages.success(
            request,
            ngettext("%d mail is tried again.", "%d mails are tried again.", number) % number,
        )
        return HttpResponseRedirect(reverse("admin:accounts_notice_changelist"))
