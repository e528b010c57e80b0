"""The message form and the page that thanks for a message: no cookie, no session, never stored."""

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from newsportal.accounts.limits import NetworkLimit
from newsportal.accounts.network import same_origin, site_path
from newsportal.accounts.roles import public
from newsportal.inbox import desk
from newsportal.inbox.forms import MessageForm
from newsportal.inbox.models import LONGEST_TEXT, Desk

# The longest text in the widest encoding fits twice; more is not read at all.
LARGEST_BODY = 24 * LONGEST_TEXT

messages = NetworkLimit()
_signer = signing.Signer(salt="newsportal.inbox.thanks")


# No CSRF cookie may exist on public pages: `same_origin` takes its place.
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def message(request: HttpRequest) -> HttpResponse:
    """The form, and the taking of what was written: stored first, thanked for afterwards."""
    if request.method != "POST":
        return form_page(
            request, MessageForm(initial={"page": site_path(request.GET.get("about", ""))})
        )
    if not same_origin(request):
        raise PermissionDenied
    declared = request.META.get("CONTENT_LENGTH") or "0"
    # By its length first: `int` refuses thousands of digits with an error.
    if not declared.isdecimal() or len(declared) > 9 or int(declared) > LARGEST_BODY:
        return form_page(request, MessageForm(), status=413)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return form_page(request, form, status=422)
    if not messages.allows(request, per_hour=Desk.current().messages_per_hour):
        form.add_error(
            None,
            _(
                "Very many messages have come from your network within the last hour. "
                "What you wrote stands below: please send it again later."
            ),
        )
        return form_page(request, form, status=429)
    stored = desk.receive(
        sent_as=form.sent_as,
        held_because=form.held_because,
        category=form.cleaned_data["category"],
        text=form.cleaned_data["text"],
        page=form.cleaned_data["page"],
        sender_name=form.cleaned_data["sender_name"],
        sender_address=form.cleaned_data["sender_address"],
    )
    response = HttpResponseRedirect(
        reverse("message-thanks", args=[_signer.sign(stored.reference)])
    )
    response.status_code = 303
    return response


@public
@require_safe
@cache_control(private=True, no_store=True)
def thanks(request: HttpRequest, signed: str) -> HttpResponse:
    """The reference number of a message that was just stored."""
    try:
        reference = _signer.unsign(signed)
    except signing.BadSignature:
        raise Http404 from None
    return render(request, "inbox/thanks.html", {"reference": reference})


def form_page(request: HttpRequest, form: MessageForm, *, status: int = 200) -> HttpResponse:
    """The page with the form, as far as it has been filled in."""
    context = {
        "form": form,
        "canonical": reverse("message"),
        "longest_text": LONGEST_TEXT,
        "too_large": status == 413,
    }
    return render(request, "inbox/message.html", context, status=status)
