"""The three forms by which readers write, and the receipt: no cookie, no session, never stored."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsportal.accounts.limits import NetworkLimit
from newsportal.accounts.network import same_origin, site_path
from newsportal.accounts.roles import public
from newsportal.inbox import desk, receipt, spam
from newsportal.inbox.forms import FORMS, MessageForm
from newsportal.inbox.models import LONGEST_TEXT, InboxSettings, Kind, Message

# The longest text in the widest encoding fits twice; more is not read at all.
LARGEST_BODY = 24 * LONGEST_TEXT

# What a database says that is locked, full, cut off or open for reading only.
OUT_OF_ORDER = (OperationalError, InternalError, InterfaceError)
SECONDS_TO_WAIT = 120

messages = NetworkLimit()
_log = logging.getLogger(__name__)


def letterbox(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page where a reader writes: open to all, never stored, its address told to nobody else.

    `Referrer-Policy: no-referrer` would make browsers hide the origin of the form from us as well,
    and `same_origin` could not tell our form from another site's.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not same_origin(request):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if response.status_code == 503:
            response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
        return response

    for wrap in (
        sensitive_post_parameters(),
        cache_control(private=True, no_store=True),
        require_http_methods(["GET", "HEAD", "POST"]),
        public,
    ):
        page = wrap(page)
    return page


# No CSRF cookie may exist on public pages: `same_origin` takes its place.
@csrf_exempt
@letterbox
def message(request: HttpRequest, kind: Kind) -> HttpResponse:
    """A form, and the taking of what was written: stored first, thanked for afterwards."""
    make = FORMS[kind]
    if request.method != "POST":
        about = site_path(request.GET.get("about", ""))
        return form_page(request, make(initial={"page": about}))
    if is_too_large(request):
        return form_page(request, make(), status=413)
    try:
        return take(request, make(request.POST))
    except OUT_OF_ORDER as trouble:
        # Without the words of the error: a database may quote there what was to be stored.
        _log.error("A message could not be stored: %s", type(trouble).__name__)
        return not_stored(request, make)


def take(request: HttpRequest, form: MessageForm) -> HttpResponse:
    """Store what the form holds and answer with the receipt, or hand the form back."""
    if not form.is_valid():
        return form_page(request, form, status=422)
    if not messages.allows(request, per_hour=InboxSettings.current().messages_per_hour):
        form.add_error(
            None,
            _(
                "Very many messages have come from your network within the last hour. "
                "What you wrote stands below: please send it again later."
            ),
        )
        return form_page(request, form, status=429)
    code = form.code
    written = form.written
    stored = desk.receive(
        sent_as=form.sent_as,
        code_hash=receipt.hash_of(code),
        held_because=form.held_because
        or spam.verdict(
            text=written["text"], name=written["sender_name"], address=written["sender_address"]
        ),
        **written,
    )
    return receipt_page(request, stored, code)


def receipt_page(request: HttpRequest, stored: Message, code: str) -> HttpResponse:
    """The answer to a message: shown as it is, since a code may not stand in any address."""
    context = {
        "message": stored,
        # The same form again, after the key of the site was changed: that code is not known.
        "code": code if stored.code_hash == receipt.hash_of(code) else "",
    }
    response = render(request, "inbox/receipt.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def form_page(request: HttpRequest, form: MessageForm, *, status: int = 200) -> HttpResponse:
    """The page with the form, as far as it has been filled in."""
    context = {
        "form": form,
        "canonical": request.path,
        "longest_text": LONGEST_TEXT,
        "too_large": status == 413,
    }
    return render(request, f"inbox/{form.kind}.html", context, status=status)


def not_stored(request: HttpRequest, make: type[MessageForm]) -> HttpResponse:
    """The form with everything typed, for when the database does not take it."""
    sentence = _(
        "Your message could not be stored just now; the fault is ours. Everything you wrote stands "
        "below: please press Send again in a few minutes."
    )
    try:
        form = make(request.POST)
        form.add_error(None, sentence)
        response = form_page(request, form, status=503)
    except (DatabaseError, InterfaceError):
        # Not even the frame of the page can be read.
        context = {"sentence": sentence, "fields": list(request.POST.items())}
        response = render(None, "inbox/out_of_order.html", context, status=503)
    return response


def is_too_large(request: HttpRequest) -> bool:
    """Whether the body is longer than any form of ours; asked before it is read."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    # By its length first: `int` refuses thousands of digits with an error.
    return not declared.isdecimal() or len(declared) > 9 or int(declared) > LARGEST_BODY
