"""What is kept of a form that was not saved: when it was typed, and how it differs."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.typed import Fields, as_saved, first
from articles.content import Content
from articles.difference import compare
from articles.models import Article, Autosave
from articles.models.article import first_language
from articles.workflow.writing import with_slug_of_headline
from newsportal.accounts.models import User
from newsportal.numbers import number_in


class Unsaved:
    """An autosave, beside the revision that its form was opened on."""

    def __init__(self, row: Autosave) -> None:
        self.row = row
        self.pk, self.place, self.saved_at = row.pk, row.place, row.saved_at
        self.fields: Fields = row.fields

    @classmethod
    def of(cls, user: User, article: Article | None) -> list["Unsaved"]:
        """What `user` has not saved of this article, or of articles that do not exist yet."""
        rows = Autosave.objects.filter(user=user, article=article).select_related(
            "article__head", "user"
        )
        return [cls(row) for row in rows.order_by("-saved_at")]

    @property
    def title(self) -> str:
        words = " ".join(first(self.fields, "headline").split())
        return words or (self.row.article.headline if self.row.article else _("Without a headline"))

    @property
    def url(self) -> str:
        """The form, filled with what was typed."""
        if self.row.article_id is None:
            return reverse("admin:articles_article_add") + f"?unsaved={self.pk}"
        change = reverse("admin:articles_article_change", args=[self.row.article_id])
        return f"{change}?unsaved={self.pk}"

    @cached_property
    def before(self) -> Content:
        """What the form said when it was opened."""
        article = self.row.article
        if article is None:
            return Content(headline="", language=first_language())
        number = number_in(first(self.fields, "based_on"))
        revision = article.revisions.filter(number=number).first()
        return Content.from_json(revision.content) if revision else article.content()

    @cached_property
    def typed(self) -> Content:
        """What a save would have made of it."""
        typed = as_saved(self.fields, self.before)
        article = self.row.article
        return with_slug_of_headline(article, typed, self.before) if article else typed

    @property
    def differs(self) -> bool:
        """Whether it says anything that is not saved: by now, or as a text that was refused."""
        article = self.row.article
        if self.typed == self.before:
            return False
        if article is None:
            return True
        own = article.revisions.filter(Q(pk=article.head_id) | Q(saved_by=self.row.user_id))
        recent = own.order_by("-number").values_list("content", flat=True)[:10]
        return all(self.typed != Content.from_json(content) for content in recent)

    @property
    def differences(self) -> list[Any]:
        return compare(self.before, self.typed, reader=self.row.user)

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody has saved the article since its form was opened."""
        article = self.row.article
        return (
            article is not None
            and article.head is not None
            and first(self.fields, "based_on") != str(article.head.number)
        )
