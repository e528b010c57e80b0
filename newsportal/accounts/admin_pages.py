"""Pages beside the admin's own: each names its address, and the one action that opens it.

A method marked with `page` becomes a route of its ModelAdmin. Nothing else makes one, so no
page can forget to ask for the right.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from newsportal.accounts.roles import NOBODY, can, widest

Page = Callable[..., HttpResponseBase]
View = TypeVar("View", bound=Callable[..., Any])


def page(
    route: str, action: str, *, name: str, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[[Page], Page]:
    """Mark a method as the page at `route`, opened by `action` of the role table.

    Where the route holds `<int:number>`, the method gets that row instead of the number, under
    the name of its model (`article`, `photo`), and the action is asked of it. A person without
    the right gets 403, whether the row exists or not. The URL's name is
    `<app>_<model>_<name>`. HEAD and OPTIONS follow GET.
    """
    of_a_row = "<int:number>" in route
    allowed = {*methods, *({"HEAD"} if "GET" in methods else ())}

    def mark(view: Page) -> Page:
        @wraps(view)
        def checked(self: Any, request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            if of_a_row:
                number = arguments.pop("number")
                arguments[self.opts.model_name] = self.row_for(request, number, action)
            elif not can(request.user, action):
                raise PermissionDenied
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            return view(self, request, **arguments)

        checked.action = action  # type: ignore[attr-defined]
        checked.methods = allowed  # type: ignore[attr-defined]
        checked.route = route  # type: ignore[attr-defined]
        checked.route_name = name  # type: ignore[attr-defined]
        return checked

    return mark


def opened_by(action: str) -> Callable[[View], View]:
    """Mark one of Django's own views, overridden in a ModelAdmin, with the action it asks for."""

    def mark(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return mark


class AdminPages:
    """For a ModelAdmin: finds its pages and serves them, and names the actions of Django's."""

    admin_site: Any
    opts: Any
    get_object: Any
    actions_by_right: ClassVar[dict[str, str]]

    def get_urls(self) -> list[URLPattern]:
        own: list[Any] = [getattr(type(self), name, None) for name in sorted(dir(type(self)))]
        pages = [self.url_of(view.__get__(self)) for view in own if hasattr(view, "route")]
        return [*pages, *self._urls_of_rights()]

    def url_of(self, view: Any) -> URLPattern:
        """The URL pattern of a page: a method of this object that `page` has marked."""
        wrapped = self.admin_site.admin_view(view)
        start = f"{self.opts.app_label}_{self.opts.model_name}"
        return path(view.route, wrapped, name=f"{start}_{view.route_name}")

    def _urls_of_rights(self) -> Iterator[URLPattern]:
        """Django's pages for the rights that an action gives: list, add, change, delete.

        The history of Django's own log, which is not written, has no page, nor has the address
        that stood for `change` before Django 1.9.
        """
        rights = {"changelist": "view", "add": "add", "change": "change", "delete": "delete"}
        start = f"{self.opts.app_label}_{self.opts.model_name}_"
        for url in super().get_urls():  # type: ignore[misc]
            right = rights.get((url.name or "").removeprefix(start))
            if right is None:
                continue
            action = self.actions_by_right.get(right)
            view: Any = url.callback
            # What changes a row is also the page that shows it.
            opens = self.actions_by_right.get("view") if right == "change" else action
            own_action = getattr(view, "action", None)
            view.action = own_action or opens or action or NOBODY
            # A list that is sent acts on many rows.
            sends = self.actions_by_right.get("bulk") if right == "view" else action or own_action
            view.action_of_post = sends or NOBODY
            yield url

    def row_for(self, request: HttpRequest, number: int, action: str) -> Any:
        """The row with this number, if `action` is allowed to this person on it.

        PermissionDenied if not. Only who may do that to every row learns that there is none.
        """
        if not can(request.user, action):
            raise PermissionDenied
        row = self.get_object(request, str(number))
        if row is None and widest(request.user, action) == "Y":
            raise Http404
        if row is None or not can(request.user, action, row):
            raise PermissionDenied
        return row

    def answer(
        self,
        request: HttpRequest,
        template: str,
        row: Any = None,
        *,
        status: int = 200,
        **context: Any,
    ) -> TemplateResponse:
        """A page in the newsroom's frame; `title` is expected in the context.

        The row stands there under the name of its model.
        """
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                **({self.opts.model_name: row} if row is not None else {}),
                **context,
            },
            status=status,
        )
