"""`/cookies/`, where the choice is seen and changed, and the address that takes a choice."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from newsportal.accounts.network import same_origin, site_path
from newsportal.accounts.roles import public
from newsportal.consent import registry
from newsportal.consent.choice import Choice, choose, held, sends_gpc
from newsportal.consent.models import ConsentVersion, Receipt
from newsportal.consent.vendors import Vendor, vendors
from newsportal.numbers import number_in
from newsportal.pages.models import Page, PageSlug

# The day from which every version of this software has honoured the signal.
GPC_SINCE = "2026-11-01"


@dataclass(frozen=True)
class Offer:
    """One category on the settings page: whether it is on for this reader, and its vendors."""

    category: registry.Category
    is_on: bool
    parts: list[tuple[Vendor, bool]]

    @property
    def uses(self) -> list[registry.Stored]:
        """Everything by name: of the category, and the hosts of its vendors."""
        hosts = [
            registry.Stored("host", host, vendor.learns, vendor.name, vendor.lifetime)
            for vendor, _is_on in self.parts
            for host in vendor.hosts
        ]
        return [*self.category.uses, *hosts]


@public
@require_safe
@cache_control(private=True, no_store=True)
def cookies(request: HttpRequest) -> HttpResponse:
    """The policy, everything by name, the choice of this reader with its receipt, and the form."""
    asked, choice = ConsentVersion.current(), Choice.of(request)
    names = held(request, asked)
    offers = [offer(category, names) for category in registry.CATEGORIES if category.necessary]
    offers += [offer(category, names) for category in asked.purposes]
    page = Page.current(PageSlug.COOKIES)
    receipt = Receipt.objects.filter(pk=choice.receipt).first() if choice else None
    return render(
        request,
        "consent/cookies.html",
        {
            "page": page,
            "title": PageSlug.COOKIES.label,
            "canonical": request.path,
            "offers": offers,
            "consent": asked,
            "choice": choice,
            "is_answered": choice is not None and choice.answers(asked),
            "receipt": receipt,
            "held": names,
            "gpc": sends_gpc(request),
        },
    )


def offer(category: registry.Category, names: tuple[str, ...]) -> Offer:
    """How `category` stands for a reader for whom `names` are on."""
    whole = category.name in names
    parts = [
        (each, whole or f"{category.name}.{each.slug}" in names) for each in vendors(category.name)
    ]
    return Offer(category, whole, parts)


# No CSRF cookie may exist on public pages: `same_origin` takes its place.
@csrf_exempt
@public
@require_POST
@cache_control(private=True, no_store=True)
def take_choice(request: HttpRequest) -> HttpResponse:
    """Store `choice`: accept, reject, `selected` (the fields `category`, and what runs until an
    `objection`), or `allow` (the fields `category` besides what is on).

    `version` is what the page asked; a choice for less than is asked now does not answer the rest.
    A script is answered 204; a form is sent on to `next`, a path on this site, or to `/cookies/`.
    """
    if not same_origin(request):
        raise PermissionDenied
    asked = ConsentVersion.current()
    objections = set(request.POST.getlist("objection"))
    unopposed = [name for name in registry.UNTIL_OBJECTION if name not in objections]
    wanted = {
        "accept": list(asked.asked),
        "reject": [],
        "selected": [*whole_categories(request.POST.getlist("category")), *unopposed],
        "allow": [*held(request, asked), *request.POST.getlist("category")],
    }.get(request.POST.get("choice", ""))
    if wanted is None:
        return HttpResponseBadRequest(
            _("Say accept, reject, selected or allow."), content_type="text/plain; charset=utf-8"
        )
    response: HttpResponse
    if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        target = site_path(request.POST.get("next", "")) or reverse("cookies") + "#choice"
        response = HttpResponseRedirect(target)
        response.status_code = 303
    else:
        response = HttpResponse(status=204)
    shown = number_in(request.POST.get("version", ""))
    choose(request, response, wanted, asked.as_shown(shown) if shown else asked)
    return response


def whole_categories(names: list[str]) -> list[str]:
    """`names`, and a category where all of its vendors are among them."""
    found = list(names)
    for category in registry.CATEGORIES:
        parts = {f"{category.name}.{each.slug}" for each in vendors(category.name)}
        if parts and parts <= set(names):
            found.append(category.name)
    return found


@public
@require_safe
@cache_control(public=True, max_age=86_400)
def gpc(request: HttpRequest) -> HttpResponse:
    """`/.well-known/gpc.json`: that this site honours Global Privacy Control (W3C, GPC)."""
    return JsonResponse({"gpc": True, "lastUpdate": GPC_SINCE})
