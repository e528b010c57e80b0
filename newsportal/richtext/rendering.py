"""A stored text as it stands in a public page. The one place that marks people's text as safe.

(The tag that prints structured data marks JSON.) What a photo looks like is told by the caller,
since rich text knows photos by number alone.
"""

from collections.abc import Callable
from functools import lru_cache

from django.urls import get_script_prefix
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.text import Embed, Figure, anchored, as_embed, as_figure, is_embed
from newsportal.richtext.tree import Element, parse, serialise

# A feed is made anew for one text, and prints the others again: what became of them is remembered.
_sanitised = lru_cache(maxsize=64)(sanitise)


def as_link(embed: Embed) -> SafeString:
    """An embed where nothing of another site is shown: a paragraph with a plain link."""
    words = embed.caption or embed.address
    return format_html('<p><a href="{}" rel="noopener">{}</a></p>', embed.address, words)


def render(
    html: str,
    figure: Callable[[Figure], str],
    *,
    embed: Callable[[Embed], str] = as_link,
    dateline: str = "",
) -> SafeString:
    """`html` for a page: sanitised, subheads with ids, photos drawn by `figure`.

    `figure` gives the HTML of a photo in the text as a SafeString (anything else is escaped),
    the empty string for a photo that is not to be shown; `embed` gives that of an embed. Links to
    other sites get `rel="noopener"`; those within the site lead to where it is mounted. `dateline`
    (plain text) opens the first paragraph, in its house style.
    """
    root = parse(_sanitised(html))
    for element, subhead in anchored(root):
        element.attributes["id"] = subhead.anchor
    for element in root.walk():
        if element.tag != "a":
            continue
        address = element.attributes["href"]
        if address.lower().startswith("http"):
            element.attributes["rel"] = "noopener"
        elif address.startswith("/") and not address.startswith("//"):
            element.attributes["href"] = get_script_prefix() + address[1:]
    if dateline:
        first = next((e for e in root.children if isinstance(e, Element) and e.tag == "p"), None)
        if first is None:
            root.children.insert(0, first := Element("p"))
        first.children[:0] = [Element("span", {"class": "dateline"}, [dateline]), " – "]

    def drawn(element: Element) -> str | None:
        if element.tag != "figure":
            return None
        shown = embed(as_embed(element)) if is_embed(element) else figure(as_figure(element))
        return conditional_escape(shown)

    # Safe: every tag and attribute comes out of `sanitise`, every word through `escape`.
    return mark_safe(serialise(root.children, drawn))  # noqa: S308
