"""`Content`: everything that an article says, as one value.

The form makes one, `workflow.save` stores it as a revision, `workflow.publish` makes an edition
of it. Two equal contents are the same text.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class PhotoChoice:
    """A photo of the article, with words of its own; an empty one stands for the library's."""

    photo: int
    caption: str = ""
    alt: str = ""


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
