"""The staff inbox: the list, the reading page with its verbs, and the settings of the desk."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsportal.accounts.admin_pages import opened_by
from newsportal.accounts.admin_rights import OneRowAdmin, RoleModelAdmin
from newsportal.accounts.models import User
from newsportal.accounts.roles import ROLES, TABLE, can, staff, widest
from newsportal.inbox import desk
from newsportal.inbox.models import Desk, MailState, Message, State
from newsportal.numbers import number_in
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import now

# Roles whose holders can be asked to look at a message.
READERS = [role for role in ROLES if TABLE["message.read"][role] != "N"]


class StateFilter(admin.SimpleListFilter):
    """The folders of the inbox; what is to do comes first, spam is out of sight."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [*State.choices, ("all", gettext_lazy("all"))]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        return [first | {"display": _("to do")}, *rest]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Message]:
        if self.value() == "all":
            return cast(QuerySet[Message], queryset)
        if self.value() is None:
            return cast(QuerySet[Message], queryset.to_do())
        return cast(QuerySet[Message], queryset.filter(state=self.value()))


@admin.register(Message)
class MessageAdmin(RoleModelAdmin):
    """Messages are read and moved on here; nobody writes or changes one."""

    list_display = [
        "reference",
        "category",
        "state_word",
        "sent_on",
        "age",
        "assignee",
        "mail_word",
    ]
    list_display_links = ["reference", "category"]
    list_filter = [StateFilter, "category", "mail_state", "assignee"]
    list_select_related = ["assignee"]
    list_per_page = 50
    search_fields = ["reference", "text", "sender_name", "sender_address", "page"]
    ordering = ["-id"]
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        # Without the texts: a list needs none of them, and many are long.
        return super().get_queryset(request).defer("text")

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_word(self, message: Message) -> str:
        return format_html(
            '<span class="state state-{}">{}</span>', message.state, message.get_state_display()
        )

    @admin.display(description=gettext_lazy("sent"), ordering="id")
    def sent_on(self, message: Message) -> str:
        # Of an anonymous message only the day is known.
        at = localtime(message.sent_at)
        if message.is_anonymous:
            return date_format(at.date(), "DATE_FORMAT")
        return date_format(at, "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("age"), ordering="id")
    def age(self, message: Message) -> str:
        days = (localtime(now()).date() - localtime(message.sent_at).date()).days
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}

    @admin.display(description=gettext_lazy("mail to the desk"), ordering="mail_state")
    def mail_word(self, message: Message) -> str:
        if message.mail_state == MailState.FAILED or message.mail_tries > 1:
            return format_html(
                '<span class="state state-mail-{}">{} ({})</span>',
                message.mail_state,
                message.get_mail_state_display(),
                message.mail_tries,
            )
        return message.get_mail_state_display()

    # -- The reading page -------------------------------------------------------------------

    @opened_by("message.read")
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One message: reading it is written down, and the verbs are buttons."""
        user = staff(request)
        found = Message.objects.filter(pk=number_in(object_id)).select_related("assignee").first()
        # To those who may not read it, a message is no different from one that never was.
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        if found is None:
            raise Http404
        if request.method == "POST":
            return self.carry_out(request, found, by=user)
        desk.read(found, by=user)
        return self.answer(
            request,
            "inbox/newsroom/message.html",
            found,
            title=_("Message %(reference)s") % {"reference": found.reference},
            notes=found.notes.select_related("made_by"),
            shows_sender=widest(user, "message.read") == "Y",
            may={
                verb: can(user, f"message.{verb}", found)
                for verb in ("list", "assign", "close", "mark_spam", "delete")
            },
            colleagues=User.objects.filter(is_active=True, roles__in=READERS).distinct(),
        )

    def carry_out(self, request: HttpRequest, message: Message, *, by: User) -> HttpResponse:
        """Do what the pressed button says; a refusal is shown as a sentence."""
        verbs: dict[str, Callable[[], object]] = {
            "open": lambda: desk.open(message, by=by),
            "close": lambda: desk.close(message, by=by),
            "spam": lambda: desk.mark_spam(message, by=by),
            "not_spam": lambda: desk.not_spam(message, by=by),
            "assign": lambda: desk.assign(message, self.colleague(request), by=by),
            "note": lambda: desk.add_note(message, request.POST.get("text", ""), by=by),
        }
        verb = verbs.get(request.POST.get("verb", ""))
        try:
            if verb is None:
                raise Refused(_("Choose one of the buttons."))
            verb()
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.sentence) from refusal
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Done: %(reference)s.") % {"reference": message})
        return HttpResponseRedirect(reverse("admin:inbox_message_change", args=[message.pk]))

    def colleague(self, request: HttpRequest) -> User | None:
        """The user chosen in the form, or None for nobody."""
        chosen = request.POST.get("assignee", "")
        if not chosen:
            return None
        colleague = User.objects.filter(pk=number_in(chosen)).first()
        if colleague is None:
            raise Refused(_("Choose a colleague from the list."))
        return colleague

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        assert isinstance(obj, Message)
        desk.delete(obj, by=staff(request))


@admin.register(Desk)
class DeskAdmin(OneRowAdmin):
    list_display = ["__str__", "mail_address", "messages_per_hour"]
