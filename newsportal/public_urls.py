"""The addresses of readers: the site itself, and the site at another time in the newsroom.

The order matters in one place: the sections of `articles` come last, for their slugs are words
that an editor chooses.
"""

from django.urls import include, path

urlpatterns = [
    path("", include("newsportal.pages.urls")),
    path("", include("newsportal.consent.urls")),
    path("", include("newsportal.inbox.urls")),
    path("", include("articles.syndication.urls")),
    path("", include("articles.search.urls")),
    path("", include("articles.photos.urls")),
    path("", include("articles.urls")),
]
