"""The addresses of the static pages; `/cookies/` belongs to `consent`."""

from django.urls import path

from newsportal.pages import views
from newsportal.pages.models import PageSlug

urlpatterns = [
    path(f"{slug}/", views.page, {"slug": slug.value}, name=slug.value)
    for slug in PageSlug
    if slug is not PageSlug.COOKIES
]
