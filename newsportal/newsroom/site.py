"""The AdminSite of the newsroom: Django's admin, with rights from the role table alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.admin_rights import RoleRights
from newsportal.accounts.roles import can, staff


class Newsroom(admin.AdminSite):
    """Where editors, message staff and administrators work."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Start")
    index_template = "newsroom/start.html"
    login_template = "newsroom/login.html"
    enable_nav_sidebar = True
    site_url = "/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register what takes its rights from the role table, and pass over anything else.

        Packages bring admin pages of their own, with Django's permissions, which nobody here
        has a say over.
        """
        if admin_class is not None and issubclass(admin_class, RoleRights):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        # The redirect by content type would be one more way to ask which objects exist.
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        from newsportal.newsroom.start import panels

        user = staff(request)
        may = [name for name in ("article.create", "photo.upload") if can(user, name)]
        return super().index(request, {**(extra_context or {}), "panels": panels(user), "may": may})
