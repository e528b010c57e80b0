"""`Material`: a content as the checks read it, its lines and its photos side by side.

It is read once, in one pass over the text and one query for the photos; what a check then asks
costs nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from articles.content import Content, PhotoChoice, uses_in_text
from articles.models import Photo
from newsportal.richtext import Written, written

# Where a line holds sentences; cells of tables hold pieces of them.
PROSE = frozenset({"p", "li", "blockquote", "figcaption", "div", "caption"})


@dataclass(frozen=True)
class Text:
    """A line of the article, and the form field it stands in.

    `tag` is `headline`, `standfirst`, or the element of the text; a photo's words are a
    `figcaption`. What `is_library` is printed here and changed in the library.
    """

    field: str
    tag: str
    text: str
    is_library: bool = False

    @property
    def is_prose(self) -> bool:
        return self.tag in PROSE or self.tag == "standfirst"


@dataclass(frozen=True)
class Picture:
    """A photo of the article with the words that would be printed."""

    photo: Photo
    caption: str
    alt: str
    caption_field: str  # where the printed caption stands: the text, or the words of the photo
    is_library_caption: bool
    is_decorative: bool = False

    @property
    def field(self) -> str:
        return f"photo:{self.photo.pk}"

    @property
    def name(self) -> str:
        """How a sentence calls the photo."""
        words = self.caption or self.photo.file_name or f"#{self.photo.pk}"
        return words if len(words) <= 50 else f"{words[:49].rstrip()}…"


@dataclass(frozen=True)
class Material:
    """What is checked. `number` is the article's, or None; `moment` is when it would go out."""

    content: Content
    number: int | None
    moment: datetime
    preferred: frozenset[str] = frozenset()  # spellings that the house has chosen

    @cached_property
    def body(self) -> Written:
        return written(self.content.body)

    @cached_property
    def photos(self) -> dict[int, Photo]:
        numbers = {*self.body.photos, *(choice.photo for choice in self.content.photos)}
        return Photo.objects.in_bulk(numbers) if numbers else {}

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The photos in their order, the chosen ones before those of the text."""
        chosen = {choice.photo: choice for choice in self.content.photos}
        uses = chosen | uses_in_text(self.body.figures, chosen)
        # Read here, a caption keeps the blanks and the line it was typed with.
        captions = {line.photo: line.text for line in self.body.lines if line.photo}
        return tuple(
            self._picture(self.photos[number], use, captions.get(number))
            for number, use in uses.items()
            if number in self.photos
        )

    def _picture(self, photo: Photo, use: PhotoChoice, in_body: str | None) -> Picture:
        return Picture(
            photo=photo,
            caption=(in_body or use.caption or photo.caption).strip(),
            alt=(use.alt or photo.alt).strip(),
            caption_field="body" if in_body else f"photo:{photo.pk}",
            is_library_caption=not (in_body or use.caption),
            is_decorative=use.is_decorative,
        )

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every line that readers get, in their order."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[Text]:
        for name in ("headline", "standfirst"):
            if text := getattr(self.content, name).strip():
                yield Text(name, name, text)
        for line in self.body.lines:
            yield Text("body", line.tag, line.text)
        for picture in self.pictures:
            if picture.caption and picture.caption_field != "body":
                yield Text(picture.field, "figcaption", picture.caption, picture.is_library_caption)
