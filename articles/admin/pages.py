"""Pages of the article's admin beside Django's own; `accounts.admin_pages` makes them routes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
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

    def to(self, name: str, article: Article, *numbers: int) -> HttpResponseRedirect:
        """To a page of the article, by its name; `numbers` are what else its address holds."""
        address = reverse(f"admin:articles_article_{name}", args=[article.pk, *numbers])
        return HttpResponseRedirect(address)

    def to_form(self, article: Article) -> HttpResponseRedirect:
        """To the article's form; to the trash, where the article is no more."""
        if article.pk is None:
            return HttpResponseRedirect(reverse("admin:articles_article_in_trash"))
        return self.to("change", article)
