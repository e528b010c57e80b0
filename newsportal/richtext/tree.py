"""HTML as a small tree of elements and strings, for HTML that nh3 has parsed and cleaned before.

It holds no policy: what may stand in a text is said in `sanitiser.py`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "hr"})
INLINE = frozenset({"a", "strong", "em", "sub", "sup", "br"})
# Deeper nesting is no text of a newspaper, and would exhaust Python's stack.
DEEPEST = 40
# What XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets) or advises against; of these,
# PostgreSQL does not take NUL either.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass
class Element:
    """One element: its tag and attributes, and what stands in it, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def is_inline(self) -> bool:
        """Whether it stands inside a line of text."""
        return self.tag in INLINE

    @property
    def text(self) -> str:
        """Its words, with a line feed for a `br`."""
        if self.tag == "br":
            return "\n"
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self) -> Iterator["Element"]:
        """The elements inside, in the order of the text."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()


def printable(text: str) -> str:
    """`text` without the characters that a feed or a database would stumble over."""
    return UNPRINTABLE.sub("", text)


def parse(html: str) -> Element:
    """The tree of `html`, in an element without a tag; `html` must be nh3's output."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def serialise(
    nodes: Iterable["Element | str"], replace: Callable[[Element], str | None] | None = None
) -> str:
    """The HTML of `nodes`; `replace` may give ready HTML for an element, None for the usual."""
    return "".join(
        escape(node, quote=False) if isinstance(node, str) else _markup(node, replace)
        for node in nodes
    )


def _markup(element: Element, replace: Callable[[Element], str | None] | None) -> str:
    if replace is not None and (ready := replace(element)) is not None:
        return ready
    attributes = "".join(f' {name}="{escape(v)}"' for name, v in element.attributes.items())
    opening = f"<{element.tag}{attributes}>"
    if element.tag in VOID:
        return opening
    return f"{opening}{serialise(element.children, replace)}</{element.tag}>"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open: list[Element] = [self.root]
        self.ignored: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.open) > DEEPEST and tag not in VOID:
            self.ignored.append(tag)
            return
        attributes = {name: printable(value or "") for name, value in attrs}
        element = Element(tag, attributes)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        # The input is balanced, so an end tag closes what was opened last.
        if self.ignored:
            self.ignored.pop()
        elif len(self.open) > 1 and tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        data = printable(data)
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        elif data:
            children.append(data)
