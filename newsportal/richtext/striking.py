"""Striking words out of a text, wherever they stand: across emphasis, links and paragraphs."""

import re
from dataclasses import dataclass

from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.tree import Element, parse, serialise


@dataclass
class _Piece:
    """A string of the tree, and where in the whole text it begins."""

    parent: Element
    place: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Struck:
    """A text without the words: how often they were found, and what stood around them."""

    html: str
    excerpts: tuple[str, ...]


def strike(html: str, words: re.Pattern[str], mark: str, *, addresses: re.Pattern[str]) -> Struck:
    """`html` with every match of `words` replaced by `mark`.

    `words` is matched against the plain text, in which line feeds part the blocks, so that
    neither emphasis nor the end of a paragraph hides a passage. A link or an embed whose address
    matches `addresses` is none any more and keeps its words. Raises Refused where `html` is too
    large to be a text.
    """
    root = parse(sanitise(html))
    excerpts = [*_unlink(root, addresses), *_strike_alternatives(root, words, mark)]
    pieces: list[_Piece] = []
    text = _gather(root, pieces, "")
    found = [match for match in words.finditer(text) if match.group()]
    for match in reversed(found):
        _cut(pieces, match.start(), match.end(), mark)
    for piece in pieces:
        piece.parent.children[piece.place] = piece.text
    excerpts += [excerpt(text, match.start(), match.end()) for match in found]
    # What has become empty goes, as it does in every text.
    return Struck(sanitise(serialise(root.children)) if excerpts else html, tuple(excerpts))


def excerpt(text: str, start: int, end: int, around: int = 40) -> str:
    """The place from `start` to `end` with a few words before and after, in one line."""
    left, right = text[max(0, start - around) : start], text[end : end + around]
    whole = f"{left}{text[start:end]}{right}"
    opening = "…" if start > around else ""
    return f"{opening}{' '.join(whole.split())}{'…' if end + around < len(text) else ''}"


def _unlink(root: Element, addresses: re.Pattern[str]) -> list[str]:
    """Take away the links whose addresses match, and name those."""
    found = []
    for element in [root, *root.walk()]:
        kept: list[Element | str] = []
        for child in element.children:
            href = _address_of(child) if isinstance(child, Element) else ""
            if isinstance(child, Element) and href and addresses.search(href):
                found.append(href)
                # Its words may hold further elements: they are walked as children of this one.
                kept += child.children
            else:
                kept.append(child)
        element.children = kept
    return found


def _address_of(element: Element) -> str:
    """The address that a link or an embed leads to; empty for everything else."""
    return element.attributes.get("href") or element.attributes.get("data-embed", "")


def _strike_alternatives(root: Element, words: re.Pattern[str], mark: str) -> list[str]:
    """Strike the words out of what photos are said to show, and name those places."""
    found = []
    for element in root.walk():
        alt = element.attributes.get("data-alt", "")
        places = [match for match in words.finditer(alt) if match.group()]
        if places:
            found += [excerpt(alt, match.start(), match.end()) for match in places]
            element.attributes["data-alt"] = words.sub(mark, alt)
    return found


def _gather(element: Element, pieces: list[_Piece], text: str) -> str:
    """The plain text of `element` after `text`; its strings are added to `pieces`."""
    for place, child in enumerate(element.children):
        if isinstance(child, str):
            pieces.append(_Piece(element, place, len(text), child))
            text += child
        elif child.tag == "br":
            text += "\n"
        elif child.is_inline:
            text = _gather(child, pieces, text)
        else:
            text = _gather(child, pieces, f"{text}\n") + "\n"
    return text


def _cut(pieces: list[_Piece], start: int, end: int, mark: str) -> None:
    """Put `mark` where `start` lies and take the rest away; called from the last match on."""
    for piece in pieces:
        if piece.start < end and start < piece.end:
            left = piece.text[: max(0, start - piece.start)]
            right = piece.text[end - piece.start :] if end < piece.end else ""
            piece.text = f"{left}{mark}{right}"
            # The others of this passage are emptied only: one mark is enough.
            mark = ""
