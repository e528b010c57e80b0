"""The addresses of the site at another time, under `/newsroom/as-of/`."""

from django.contrib import admin
from django.urls import path, register_converter

from newsportal.newsroom.as_of.choosing import choose
from newsportal.newsroom.as_of.moments import MomentConverter
from newsportal.newsroom.as_of.walking import walk

register_converter(MomentConverter, "moment")

urlpatterns = [
    path("", admin.site.admin_view(choose, cacheable=True), name="as-of"),
    path("<moment:moment>/", admin.site.admin_view(walk, cacheable=True), name="as-of-front"),
    path(
        "<moment:moment>/<path:rest>",
        admin.site.admin_view(walk, cacheable=True),
        name="as-of-page",
    ),
]
