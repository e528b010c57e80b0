"""The static pages, and the page that refuses a form. Thin: the model knows what is live."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsportal.accounts.carried import CarriedForm, carry_on, page_of_ours_sent, sign_in_first
from newsportal.accounts.roles import public
from newsportal.accounts.scripts import sent_by_script, stale_token
from newsportal.pagecache.rendering import cached
from newsportal.pages.models import Page, PageSlug


@public
@require_safe
@cached()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The live version of a page, or an honest line where nobody has written one yet."""
    return render(
        request,
        "pages/page.html",
        {"page": Page.current(slug), "title": PageSlug(slug).label, "canonical": request.path},
    )


@public
@require_safe
def page_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version of a page, at an address that stays: the one in force, or an earlier one."""
    version = get_object_or_404(Page.public_versions(slug), pk=number)
    return render(
        request,
        "pages/version.html",
        {"page": version, "is_in_force": version == Page.current(slug), "canonical": request.path},
    )


def unproven_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What CSRF_FAILURE_VIEW names: 403 in the frame of the site, in words that help.

    A form of the newsroom that a page of ours has sent is carried on: its page was opened before
    somebody signed in here. A view that takes no forms at all says so itself, in the attribute
    `refuses_forms`. `reason` is Django's, for developers; it is not shown.
    """
    view = request.resolver_match and request.resolver_match.func
    refusal = getattr(view, "refuses_forms", "")
    if not refusal and page_of_ours_sent(request):
        if sent_by_script(request):
            return stale_token()
        carried = CarriedForm.of(request)
        if carried and carried.is_of_newsroom:
            if request.user.is_anonymous:
                return sign_in_first(request, carried)
            sentence = _(
                "The page was opened before you last signed in, so nothing was changed yet. "
                "What you wrote is still here: send it once more."
            )
            return carry_on(request, carried, sentence, status=403)
    sentence = refusal or _(
        "We could not tell that this form was sent from a page of ours, so nothing was changed. "
        "Open the page again, allow it to store cookies, and send the form once more."
    )
    return render(request, "403.html", {"sentence": sentence}, status=403)
