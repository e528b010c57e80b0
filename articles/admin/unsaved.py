"""What is kept of a form that was not saved: when it was typed, and how it differs."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.content import Content, PhotoChoice
from articles.difference import compare
from articles.models import Article, Autosave
from articles.models.article import first_language
from articles.slugs import slug_of
from articles.workflow.writing import with_slug_of_headline
from newsportal.accounts.models import User
from newsportal.refusals import Refused
from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.text import plain_text

Fields = dict[str, list[str]]
WORDS = ("headline", "standfirst", "dateline", "slug", "language")


class Unsaved:
    """An autosave, beside the revision that its form was opened on."""

    def __init__(self, row: Autosave) -> None:
        self.row = row
        self.pk, self.place, self.saved_at = row.pk, row.place, row.saved_at
        self.fields: Fields = row.fields

    @classmethod
    def of(cls, user: User, article: Article | None) -> list["Unsaved"]:
        """What `user` has not saved of this article, or of articles that do not exist yet."""
        rows = Autosave.objects.filter(user=user, article=article).select_related("article__head")
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
        number = first(self.fields, "based_on")
        if number.isascii() and number.isdecimal() and len(number) < 10:
            revision = article.revisions.filter(number=number).first()
            if revision is not None:
                return Content.from_json(revision.content)
        return article.content()

    @cached_property
    def typed(self) -> Content:
        """What a save would have made of it."""
        typed = typed_content(self.fields, self.before)
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
        return compare(self.before, self.typed)

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody has saved the article since its form was opened."""
        article = self.row.article
        return (
            article is not None
            and article.head is not None
            and first(self.fields, "based_on") != str(article.head.number)
        )


def first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def typed_content(fields: Fields, before: Content) -> Content:
    """What the form says, however unfinished: a field that makes no sense is as it was before."""
    said = {**_words(fields), **_relations(fields)}
    if said.get("slug") == "":
        # As a save would have it; a new article has none to compare with.
        said["slug"] = slug_of(said.get("headline", "")) if before.slug else ""
    return replace(before, **said)


def _words(fields: Fields) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: " ".join(first(fields, name).split()) for name in WORDS if name in fields
    }
    if "body" in fields:
        try:
            said["body"] = sanitise(first(fields, "body"))
        except Refused:
            said["body"] = first(fields, "body")
    # Both are empty in the form of an article that is out, whatever the last revision told.
    if note := " ".join(first(fields, "change_note").split()):
        said["change_note"] = note
    if "is_silent" in fields:
        said["is_silent"] = True
    return said


def _relations(fields: Fields) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if "section" in fields:
        said["section"] = _key(first(fields, "section"))
        # Who may choose the section chooses these; a choice of none is not sent at all.
        for name in ("topics", "related"):
            keys = (_key(value) for value in fields.get(name, ()))
            said[name] = tuple(sorted({key for key in keys if key}))
    if "author_places-TOTAL_FORMS" in fields:
        authors = (_key(row["author"]) for row in _rows(fields, "author_places"))
        said["authors"] = tuple(key for key in authors if key)
    if "photo_uses-TOTAL_FORMS" in fields:
        said["photos"] = tuple(
            PhotoChoice(key, row["caption"], row["alt"])
            for row in _rows(fields, "photo_uses")
            if (key := _key(row["photo"]))
        )
    return said


def readable(fields: Fields) -> list[tuple[str, str]]:
    """The words of a kept form by field, for somebody who may not open the form any more."""
    rows = []
    for name, values in fields.items():
        words = "\n".join(value for value in values if value.strip())
        if name == "body":
            with suppress(Refused):
                words = plain_text(words)
        parts = name.rsplit("-", 1)[-1]
        if words and not parts.isupper() and parts not in {"id", "article", "position", "based_on"}:
            rows.append((parts.replace("_", " ").capitalize(), words))
    return rows


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 19 else None


def _rows(fields: Fields, prefix: str) -> list[dict[str, str]]:
    """The rows of an inline that stay, in their order."""

    def rows() -> Iterator[dict[str, str]]:
        for number in range(min(_key(first(fields, f"{prefix}-TOTAL_FORMS")) or 0, 1000)):
            start = f"{prefix}-{number}-"
            row = {
                name: first(fields, start + name).replace("\r\n", "\n").strip()
                for name in ("author", "photo", "caption", "alt", "position")
            }
            if f"{start}DELETE" not in fields:
                yield row

    return sorted(rows(), key=lambda row: _key(row["position"]) or 0)
