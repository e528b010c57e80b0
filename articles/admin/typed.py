"""The article form as it was sent, finished or not, as a `Content`.

`ArticleForm` takes what can be saved. Whoever looks at a text before that (what is kept of it, the
checks beside it) takes all of it: a field that is missing or makes no sense is as it was before.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from articles.content import Content, PhotoChoice
from articles.slugs import slug_of
from newsportal.numbers import number_in
from newsportal.refusals import Refused
from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.text import plain_text

Fields = dict[str, list[str]]  # as a request has them: a list of values for each name
LINES = ("headline", "standfirst", "dateline", "language")
ROW = ("author", "photo", "caption", "alt", "is_decorative", "position")
MOST_ROWS = 1000


def first(fields: Fields, name: str) -> str:
    """The value of a field; "" where none was sent. The database takes no NUL."""
    return next(iter(fields.get(name, ())), "").replace("\0", "")


def as_typed(fields: Fields, before: Content) -> Content:
    """What readers would get of the form, with every blank and slip in it: for the checks."""
    words: dict[str, Any] = {
        name: first(fields, name) for name in (*LINES, "body") if name in fields
    }
    return replace(before, **words, **_section_and_photos(fields))


def as_saved(fields: Fields, before: Content) -> Content:
    """What a save would make of the form."""
    said = {**_words(fields), **_section_and_photos(fields)}
    if "section" in fields:
        # Who may choose the section chooses these; a choice of none is not sent at all.
        for name in ("topics", "related"):
            keys = {number_in(value) for value in fields.get(name, ())}
            said[name] = tuple(sorted(key for key in keys if key))
    if "author_places-TOTAL_FORMS" in fields:
        authors = (number_in(row["author"]) for row in _rows(fields, "author_places"))
        said["authors"] = tuple(key for key in authors if key)
    if said.get("slug") == "":
        # A new article has none to compare with.
        said["slug"] = slug_of(said.get("headline", "")) if before.slug else ""
    return replace(before, **said)


def readable(fields: Fields) -> list[tuple[str, str]]:
    """The words of the form by field, for somebody who may not open it any more."""
    rows = []
    for name, values in fields.items():
        words = "\n".join(value for value in values if value.strip())
        if name == "body":
            with suppress(Refused):
                words = plain_text(words)
        part = name.rsplit("-", 1)[-1]
        if words and not part.isupper() and part not in {"id", "article", "position", "based_on"}:
            rows.append((part.replace("_", " ").capitalize(), words))
    return rows


def _words(fields: Fields) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: " ".join(first(fields, name).split()) for name in (*LINES, "slug") if name in fields
    }
    if "body" in fields:
        said["body"] = first(fields, "body")
        with suppress(Refused):
            said["body"] = sanitise(said["body"])
    # Both are empty in the form of an article that is out, whatever the last revision told.
    if note := " ".join(first(fields, "change_note").split()):
        said["change_note"] = note
    if "is_silent" in fields:
        said["is_silent"] = True
    # A box that is not ticked sends nothing; where the section is sent, the box was there.
    if "section" in fields:
        said["is_photo_story"] = "is_photo_story" in fields
    return said


def _section_and_photos(fields: Fields) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if "section" in fields:
        said["section"] = number_in(first(fields, "section")) or None
    if "photo_uses-TOTAL_FORMS" in fields:
        said["photos"] = tuple(
            PhotoChoice(key, row["caption"], row["alt"], bool(row["is_decorative"]))
            for row in _rows(fields, "photo_uses")
            if (key := number_in(row["photo"]))
        )
    return said


def _rows(fields: Fields, prefix: str) -> list[dict[str, str]]:
    """The rows of an inline that stay, in their order."""

    def rows() -> Iterator[dict[str, str]]:
        sent = number_in(first(fields, f"{prefix}-TOTAL_FORMS"))
        for number in range(min(sent, MOST_ROWS)):
            start = f"{prefix}-{number}-"
            if f"{start}DELETE" not in fields:
                yield {
                    name: first(fields, start + name).replace("\r\n", "\n").strip() for name in ROW
                }

    return sorted(rows(), key=lambda row: number_in(row["position"]))
