"""The addresses of the reader's site. Sections come last: their slugs are an editor's words."""

from datetime import date

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles import views


class SlugConverter(StringConverter):
    """Letters of any script, digits, hyphens and underscores."""

    regex = r"[-\w]+"


class DayConverter:
    """A date as `2026/11/24`."""

    regex = r"[0-9]{4}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        # ValueError for a day that no calendar has: the address then matches nothing.
        return date(*map(int, value.split("/")))

    def to_url(self, value: date) -> str:
        return value.isoformat().replace("-", "/")


register_converter(SlugConverter, "words")
register_converter(DayConverter, "day")

urlpatterns = [
    path("", views.front, name="front"),
    path("corrections/", views.corrections, name="corrections"),
    path("topics/<words:slug>/", views.subject, {"of": "topic"}, name="topic"),
    path("authors/<words:slug>/", views.subject, {"of": "author"}, name="author"),
    path("<day:day>/", views.day, name="day"),
    path("<words:section>/<int:number>/<str:slug>/", views.article, name="article"),
    path("<words:section>/<int:number>/", views.article),
    path("<words:slug>/", views.subject, {"of": "section"}, name="section"),
]
