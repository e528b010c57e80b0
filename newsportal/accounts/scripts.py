"""What a page's scripts are told instead of a page: who is signed in, and with which token."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _


def sent_by_script(request: HttpRequest) -> bool:
    """Whether a script asks, and could do nothing with a page."""
    return not request.accepts("text/html")


def who(request: HttpRequest) -> JsonResponse:
    """Whom this browser is signed in as (`user` is null for nobody), and the token to send."""
    user: Any = request.user
    return JsonResponse({"user": user.pk, "name": user.get_username(), "token": get_token(request)})


def signed_out() -> JsonResponse:
    return JsonResponse({"error": _("Sign in again to go on.")}, status=401)


def stale_token() -> JsonResponse:
    """The page was made before somebody signed in here: `who` gives the token of today."""
    return JsonResponse({"error": _("Try again."), "stale_token": True}, status=403)


def refused_sign_in(page: Any) -> JsonResponse:
    """Why a sign-in was not taken, in the words of the page that would be shown."""
    form = (getattr(page, "context_data", None) or {}).get("form")
    words = [str(error) for errors in form.errors.values() for error in errors] if form else []
    sentence = " ".join(words) or _("Too many tries. Wait a quarter of an hour.")
    return JsonResponse({"error": sentence}, status=403)
