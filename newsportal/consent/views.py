"""`/cookies/`, where the choice is seen and changed, and the address that takes a choice."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from newsportal.accounts.network import same_origin, site_path
from newsportal.accounts.roles import public
from newsportal.consent import registry
from newsportal.consent.choice import Choice, choose, sends_gpc
from newsportal.consent.models import Receipt
from newsportal.pages.models import Page, PageSlug


@public
@require_safe
@cache_control(private=True, no_store=True)
def cookies(request: HttpRequest) -> HttpResponse:
    """The policy, everything by name, the choice of this reader with its receipt, and the form."""
    choice = Choice.of(request)
    return render(
        request,
        "consent/cookies.html",
        {
            "page": Page.current(PageSlug.COOKIES),
            "title": PageSlug.COOKIES.label,
            "canonical": request.path,
            "registry": registry.CATEGORIES,
            "policy_version": registry.POLICY_VERSION,
            "choice": choice,
            "receipt": Receipt.objects.filter(pk=choice.receipt).first() if choice else None,
            "chosen": choice.categories if choice and choice.is_current else registry.NECESSARY,
            "gpc": sends_gpc(request),
        },
    )


# No CSRF cookie may exist on public pages: `same_origin` takes its place.
@csrf_exempt
@public
@require_POST
@cache_control(private=True, no_store=True)
def take_choice(request: HttpRequest) -> HttpResponse:
    """Store `choice` (accept, reject, or `selected` with `category` fields).

    A script is answered 204; a form is sent on to `next`, a path on this site, or to `/cookies/`.
    """
    if not same_origin(request):
        raise PermissionDenied
    wanted = {
        "accept": registry.OPTIONAL,
        "reject": (),
        "selected": tuple(request.POST.getlist("category")),
    }.get(request.POST.get("choice", ""))
    if wanted is None:
        return HttpResponseBadRequest(
            _("Say accept, reject or selected."), content_type="text/plain; charset=utf-8"
        )
    response: HttpResponse
    if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        target = site_path(request.POST.get("next", "")) or reverse("cookies") + "#choice"
        response = HttpResponseRedirect(target)
        response.status_code = 303
    else:
        response = HttpResponse(status=204)
    choose(request, response, wanted)
    return response
