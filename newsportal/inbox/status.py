"""`/message/status/`: how a message stands, for whoever holds the code of its receipt.

The code comes by POST alone. A wrong code, one that never was and one whose message has been erased
are answered with the same bytes after the same single look-up. Wrong codes are counted for each
network; beyond the limit nothing is looked up at all.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from newsportal.accounts.limits import NetworkLimit
from newsportal.inbox import answering, readers, receipt
from newsportal.inbox.forms import FurtherWordForm
from newsportal.inbox.models import InboxSettings, Message, State
from newsportal.inbox.views import OUT_OF_ORDER, is_too_large, letterbox, messages

# Wrong codes an hour from one network, and from all of them before each has but one.
MOST_WRONG = 6
MOST_WRONG_IN_ALL = 500

wrong = NetworkLimit()
# Stands in the page instead of the code, so that a word can be added without typing it again.
_signer = signing.Signer(salt="newsportal.inbox.status")


# No CSRF cookie may exist on public pages: `same_origin` takes its place.
@csrf_exempt
@letterbox
def status(request: HttpRequest) -> HttpResponse:
    """The form for the code; the thread of the message; and the taking of a further word."""
    if request.method != "POST":
        return ask_page(request)
    if is_too_large(request):
        return ask_page(request, _("That is far too long to be taken."), status=413)
    pass_ = request.POST.get("pass")
    # A pass was signed here and is no guess: whoever has the page open is not shut out, with what
    # was typed there, by the wrong codes of a neighbour.
    opened = "" if pass_ is None else _opened(pass_)
    if not opened and wrong.is_spent(
        request, per_hour=1 if wrong.in_all >= MOST_WRONG_IN_ALL else MOST_WRONG
    ):
        return ask_page(
            request,
            _(
                "Too many wrong codes have come from your network. Please wait an hour, then try "
                "again."
            ),
            status=429,
        )
    try:
        message = readers.find(
            receipt.hash_of(request.POST.get("code", "")) if pass_ is None else opened
        )
        if message is None:
            if not opened:
                wrong.allows(request, per_hour=MOST_WRONG)
            return unknown(request)
        if pass_ is None:
            return thread_page(request, message)
        return take_word(request, message)
    except Message.DoesNotExist:
        # Erased while the word was on its way.
        return unknown(request)
    except OUT_OF_ORDER:
        return out_of_order(request)


def take_word(request: HttpRequest, message: Message) -> HttpResponse:
    """Keep a further word, or hand it back."""
    form = FurtherWordForm(request.POST)
    if not form.is_valid():
        return thread_page(request, message, form=form, status=422)
    if not messages.allows(request, per_hour=InboxSettings.current().messages_per_hour):
        form.add_error(
            None,
            _(
                "Very many messages have come from your network within the last hour. "
                "What you wrote stands below: please send it again later."
            ),
        )
        return thread_page(request, message, form=form, status=429)
    try:
        answering.take_further_word(message, form.cleaned_data["text"], sent_as=form.sent_as)
    except OUT_OF_ORDER:
        form.add_error(
            None,
            _(
                "What you added could not be stored just now; the fault is ours. It stands below: "
                "please press Send again in a few minutes."
            ),
        )
        return thread_page(request, message, form=form, status=503)
    message.refresh_from_db()
    return thread_page(request, message, added=True)


def unknown(request: HttpRequest) -> HttpResponse:
    """The answer to a code that was never given out, or whose message is no more."""
    return ask_page(
        request,
        _(
            "There is no message with this code. Please check all five groups. If they are "
            "right, the message has been erased, as our privacy statement sets out."
        ),
        status=422,
    )


def ask_page(request: HttpRequest, error: str = "", *, status: int = 200) -> HttpResponse:
    """The form for the code. Never with what was typed: a code is not shown a second time."""
    context = {"error": error, "canonical": reverse("message-status")}
    return render(request, "inbox/status.html", context, status=status)


def thread_page(
    request: HttpRequest,
    message: Message,
    *,
    form: FurtherWordForm | None = None,
    added: bool = False,
    status: int = 200,
) -> HttpResponse:
    """How the message stands, what was answered, and the form for a further word."""
    context: dict[str, Any] = {
        "message": message,
        "state": said_of(message),
        "thread": readers.thread(message),
        "form": form or FurtherWordForm(),
        "pass": _signer.sign(message.code_hash or ""),
        "added": added,
    }
    return render(request, "inbox/thread.html", context, status=status)


def out_of_order(request: HttpRequest) -> HttpResponse:
    """The database cannot be read."""
    context = {
        "sentence": _("This cannot be looked up just now; the fault is ours. Please try again."),
        "fields": [(name, value) for name, value in request.POST.items() if name != "code"],
    }
    return render(None, "inbox/out_of_order.html", context, status=503)


def said_of(message: Message) -> str:
    """The state in a reader's words; what waits in the spam folder has been received."""
    return {
        State.OPEN: _("We are working on it."),
        State.WAITING: _("We have answered and wait for a word from you."),
        State.CLOSED: _("Closed. You can still add something; it is then opened again."),
    }.get(State(message.state), _("Received. Nobody has taken it up yet."))


def _opened(signed: str) -> str:
    """The hash of the code in a page that we gave out, or an empty string."""
    try:
        return _signer.unsign(signed)
    except signing.BadSignature:
        return ""
