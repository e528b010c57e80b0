"""Every address of the portal, composed from its packages.

The order matters in one place: the sections of `articles` come last, for their slugs are words
that an editor chooses.
"""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("newsroom/", include("newsportal.accounts.urls")),
    path("newsroom/", admin.site.urls),
    path("draft/", include("articles.admin.draft_urls")),
    path("", include("newsportal.operations.urls")),
    path("", include("newsportal.pages.urls")),
    path("", include("newsportal.consent.urls")),
    path("", include("newsportal.inbox.urls")),
    path("", include("articles.syndication.urls")),
    path("", include("articles.search.urls")),
    path("", include("articles.photos.urls")),
    path("", include("articles.urls")),
]
