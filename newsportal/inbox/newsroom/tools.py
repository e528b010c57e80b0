"""Pages beside the inbox: a call is logged, the figures of each week, exports, and one person."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.export import Columns, export_of
from newsportal.accounts.roles import can, staff
from newsportal.inbox import calls, persons
from newsportal.inbox.addresses import AddressField
from newsportal.inbox.figures import weeks
from newsportal.inbox.forms import LineField
from newsportal.inbox.models import LONGEST_TEXT, Category
from newsportal.refusals import Refused

COLUMNS: Final[Columns] = {
    "reference": lambda message: message.reference,
    "sent": lambda message: message.sent_at,
    "came by": lambda message: message.get_channel_display(),
    "form": lambda message: message.category.get_kind_display(),
    "about": lambda message: message.category.name,
    "state": lambda message: message.get_state_display(),
    "page": lambda message: message.page,
    "marked sentence": lambda message: message.quote,
    "text": lambda message: message.text,
    "name": lambda message: message.sender_name,
    "e-mail": lambda message: message.sender_address,
    "assigned to": lambda message: message.assignee or "",
    "first answered": lambda message: message.first_answered_at,
    "closed": lambda message: message.closed_at,
    "decided": lambda message: _decision(message, "made_at"),
    "decision": lambda message: _decision(message, "outcome"),
    "reasons": lambda message: _decision(message, "reasons"),
    "redress": lambda message: _decision(message, "redress"),
    "automated": lambda message: "no" if hasattr(message, "decision") else "",
}


def _decision(message: Any, name: str) -> Any:
    return getattr(message.decision, name) if hasattr(message, "decision") else ""


class CallForm(forms.Form):
    """What a caller said; name and address only where the caller gave them."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("What is it about?"),
        queryset=Category.objects.all(),
        to_field_name="slug",
    )
    text = forms.CharField(
        label=gettext_lazy("What the caller said"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    sender_name = LineField(label=gettext_lazy("Name"), max_length=100, required=False)
    sender_address = AddressField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Only where the caller wants an answer by mail."),
    )


class ToolPages(AdminPages):
    """Mixed into the MessageAdmin."""

    @page("call/", "message.list", name="call")
    def call(self, request: HttpRequest) -> HttpResponse:
        """A call to the hotline, written down as a message."""
        form = CallForm(request.POST or None)
        if form.is_valid():
            try:
                message = calls.log_call(by=staff(request), **form.cleaned_data)
            except Refused as refusal:
                form.add_error("text", refusal.sentence)
            else:
                messages.success(request, _("Stored as %(reference)s.") % {"reference": message})
                return HttpResponseRedirect(
                    reverse("admin:inbox_message_change", args=[message.pk])
                )
        return self.answer(
            request, "inbox/newsroom/call.html", title=_("Log a telephone call"), form=form
        )

    @page("figures/", "message.list", name="figures", methods=("GET",))
    def figures(self, request: HttpRequest) -> HttpResponse:
        """First answers and closing, week by week."""
        return self.answer(
            request, "inbox/newsroom/figures.html", title=_("Answers, week by week"), weeks=weeks()
        )

    @page("export/", "message.export", name="export", methods=("POST",))
    def export(self, request: HttpRequest) -> HttpResponseBase:
        """The messages that the filters in the address leave, as a workbook or a CSV table."""
        return export_of(
            self,
            request,
            COLUMNS,
            name="messages",
            action="message.export",
            subject="inbox",
            as_xlsx=request.POST.get("format") != "csv",
            untold=("q",),
        )

    @page("person/", "reader.export_erase", name="person")
    def person(self, request: HttpRequest) -> HttpResponse:
        """Everything of one person: found, taken away as JSON, erased.

        The address comes in the body of a form, so that no log of addresses holds it.
        """
        by, found = staff(request), None
        sent = request.POST.get
        try:
            if request.method == "POST":
                found = persons.find(sent("address", ""), by=by)
            if found and sent("do") == "export":
                return self.as_json(persons.export(found, by=by))
            if found and sent("do") == "erase":
                number = persons.erase(found, confirmed=sent("confirmed", ""), by=by)
                messages.success(
                    request,
                    ngettext("%d message is erased.", "%d messages are erased.", number) % number,
                )
                return HttpResponseRedirect(reverse("admin:inbox_message_person"))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return self.answer(
            request,
            "inbox/newsroom/person.html",
            title=_("One person’s messages"),
            found=found,
            address=sent("address", ""),
        )

    def as_json(self, values: dict[str, Any]) -> HttpResponse:
        """The values as a file to hand out."""
        response = JsonResponse(values, json_dumps_params={"indent": 2, "ensure_ascii": False})
        response.headers["Content-Disposition"] = 'attachment; filename="messages.json"'
        response.headers["Cache-Control"] = "no-store"
        return response

    def tools(self, request: HttpRequest) -> list[dict[str, str]]:
        """Links above the list, to what this person may do."""
        listed = [
            ("message.list", _("Log a call"), "admin:inbox_message_call"),
            ("message.list", _("Week by week"), "admin:inbox_message_figures"),
            ("reader.export_erase", _("Find a person"), "admin:inbox_message_person"),
            ("message.reply", _("Templates"), "admin:inbox_answertemplate_changelist"),
            ("message.block_sender", _("Blocked"), "admin:inbox_blockedsender_changelist"),
        ]
        return [
            {"name": name, "url": reverse(url)}
            for action, name, url in listed
            if can(request.user, action)
        ]
