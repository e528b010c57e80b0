"""Pages of the article's admin beside Django's own; `accounts.admin_pages` makes them routes."""

from typing import Any

from django.http import HttpRequest

from articles.models import Article
from newsportal.accounts.admin_pages import AdminPages, Page, page

__all__ = ["ArticlePages", "Page", "page"]


class ArticlePages(AdminPages):
    """The base of what is mixed into the ArticleAdmin: its pages get the article as `article`."""

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """What a mixed-in class adds to the context of the article form; None: a new article."""
        return {}
