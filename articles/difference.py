"""What changed between two contents, word by word, for people to read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from articles.content import Content
from articles.models import Article, Author, Photo, Section, Topic
from newsportal.richtext.text import plain_text

Kind = Literal["same", "added", "removed"]
WORDS = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class FieldDifference:
    """A field that changed: its label, and its text in parts that say which words changed."""

    label: Any
    parts: list[tuple[Kind, str]]


def compare(old: Content, new: Content) -> list[FieldDifference]:
    """The fields in which `new` differs from `old`, in the order of the form."""
    changed = new.changed_fields(old)
    return [
        FieldDifference(label, words_changed(as_text(old), as_text(new)))
        for name, label, as_text in _FIELDS
        if name in changed
    ]


def words_changed(old: str, new: str) -> list[tuple[Kind, str]]:
    """The two texts as one run of parts: kept, removed and added words."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    parts: list[tuple[Kind, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation == "equal":
            parts.append(("same", "".join(before[i:j])))
            continue
        if i < j:
            parts.append(("removed", "".join(before[i:j])))
        if k < m:
            parts.append(("added", "".join(after[k:m])))
    return parts


def _names(model: Any, keys: Callable[[Content], Any]) -> Callable[[Content], str]:
    def as_text(content: Content) -> str:
        rows = model.objects.in_bulk(list(keys(content)))
        return ", ".join(str(rows.get(key, f"#{key}")) for key in keys(content))

    return as_text


def _photos(content: Content) -> str:
    photos = Photo.objects.in_bulk([choice.photo for choice in content.photos])
    return "\n".join(
        " · ".join(
            part
            for part in (
                str(photos.get(choice.photo, f"#{choice.photo}")),
                choice.caption,
                choice.alt,
            )
            if part
        )
        for choice in content.photos
    )


_FIELDS: tuple[tuple[str, Any, Callable[[Content], str]], ...] = (
    ("headline", _("Headline"), lambda content: content.headline),
    ("standfirst", _("Standfirst"), lambda content: content.standfirst),
    ("body", _("Text"), lambda content: plain_text(content.body)),
    ("section", _("Section"), _names(Section, lambda c: (c.section,) if c.section else ())),
    ("topics", _("Topics"), _names(Topic, lambda c: c.topics)),
    ("authors", _("Authors"), _names(Author, lambda c: c.authors)),
    ("photos", _("Photos"), _photos),
    ("dateline", _("Dateline"), lambda content: content.dateline),
    ("language", _("Language"), lambda content: content.language),
    ("slug", _("Slug"), lambda content: content.slug),
    ("related", _("Related articles"), _names(Article, lambda c: c.related)),
)
