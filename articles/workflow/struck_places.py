"""Where words of an article can stand: `TABLES` is the whole list of what a redaction searches."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import (
    Article,
    Autosave,
    Correction,
    CorrectionDraft,
    DraftLink,
    Edition,
    EditionPhoto,
    InternalNote,
    PhotoUse,
    Revision,
    RevisionName,
    Withdrawal,
)
from articles.workflow.struck_words import Found, StruckWords, longest_of
from newsportal.accounts.models import Notice

Strike = Callable[[StruckWords, Any, str], Found]


@dataclass(frozen=True)
class Place:
    """A place where the words stand: in which table, row and column, and what is around them."""

    table: Any
    row: str
    column: str
    excerpt: str


@dataclass(frozen=True)
class Change:
    """A row, what its columns hold without the words, and the places where they stood."""

    row: models.Model
    values: dict[str, Any]
    places: list[Place]


def find(article: Article, words: StruckWords) -> list[Change]:
    """Everything that redacting `words` would change; nothing is changed."""
    return [change for table in TABLES for change in table.changes(article, words)]


def places_of(changes: Sequence[Change]) -> list[Place]:
    """The places of all changes, in the order of the tables."""
    return [place for change in changes for place in change.places]


def counts_of(changes: Sequence[Change]) -> dict[Any, int]:
    """How many places each table has."""
    return dict(Counter(place.table for place in places_of(changes)))


@dataclass(frozen=True)
class Table:
    """A table that is searched: which of its rows, and how each column is read."""

    model: type[models.Model]
    label: Any
    rows: Callable[[Article], Q]
    columns: dict[str, Strike]

    def changes(self, article: Article, words: StruckWords) -> Iterator[Change]:
        """The rows of the article in which the words stand."""
        rows: models.QuerySet[Any] = models.QuerySet(self.model)
        for row in rows.filter(self.rows(article)).order_by("pk"):
            values: dict[str, Any] = {}
            places: list[Place] = []
            for name, strike in self.columns.items():
                value, excerpts = strike(words, row, name)
                if excerpts:
                    values[name] = value
                    label = str(getattr(self.model._meta.get_field(name), "verbose_name", name))
                    places += [Place(self.label, _row(row), label, one) for one in excerpts]
            if places:
                yield Change(row, values, places)


def _plain(words: StruckWords, row: Any, name: str) -> Found:
    return words.plain(getattr(row, name), longest=longest_of(type(row), name))


def _rich(words: StruckWords, row: Any, name: str) -> Found:
    return words.rich(getattr(row, name))


def _slug(words: StruckWords, row: Any, name: str) -> Found:
    return words.slug(row.slug, headline=row.headline)


def _content(words: StruckWords, row: Any, name: str) -> Found:
    return words.content(row.content)


def _form(words: StruckWords, row: Any, name: str) -> Found:
    return words.form(getattr(row, name))


def _row(row: models.Model) -> str:
    """Which row it is, without its words."""
    match row:
        case Revision():
            return _("Revision %d") % row.number
        case Edition():
            return _("of revision %d") % row.revision_number
        case Autosave():
            return str(row.user)
        case PhotoUse() | EditionPhoto():
            return _("Photo no. %d") % row.photo_id
        case _:
            return ""


_TEXT: dict[str, Strike] = {
    "headline": _plain,
    "slug": _slug,
    "standfirst": _plain,
    "dateline": _plain,
    "body": _rich,
    "change_note": _plain,
}
_PHOTO: dict[str, Strike] = {"caption": _plain, "alt": _plain}


def _of(relation: str) -> Callable[[Article], Q]:
    return lambda article: Q((relation, article.pk))


TABLES = (
    Table(Article, gettext_lazy("Working copy"), _of("pk"), {**_TEXT, "note": _plain}),
    Table(PhotoUse, gettext_lazy("Photos of the working copy"), _of("article"), _PHOTO),
    Table(Revision, gettext_lazy("Revisions"), _of("article"), {"content": _content}),
    Table(
        RevisionName, gettext_lazy("Names of revisions"), _of("revision__article"), {"name": _plain}
    ),
    Table(Autosave, gettext_lazy("Text not saved yet"), _of("article"), {"fields": _form}),
    Table(
        InternalNote,
        gettext_lazy("Internal notes"),
        _of("article"),
        {"text": _plain, "passage": _plain},
    ),
    Table(CorrectionDraft, gettext_lazy("Reported errors"), _of("article"), {"text": _plain}),
    Table(DraftLink, gettext_lazy("Draft links"), _of("article"), {"label": _plain}),
    Table(Edition, gettext_lazy("Editions"), _of("article_number"), _TEXT),
    Table(EditionPhoto, gettext_lazy("Photos of editions"), _of("edition__article_number"), _PHOTO),
    Table(Correction, gettext_lazy("Corrections"), _of("article_number"), {"text": _plain}),
    Table(Withdrawal, gettext_lazy("Withdrawals"), _of("article_number"), {"public_note": _plain}),
    Table(
        Notice,
        gettext_lazy("Mails to the staff"),
        lambda article: Q(text__contains=f"/articles/article/{article.pk}/"),
        {"subject": _plain, "text": _plain},
    ),
)
