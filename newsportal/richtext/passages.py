"""A text as it was typed, line by line: for whoever looks for slips, which tidying would hide."""

from dataclasses import dataclass

from newsportal.richtext.sanitiser import read
from newsportal.richtext.text import Figure, as_embed, as_figure, is_embed
from newsportal.richtext.tree import Element


@dataclass(frozen=True)
class Passage:
    """One block of words. `tag` is what it stands in; `photo` the number of a caption's photo."""

    tag: str
    text: str  # blanks as they were typed; a line feed for a `br`
    photo: int | None = None


@dataclass(frozen=True)
class Written:
    """What stands in a text: its lines, its photos, the addresses it links to."""

    lines: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    links: tuple[tuple[str, str], ...]  # the address, and the words it stands under; embeds too

    @property
    def photos(self) -> tuple[int, ...]:
        """The numbers of the photos, one entry each."""
        return tuple(dict.fromkeys(figure.photo for figure in self.figures))


def written(html: str) -> Written:
    """What `html` holds, read in one pass. Raises Refused where it is too large for a text."""
    reader = _Reader()
    reader.read(read(html), "", None)
    reader.end("", None)
    return Written(
        lines=tuple(reader.lines),
        figures=tuple(reader.figures),
        links=tuple(reader.links),
    )


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Passage] = []
        self.figures: list[Figure] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []

    def read(self, element: Element, tag: str, photo: int | None) -> None:
        """Collect what stands in `element`, whose nearest block is a `tag`."""
        for child in element.children:
            if isinstance(child, str):
                self.words.append(child)
            elif child.tag == "br":
                self.words.append("\n")
            elif child.is_inline or child.tag in {"b", "i"}:
                if href := child.attributes.get("href"):
                    self.links.append((href, " ".join(child.text.split())))
                self.read(child, tag, photo)
            elif tag == "figcaption":
                # The editor puts a paragraph into a caption; the caption is one line all the same.
                self.words.append(" ")
                self.read(child, tag, photo)
                self.words.append(" ")
            else:
                inner = photo
                if child.tag == "figure" and "data-photo" in child.attributes:
                    self.figures.append(as_figure(child))
                    inner = self.figures[-1].photo
                elif is_embed(child):
                    embed = as_embed(child)
                    self.links.append((embed.address, embed.caption))
                self.end(tag, photo)
                self.read(child, child.tag, inner)
                self.end(child.tag, inner)

    def end(self, tag: str, photo: int | None) -> None:
        """The line that was begun is complete."""
        text = "".join(self.words).strip()
        self.words = []
        if text:
            self.lines.append(Passage(tag or "p", text, photo))
