"""Pages beside the admin's own: each names its address, and the one action that opens it.

A method marked with `page` becomes a route of its ModelAdmin. Nothing else makes one, so no
page can forget to ask for the right.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.models import Article
from newsportal.accounts.roles import can

Page = Callable[..., HttpResponse]


def page(
    route: str, action: str, *, name: str, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[[Page], Page]:
    """Mark a method as the page at `route`, opened by `action` of the role table.

    Where the route holds `<int:number>`, the method gets that article instead of the number, and
    the action is asked of it; a person without the right gets 403, whether it exists or not.
    The URL's name is `articles_article_<name>`. HEAD and OPTIONS follow GET.
    """
    of_an_article = "<int:number>" in route
    allowed = {*methods, *({"HEAD"} if "GET" in methods else ())}

    def mark(view: Page) -> Page:
        @wraps(view)
        def checked(self: Any, request: HttpRequest, **arguments: Any) -> HttpResponse:
            if of_an_article:
                arguments["article"] = self.article_for(request, arguments.pop("number"), action)
            elif not can(request.user, action):
                raise PermissionDenied
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            return view(self, request, **arguments)

        checked.action = action  # type: ignore[attr-defined]
        checked.route = route  # type: ignore[attr-defined]
        checked.route_name = name  # type: ignore[attr-defined]
        return checked

    return mark


class ArticlePages:
    """The base of what is mixed into the ArticleAdmin: finds its pages and serves them."""

    admin_site: Any
    opts: Any
    get_object: Any

    def get_urls(self) -> list[URLPattern]:
        own: list[Any] = [getattr(type(self), name, None) for name in sorted(dir(type(self)))]
        pages = [self.url_of(view.__get__(self)) for view in own if hasattr(view, "route")]
        return [*pages, *super().get_urls()]  # type: ignore[misc]

    def url_of(self, view: Any) -> URLPattern:
        """The URL pattern of a page: a method of this object that `page` has marked."""
        wrapped = self.admin_site.admin_view(view)
        return path(view.route, wrapped, name=f"articles_article_{view.route_name}")

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """What a mixed-in class adds to the context of the article form; None: a new article."""
        return {}

    def article_for(self, request: HttpRequest, number: int, action: str) -> Article:
        """The article, if `action` is allowed to this person on it; PermissionDenied if not."""
        article: Article | None = self.get_object(request, str(number))
        if article is None or not can(request.user, action, article):
            raise PermissionDenied
        return article

    def answer(
        self,
        request: HttpRequest,
        template: str,
        article: Article | None = None,
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """A page in the newsroom's frame; `title` is expected in the context."""
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "article": article,
                **context,
            },
            status=status,
        )
