"""Every address of the portal, composed from its packages. Readers' addresses come last."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("newsroom/", include("newsportal.accounts.urls")),
    path("newsroom/as-of/", include("newsportal.newsroom.as_of.urls")),
    path("newsroom/", admin.site.urls),
    path("draft/", include("articles.admin.draft_urls")),
    path("", include("newsportal.operations.urls")),
    path("", include("newsportal.public_urls")),
]
