"""The static pages. Thin: which version is live is a question that the model answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsportal.accounts.roles import public
from newsportal.pages.models import Page, PageSlug


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The live version of a page, or an honest line where nobody has written one yet."""
    return render(
        request,
        "pages/page.html",
        {"page": Page.current(slug), "title": PageSlug(slug).label, "canonical": request.path},
    )
