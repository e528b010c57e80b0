"""The static pages, and the page that refuses a form. Thin: the model knows what is live."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsportal.accounts.roles import public
from newsportal.pages.models import Page, PageSlug


@public
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The live version of a page, or an honest line where nobody has written one yet."""
    return render(
        request,
        "pages/page.html",
        {"page": Page.current(slug), "title": PageSlug(slug).label, "canonical": request.path},
    )


def unproven_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What CSRF_FAILURE_VIEW names: 403 in the frame of the site, in words that help.

    `reason` is Django's, for developers; it is not shown. A view that takes no forms at all says
    so itself, in the attribute `refuses_forms`.
    """
    view = request.resolver_match and request.resolver_match.func
    sentence = getattr(view, "refuses_forms", "") or _(
        "We could not tell that this form was sent from a page of ours, so nothing was changed. "
        "Open the page again, allow it to store cookies, and send the form once more."
    )
    return render(request, "403.html", {"sentence": sentence}, status=403)
