"""A form of the newsroom that is sent twice is carried out once.

A double click, a retried request and the browser's Back button send the very same form again. Its
CSRF token is masked anew for every page that is made, so the token is the random word that tells
one opened form from another. What was carried out is kept as a keyed hash, in the transaction of
its effect: either both are there or neither is. Whoever comes with the same form while the first
is at work waits for it (on SQLite at the beginning of the transaction, on PostgreSQL at the
unique key) and is led where the first was led.

Only forms that ended in a redirect are remembered. A page with errors, a refusal and a failure
leave no trace, so they can be sent again.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final, TypeVar

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsportal.accounts.models import SentForm

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field

REMEMBERED_FOR = timedelta(days=2)
SWEPT_EVERY = 100  # forms
LONGEST_LOCATION: Final = SentForm._meta.get_field("location").max_length or 0

# Answers too, though they come as exceptions: what was stored before them stays.
ANSWERS = (PermissionDenied, Http404, SuspiciousOperation)


def repeatable(view: View) -> View:
    """Mark a view that may carry out the same form many times, and needs no transaction."""
    view.is_repeatable = True  # type: ignore[attr-defined]
    return view


def once(view: View) -> View:
    """`view`, carrying out the same form of the same person once.

    It runs in one transaction. Scripts send their token in a header and pass by; so do uploads,
    whose files are known by their hash and take too long to hold a transaction open.
    """

    @wraps(view)
    def sent_once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_form(request) or getattr(view, "is_repeatable", False):
            return view(request, *args, **kwargs)
        answer: Exception | None = None
        with transaction.atomic():
            sent, is_first = SentForm.objects.get_or_create(digest=digest_of(request))
            if not is_first:
                return HttpResponseRedirect(sent.location)
            try:
                response = view(request, *args, **kwargs)
            except ANSWERS as error:
                answer = error
            if answer is None and _leads_on(response):
                sent.location = response.headers["Location"]
                sent.save(update_fields=["location"])
                _sweep(sent)
            else:
                sent.delete()
        if answer is not None:
            raise answer
        return response

    return sent_once  # type: ignore[return-value]


def is_form(request: HttpRequest) -> bool:
    """Whether a page's form was sent, with nothing but fields in it."""
    return request.method == "POST" and TOKEN in request.POST and not request.FILES


def digest_of(request: HttpRequest) -> str:
    """One name for this form with these words from this person: 64 hexadecimal digits."""
    sent = [request.user.pk, request.get_full_path(), sorted(request.POST.lists())]
    return salted_hmac(__name__, json.dumps(sent), algorithm="sha256").hexdigest()


def _leads_on(response: HttpResponseBase) -> bool:
    location = response.headers.get("Location", "")
    return response.status_code in {301, 302, 303} and 0 < len(location) <= LONGEST_LOCATION


def _sweep(sent: SentForm) -> None:
    """Forget old forms, now and then."""
    if sent.pk % SWEPT_EVERY == 0:
        SentForm.objects.filter(sent_at__lt=timezone.now() - REMEMBERED_FOR).delete()
