"""The list of the inbox, alone and beside an open message: its saved views, and many at once."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, holders, staff
from newsportal.accounts.saved_queries import Sentences, clean, keep
from newsportal.inbox import desk
from newsportal.inbox.models import Message, SavedView
from newsportal.inbox.newsroom.folders import folders, with_unread
from newsportal.inbox.newsroom.rows import rows
from newsportal.numbers import number_in
from newsportal.refusals import Refused

EXPORT: Final = "inbox_message_export"
SENTENCES: Final = Sentences(
    saved=gettext_lazy("The view is saved as “%s”."),
    forgotten=gettext_lazy("The view “%s” is forgotten."),
    too_long=gettext_lazy("This view is too long to be kept. Choose less in it."),
    nameless=gettext_lazy("Give the view a name."),
)


def colleagues() -> Any:
    """Those who can be asked to look at a message."""
    return holders("message.read", "Y", "A")


def colleague(sent: str) -> User | None:
    """The user chosen in a form, or None for nobody."""
    if not sent:
        return None
    found = User.objects.filter(pk=number_in(sent)).first()
    if found is None:
        raise Refused(_("Choose a colleague from the list."))
    return found


def filters_of(query: QueryDict) -> str:
    """The filters of an address, without the page number and a template."""
    return clean(query, without=("p", "template"))


class Listing(AdminPages):
    """Mixed into the MessageAdmin."""

    get_changelist_instance: Any
    tools: Any

    def list_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the list beside a message needs; {} where its address holds no sensible filters."""
        asked, request.GET = request.GET, QueryDict(filters_of(request.GET))
        try:
            cl = self.get_changelist_instance(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            return {}
        finally:
            request.GET = asked
        return {"cl": cl, **self.around_list(request, cl)}

    def around_list(self, request: HttpRequest, cl: Any) -> dict[str, Any]:
        """The rows of a list in words, and what stands above them."""
        query = filters_of(request.GET)
        return {
            "rows": rows(cl.result_list),
            "query": query,
            "folders": folders(query),
            "saved_views": SavedView.objects.filter(user=staff(request)),
            "colleagues": colleagues(),
            "tools": self.tools(request),
            "may_export": can(request.user, "message.export"),
        }

    def get_queryset(self, request: HttpRequest) -> Any:
        # Without the texts: a list needs none of them, and many are long.
        found = super().get_queryset(request)  # type: ignore[misc]
        if request.resolver_match and request.resolver_match.url_name == EXPORT:
            return with_unread(found).select_related("decision")
        found = found.threads().defer("text", "quote")
        return with_unread(found).annotate(others=Count("merged"))

    @page("views/", "message.list", name="views", methods=("POST",))
    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters in `query` as `name`, or forget the view in `forget`."""
        query = filters_of(QueryDict(request.POST.get("query", "")))
        keep(request, SavedView.objects, query, SENTENCES)
        return self.to_list(query)

    @page("many/", "message.list", name="many", methods=("POST",))
    def many(self, request: HttpRequest) -> HttpResponse:
        """The pressed button, done to every ticked message by its own verb."""
        by = staff(request)
        try:
            verb = self.verb_of_many(request, by)
            chosen = [number_in(number) for number in request.POST.getlist("message")][:200]
            if not chosen:
                raise Refused(_("Tick the messages first."))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return self.to_list(request.POST.get("query", ""))
        done = 0
        for message in Message.objects.filter(pk__in=chosen).select_related("category__desk"):
            try:
                verb(message)
                done += 1
            except Refused as refusal:
                messages.error(request, f"{message}: {refusal.sentence}")
        if done:
            sentence = ngettext("Done: %(count)d message.", "Done: %(count)d messages.", done)
            messages.success(request, sentence % {"count": done})
        return self.to_list(request.POST.get("query", ""))

    def verb_of_many(self, request: HttpRequest, by: User) -> Callable[[Message], object]:
        """What the button stands for, as a function of one message."""
        match request.POST.get("do", ""):
            case "close":
                return lambda message: desk.close(message, by=by)
            case "spam":
                return lambda message: desk.mark_spam(message, by=by)
            case "not_spam":
                return lambda message: desk.not_spam(message, by=by)
            case "assign":
                to = colleague(request.POST.get("assignee", ""))
                return lambda message: desk.assign(message, to, by=by)
        raise Refused(_("Choose one of the buttons."))

    def to_list(self, query: str) -> HttpResponseRedirect:
        """Back to the list, with its filters."""
        query = filters_of(QueryDict(query))
        return HttpResponseRedirect(reverse("admin:inbox_message_changelist") + f"?{query}")

    def may(self, request: HttpRequest, message: Message) -> dict[str, bool]:
        """Which buttons of one message this person has."""
        verbs = (
            "list", "reply", "assign", "close", "mark_spam", "delete", "merge", "block_sender",
            "to_correction",
        )  # fmt: skip
        return {verb: can(request.user, f"message.{verb}", message) for verb in verbs}
