"""The staff inbox: the list, the reading page with its verbs, and the settings of the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.admin_rights import OneRowAdmin, RoleModelAdmin
from newsportal.accounts.roles import can, staff
from newsportal.inbox import desk, senders
from newsportal.inbox.models import (
    AnswerTemplate,
    BlockedSender,
    Category,
    Desk,
    InboxSettings,
    Message,
    SpamRule,
)
from newsportal.inbox.newsroom.folders import FILTERS
from newsportal.inbox.newsroom.presence import PresencePages
from newsportal.inbox.newsroom.reading import Reading
from newsportal.inbox.newsroom.tools import ToolPages
from newsportal.inbox.wording import refuse_unknown_places
from newsportal.refusals import Refused


@admin.register(Message)
class MessageAdmin(Reading, PresencePages, ToolPages, RoleModelAdmin):
    """Messages are read and moved on here; nobody writes or changes one."""

    list_display = ["reference", "category", "assignee"]
    list_filter = FILTERS
    list_select_related = ["assignee", "category"]
    list_per_page = 50
    search_fields = ["reference", "text", "sender_name", "sender_address", "page"]
    ordering = ["-id"]
    change_list_template = "inbox/newsroom/list.html"
    actions_by_right = {"view": "message.list", "delete": "message.delete"}

    class Media:
        css = {"all": ["css/newsroom/inbox.css"]}

    # -- Rights -----------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The list, its search and every autocomplete are the desk's; one message may be shown
        # to the colleague it was given to.
        return super().has_view_permission(request) or (
            obj is not None and can(request.user, "message.read", obj)
        )

    # -- The list ---------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        response = super().changelist_view(request, extra_context)
        if cl := getattr(response, "context_data", {}).get("cl"):
            response.context_data |= self.around_list(request, cl)
        return response

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        assert isinstance(obj, Message)
        desk.delete(obj, by=staff(request))


class TemplateForm(forms.ModelForm):
    """A template with the places that an answer knows."""

    class Meta:
        model = AnswerTemplate
        fields = ["name", "text", "position"]
        help_texts = {
            "text": _("{name}, {number} and {article} are filled in when it is used."),
        }

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        try:
            refuse_unknown_places(text)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return text


class BesideTheInbox(RoleModelAdmin):
    """For lists to which the inbox leads: they need no room of their own."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(BesideTheInbox):
    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "message.reply")
    form = TemplateForm
    list_display = ["name", "position"]


@admin.register(BlockedSender)
class BlockedSenderAdmin(BesideTheInbox):
    """Who is blocked: senders are blocked on the page of a message, and let in again here."""

    actions_by_right = dict.fromkeys(("view", "delete"), "message.block_sender")
    list_display = ["address", "blocked_at", "blocked_by"]
    list_display_links = None
    list_select_related = ["blocked_by"]
    search_fields = ["address"]
    fields = ["address", "blocked_at", "by"]

    @admin.display(description=_("by"))
    def by(self, sender: BlockedSender) -> str:
        return str(sender.blocked_by)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        assert isinstance(obj, BlockedSender)
        senders.unblock(obj, by=staff(request))


@admin.register(SpamRule)
class SpamRuleAdmin(RoleModelAdmin):
    list_display = ["pattern", "kind", "remark"]
    list_filter = ["kind"]
    search_fields = ["pattern", "remark"]
    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "message.mark_spam")


class SortingAdmin(RoleModelAdmin):
    """For desks and categories, which are data of the site."""

    actions_by_right = dict.fromkeys(("view", "add", "change", "delete"), "site_settings.edit")


@admin.register(Desk)
class DeskAdmin(SortingAdmin):
    list_display = ["name", "mail_address"]


@admin.register(Category)
class CategoryAdmin(SortingAdmin):
    list_display = [
        "name",
        "kind",
        "desk",
        "answer_within_hours",
        "keep_for_days",
        "is_offered",
        "position",
    ]
    list_select_related = ["desk"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(InboxSettings)
class InboxSettingsAdmin(OneRowAdmin):
    list_display = ["__str__", "messages_per_hour"]
