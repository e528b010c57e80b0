"""Who else has a message open, and who is answering it: so that no reader gets two answers.

Whoever begins to type says so at once. How presence is kept is left to `accounts.presence`.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import ngettext

from newsportal.accounts import presence
from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.models import User
from newsportal.accounts.once import repeatable
from newsportal.accounts.roles import staff
from newsportal.inbox.models import Answering, Message


class PresencePages(AdminPages):
    """Mixed into the MessageAdmin: `presence/`."""

    @page("<int:number>/presence/", "message.read", name="presence", methods=("POST",))
    @repeatable
    def presence(self, request: HttpRequest, message: Message) -> HttpResponse:
        """Say that this person is here, or writes, or leaves; and hear who else is."""
        by = staff(request)
        if "leave" in request.POST:
            presence.leave(Answering.objects, by, message=message)
            return JsonResponse({})
        said = {"is_writing": "writing" in request.POST}
        there = presence.say_here(Answering.objects, by, said, message=message)
        return JsonResponse({"others": who_else(there, by)})


def who_else(there: list[Answering], by: User) -> str:
    """The sentences about everybody but `by`; "" where nobody else is there."""
    others = [row for row in there if row.user_id != by.pk]
    writing = [str(row.user) for row in others if row.is_writing]
    looking = [str(row.user) for row in others if not row.is_writing]
    said = []
    if writing:
        said.append(
            ngettext("%(names)s is answering.", "%(names)s are answering.", len(writing))
            % {"names": ", ".join(writing)}
        )
    if looking:
        said.append(
            ngettext(
                "%(names)s has this message open too.",
                "%(names)s have this message open too.",
                len(looking),
            )
            % {"names": ", ".join(looking)}
        )
    return " ".join(said)
