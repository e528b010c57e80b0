"""The small files that crawlers and browsers ask for by name: robots.txt, manifest, favicon."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.syndication.addresses import address_of, names
from newsportal.accounts.roles import public
from newsportal.pagecache.rendering import cached

ICONS = (
    ("img/favicon.svg", "any", "image/svg+xml"),
    ("img/icon-192.png", "192x192", "image/png"),
    ("img/icon-512.png", "512x512", "image/png"),
)
PAPER = "#fffefb"


@public
@require_safe
@cached()
@conditional_page
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309: nothing for crawlers in the newsroom and in search results."""
    lines = (
        "User-agent: *",
        "Disallow: /newsroom/",
        f"Disallow: {reverse('search')}",
        "",
        f"Sitemap: {address_of('sitemap')}",
        f"Sitemap: {address_of('news-sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
@cached()
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    """https://www.w3.org/TR/appmanifest/: the site on a home screen, in the usual browser."""
    name = names(request).site
    return JsonResponse(
        {
            "name": name,
            "short_name": name,
            "start_url": reverse("front"),
            "scope": "/",
            "display": "browser",
            "background_color": PAPER,
            "theme_color": PAPER,
            "icons": [
                {"src": static(path), "sizes": sizes, "type": kind} for path, sizes, kind in ICONS
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The address that browsers try by habit leads to the file that pages name."""
    return HttpResponseRedirect(static("img/favicon.ico"))
