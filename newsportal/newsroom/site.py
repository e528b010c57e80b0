"""The AdminSite of the newsroom: Django's admin, with rights from the role table alone."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from newsportal.accounts import clock
from newsportal.accounts.admin_rights import RoleModelAdmin, RoleRights
from newsportal.accounts.carried import CARRIED, CarriedForm, carry_on, sign_in_first
from newsportal.accounts.once import once
from newsportal.accounts.roles import can, staff
from newsportal.accounts.scripts import refused_sign_in, sent_by_script, signed_out, who
from newsportal.newsroom.rooms import rooms
from newsportal.pages.context import Site

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Newsroom(admin.AdminSite):
    """Where editors, message staff and administrators work."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Start")
    index_template = "newsroom/start.html"
    login_template = "newsroom/login.html"
    # One row of links leads everywhere (`rooms`), and leaves the width to the work.
    enable_nav_sidebar = False
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

        A form that is sent twice is carried out once. One that comes after the session has ended
        is carried on through the sign-in; a script is told in its own language.
        """
        guarded = super().admin_view(once(view), cacheable)

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
            if request.user.is_anonymous:
                if sent_by_script(request):
                    return signed_out()
                # The token was right: a page of ours sent this, and somebody had opened it.
                if carried := CarriedForm.of(request):
                    return sign_in_first(request, carried)
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

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """As Django's; a form that was carried here goes on, and scripts are told who signed in."""
        carried = CarriedForm.read(request.POST.get(CARRIED, ""))
        if request.method == "GET" and sent_by_script(request):
            return who(request)
        # Django's own `site` is the host of the request.
        context = {"site": Site(), CARRIED: carried and request.POST[CARRIED]}
        response: Any = super().login(request, {**(extra_context or {}), **context})
        is_in = request.method == "POST" and response.status_code == 302
        if sent_by_script(request):
            return who(request) if is_in else refused_sign_in(response)
        if is_in and carried is not None:
            sentence = _("You are signed in again. Nothing is stored yet: go on with it below.")
            return carry_on(request, carried, str(sentence), status=200)
        return response

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the newsroom knows, with what its header links to."""
        context = super().each_context(request)
        if not request.user.is_authenticated:
            return context
        apps = self.get_app_list(request)
        return {**context, "rooms": rooms(request.user, request.path, apps)}

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        from newsportal.newsroom.start import panels, templates

        user = staff(request)
        may = [name for name in ("article.create", "photo.upload") if can(user, name)]
        if sentence := clock.doubt():
            messages.warning(request, sentence)
        context = {
            "panels": panels(user),
            "may": may,
            "templates": templates() if "article.create" in may else [],
        }
        return super().index(request, {**(extra_context or {}), **context})
