"""Pages of the article's admin beside Django's own; `accounts.admin_pages` makes them routes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from articles.models import Article
from newsportal.accounts.admin_pages import AdminPages, Page, page

__all__ = ["ArticlePages", "Page", "page"]


OUT_OF_THE_TRASH = {"article.restore_from_trash", "article.delete_forever"}


class ArticlePages(AdminPages):
    """The base of what is mixed into the ArticleAdmin: its pages get the article as `article`."""

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """What a mixed-in class adds to the context of the article form; None: a new article."""
        return {}

    def row_for(self, request: HttpRequest, number: int, action: str) -> Article:
        """The article, where `action` is allowed to this person on it; PermissionDenied if not.

        From the trash it is there for the two actions that end its stay, and for no other.
        """
        article: Article = super().row_for(request, number, action)
        if (article.trashed_at is not None) != (action in OUT_OF_THE_TRASH):
            raise PermissionDenied
        return article

    def page_after(self, article: Article) -> str:
        """Where somebody goes on after a step: the article's form, where there is an article."""
        if article.pk is None:
            return reverse("admin:articles_article_in_trash")
        return reverse("admin:articles_article_change", args=[article.pk])
