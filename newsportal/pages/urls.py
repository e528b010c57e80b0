"""The addresses of the static pages.

`/cookies/` belongs to `consent`, which takes the choice there, and `/corrections/` to
`articles`, which lists the corrections under the policy.
"""

from django.urls import path

from newsportal.pages import views
from newsportal.pages.models import PageSlug

urlpatterns = [
    path(f"{slug}/", views.page, {"slug": slug.value}, name=slug.value)
    for slug in PageSlug
    if slug not in {PageSlug.COOKIES, PageSlug.CORRECTIONS}
] + [
    path(
        f"{slug}/versions/<int:number>/",
        views.page_version,
        {"slug": slug.value},
        name="page-version",
    )
    for slug in PageSlug
]
