"""One message on its page: what was written, the answer, and every verb as a button.

From a wide screen on the list stands beside it. A refusal shows the page again, with what was
typed: an answer is never lost.
"""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from newsportal.accounts import presence
from newsportal.accounts.admin_pages import opened_by
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, staff, widest
from newsportal.inbox import answering, corrections, desk, senders, threads
from newsportal.inbox.models import Answering, AnswerTemplate, Decision, Kind, Message, State
from newsportal.inbox.newsroom.listing import Listing, colleague, colleagues, filters_of
from newsportal.inbox.newsroom.presence import who_else
from newsportal.inbox.newsroom.rows import age_of, due_of, is_late
from newsportal.inbox.wording import filled_in
from newsportal.numbers import number_in
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import now

# A script that swaps the pane has the list already.
PANE_ONLY = "X-Inbox-Pane"


class Reading(Listing):
    """Mixed into the MessageAdmin: `<n>/change/`."""

    has_view_permission: Any

    @opened_by("message.read")
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One message: reading it is written down, and the verbs are buttons."""
        found = (
            Message.objects.filter(pk=number_in(object_id))
            .select_related(
                "assignee", "category__desk", "merged_into", "decision__made_by", "opening"
            )
            .first()
        )
        # To those who may not read it, a message is no different from one that never was.
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        if found is None:
            raise Http404
        if request.method == "POST":
            return self.carry_out(request, found, by=staff(request))
        if found.merged_into_id and can(request.user, "message.list"):
            return self.to_message(request, found)
        return self.page_of(request, found)

    def page_of(self, request: HttpRequest, message: Message, *, status: int = 200) -> HttpResponse:
        """The page, with what stands in the fields of a form that was refused."""
        user, may = staff(request), self.may(request, message)
        try:
            desk.read(message, by=user)
        except Message.DoesNotExist as erased:
            raise Http404 from erased
        moment, entries = now(), threads.entries(message)
        shows_sender = widest(user, "message.read") == "Y"
        if not shows_sender:
            leave_names_out(entries)
        beside = may["list"] and PANE_ONLY not in request.headers
        typed = request.POST
        around = {
            "query": filters_of(request.GET),
            "colleagues": colleagues() if may["assign"] else [],
            **(self.list_context(request) if beside else {}),
        }
        return self.answer(
            request,
            "inbox/newsroom/message.html",
            message,
            status=status,
            title=_("Message %(reference)s") % {"reference": message.reference},
            **around,
            entries=entries,
            last_read=max((each.row.pk for each in entries if each.kind == "answer"), default=0),
            is_thread=len({entry.of.pk for entry in entries}) > 1,
            age=age_of(message, moment),
            due=due_of(message, moment),
            is_late=is_late(message, moment),
            others=who_else(presence.present(Answering.objects, message=message), user),
            asked_every=presence.ASKED_EVERY_MS,
            shows_sender=shows_sender,
            may=may,
            may_decide=may["reply"]
            and message.kind == Kind.NOTICE
            and message.state != State.SPAM
            and not hasattr(message, "decision"),
            may_correct=may["to_correction"] and corrections.can_be_made_of(message),
            correction=corrections.words_of(message),
            outcomes=Decision.Outcome.choices,
            templates=self.templates(message) if may["reply"] else [],
            reply_text=typed.get("reply") or self.chosen_template(request, message),
            typed=typed,
        )

    def templates(self, message: Message) -> list[dict[str, Any]]:
        """The templates, filled in for this reader; raw where several readers get the answer."""
        several = message.merged.exists()
        return [
            {
                "pk": template.pk,
                "name": template.name,
                "text": template.text if several else filled_in(template.text, message),
            }
            for template in AnswerTemplate.objects.all()
        ]

    def chosen_template(self, request: HttpRequest, message: Message) -> str:
        """The text of the template in the address: how it is chosen without scripts."""
        wanted = number_in(request.GET.get("template", ""))
        if not wanted:
            return ""
        return next((one["text"] for one in self.templates(message) if one["pk"] == wanted), "")

    def carry_out(self, request: HttpRequest, message: Message, *, by: User) -> HttpResponse:
        """Do what the pressed button says; a refusal is shown as a sentence."""
        verb = self.verbs(request, message, by).get(request.POST.get("verb", ""))
        try:
            if verb is None:
                raise Refused(_("Choose one of the buttons."))
            verb()
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.sentence) from refusal
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            if verb is not None and {"reply", "reasons", "text"} & set(request.POST):
                return self.page_of(request, message, status=422)
        else:
            messages.success(request, _("Done: %(reference)s.") % {"reference": message})
        return self.to_message(request, message)

    def verbs(
        self, request: HttpRequest, message: Message, by: User
    ) -> dict[str, Callable[[], object]]:
        """What each button of the page does."""
        sent = request.POST.get
        return {
            "open": lambda: desk.open(message, by=by),
            "close": lambda: desk.close(message, by=by),
            "wait": lambda: answering.wait(message, by=by),
            "spam": lambda: desk.mark_spam(message, by=by),
            "not_spam": lambda: desk.not_spam(message, by=by),
            "assign": lambda: desk.assign(message, colleague(sent("assignee", "")), by=by),
            "note": lambda: desk.add_note(message, sent("text", ""), by=by),
            "reply": lambda: answering.reply(
                message,
                sent("reply", ""),
                by=by,
                then=sent("then", ""),
                last_read=number_in(sent("last_read")) if "last_read" in request.POST else None,
            ),
            "decide": lambda: answering.decide(
                message,
                outcome=sent("outcome", ""),
                reasons=sent("reasons", ""),
                redress=sent("redress", ""),
                by=by,
            ),
            "merge": lambda: threads.merge(message, self.other(sent("into", "")), by=by),
            "part": lambda: threads.part(self.other(sent("part", "")), by=by),
            "to_correction": lambda: corrections.to_correction(message, by=by),
            "block": lambda: senders.block_sender(message, by=by),
        }

    def other(self, reference: str) -> Message:
        """The message with this reference, as somebody typed it."""
        wanted = reference.strip().upper().replace("\0", "")[:20]
        found = Message.objects.filter(reference=wanted).select_related("category").first()
        if found is None:
            raise Refused(_("No message has this reference. It looks like 7K3F-9QXA."))
        return found

    def to_message(self, request: HttpRequest, message: Message) -> HttpResponseRedirect:
        """To the page of the message, or of the thread that it goes on in, with the filters."""
        address = reverse("admin:inbox_message_change", args=[message.merged_into_id or message.pk])
        query = filters_of(request.GET)
        return HttpResponseRedirect(f"{address}?{query}" if query else address)


def leave_names_out(entries: list[threads.Entry]) -> None:
    """Put `{name}` back into answers, for a colleague who is shown no sender; stores nothing."""
    for entry in entries:
        if entry.kind == "answer" and entry.of.sender_name:
            name = rf"(?<!\w){re.escape(entry.of.sender_name)}(?!\w)"
            entry.row.text = re.sub(name, "{name}", entry.row.text)
