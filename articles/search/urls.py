"""The addresses of the search page and of its suggestions."""

from django.urls import path

from articles.search.views import search, suggested

urlpatterns = [
    path("search/", search, name="search"),
    path("search/suggestions/", suggested, name="search-suggestions"),
]
