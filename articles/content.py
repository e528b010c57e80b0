"""`Content`: everything that an article says, as one value.

The form makes one, `workflow.save` stores it as a revision, `workflow.publish` makes an edition
of it. Two equal contents are the same text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from newsportal.richtext.text import Figure


@dataclass(frozen=True)
class PhotoChoice:
    """A photo of the article, with words of its own; an empty one stands for the library's.

    What `is_decorative` says nothing that the text does not say: it has no alternative text.
    """

    photo: int
    caption: str = ""
    alt: str = ""
    is_decorative: bool = False


def uses_in_text(
    figures: Iterable[Figure], chosen: Mapping[int, PhotoChoice]
) -> dict[int, PhotoChoice]:
    """The photos of a text by number, with the words that they have there or were `chosen` with.

    One that stands there twice is decoration where it is so in both places.
    """
    uses: dict[int, PhotoChoice] = {}
    for figure in figures:
        own = chosen.get(figure.photo, PhotoChoice(figure.photo))
        is_decorative = figure.is_decorative or (own.is_decorative and not figure.alt)
        before = uses.get(figure.photo)
        uses[figure.photo] = PhotoChoice(
            figure.photo,
            caption=figure.caption or own.caption,
            alt=figure.alt or (before.alt if before else own.alt),
            is_decorative=is_decorative and (before is None or before.is_decorative),
        )
    return uses


@dataclass(frozen=True)
class Content:
    """What an article says. Relations are primary keys; their order is the printed order."""

    headline: str
    slug: str = ""
    standfirst: str = ""
    dateline: str = ""
    body: str = ""  # sanitised HTML
    language: str = "en"
    section: int | None = None
    topics: tuple[int, ...] = ()
    authors: tuple[int, ...] = ()
    photos: tuple[PhotoChoice, ...] = ()  # the first is the lead
    is_photo_story: bool = False  # its photos are large, one under another
    related: tuple[int, ...] = ()  # numbers of articles
    change_note: str = ""  # what readers are told has changed since the last edition
    is_silent: bool = False  # nothing of substance has changed: no line, no new date

    def as_json(self) -> dict[str, Any]:
        """JSON values, for `Revision.content`."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Content":
        """The content of a stored revision."""
        return cls(
            **{
                **stored,
                "topics": tuple(stored["topics"]),
                "authors": tuple(stored["authors"]),
                "photos": tuple(PhotoChoice(**choice) for choice in stored["photos"]),
                "related": tuple(stored["related"]),
            }
        )

    def without_note(self) -> "Content":
        """The content as the next change begins with it: what the last one told readers is told."""
        return replace(self, change_note="", is_silent=False)

    def changed_fields(self, other: "Content") -> frozenset[str]:
        """The names of the fields in which the two differ."""
        mine, theirs = self.as_json(), other.as_json()
        return frozenset(name for name in mine if mine[name] != theirs[name])
