"""The AdminSite of the newsroom: Django's admin, with rights from the role table alone."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.admin_rights import RoleModelAdmin, RoleRights
from newsportal.accounts.roles import can, staff

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


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

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """As Django's, for addresses that hold what a database can be asked for.

        PostgreSQL knows no text with NUL in it and ends every question about one with an
        error. Forms refuse such text themselves, beside the field, and keep what was typed.
        """
        guarded = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asked = (text for name, values in request.GET.lists() for text in (name, *values))
            if "\0" in request.path or any("\0" in text for text in asked):
                return HttpResponseBadRequest(
                    _(
                        "The address holds a character that no text has (NUL). "
                        "Take it out and try again."
                    ),
                    content_type="text/plain; charset=utf-8",
                )
            try:
                return guarded(request, *args, **kwargs)
            except PermissionDenied:
                owner = getattr(view, "__self__", None)
                if request.method == "POST" and isinstance(owner, RoleModelAdmin):
                    owner.refused(request, kwargs.get("object_id") or kwargs.get("number"))
                raise

        return update_wrapper(checked, view)  # type: ignore[return-value]

    def get_app_list(self, request: Any, app_label: str | None = None) -> list[Any]:
        # A page asks for it twice, and what may be added takes queries to find out.
        if app_label is not None:
            return super().get_app_list(request, app_label)
        if not hasattr(request, "app_list"):
            request.app_list = super().get_app_list(request)
        return list(request.app_list)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        from newsportal.newsroom.start import panels, templates

        user = staff(request)
        may = [name for name in ("article.create", "photo.upload") if can(user, name)]
        context = {
            "panels": panels(user),
            "may": may,
            "templates": templates() if "article.create" in may else [],
        }
        return super().index(request, {**(extra_context or {}), **context})
