"""What may stand in a text of the portal, and `sanitise()`, which makes it so.

nh3 (html5ever's parser, as browsers parse) reads, cleans and has the last word; between its two
passes `tidying.py` gives Word's and the web's markup the shape that we store. The allow-list
below is the whole policy. What a photo or a link looks like to readers is left to `rendering.py`.
"""

import re

import nh3
from django.utils.html import escape
from django.utils.translation import gettext as _

from newsportal.refusals import Refused
from newsportal.richtext import tidying, tree

LARGEST = 1_000_000  # bytes of UTF-8
# html5ever's time grows with the square of the open elements: 20,000 take it a second.
MOST_TAGS = 20_000
MOST_ATTRIBUTES = 20_000
# ammonia's time grows with the square of the characters of one text that it writes as entities,
# and of those that begin like a hard blank in UTF-8: soft hyphens, degrees, pounds.
MOST_ENTITIES = 80_000

# As long as an alternative text may be where it is written in a form.
LONGEST_ALT = 300

TAGS = frozenset({
    "p", "h2", "h3", "ul", "ol", "li", "blockquote", "a", "strong", "em", "sub", "sup",
    "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "figure", "figcaption",
    "hr", "br",
})  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "figure": {"data-photo", "data-alt", "data-decorative", "data-embed"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# nh3 renames nothing, so these come through its first pass and are gone after `tidying`.
_FOREIGN = frozenset(tidying.RENAMED) | tidying.DIVISIONS
_GONE_WITH_CONTENT = frozenset({
    "script", "style", "template", "noscript", "noframes", "noembed", "xmp", "plaintext",
    "title", "textarea", "select", "option", "iframe", "object", "embed", "applet", "audio",
    "video", "canvas", "svg", "math", "xml",
})  # fmt: skip
_PHOTO = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
# The address of an embed: https, a host by its name, and what needs no quoting anywhere.
_EMBED = re.compile(
    r"https://(?:[a-z0-9-]+\.)+[a-z0-9-]+(?:[/?#][!#-&(-;=?-\[\]_a-z~]*)?", re.ASCII | re.IGNORECASE
)
_LONGEST_EMBED = 2000
_SPAN = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
_LIKE_HARD_BLANKS = re.compile("[\x80-\xbf]")
_SCOPES = frozenset({"col", "row", "colgroup", "rowgroup"})
_REMOTE = re.compile(r"(https?)://([^/\\?#@]+@)?[^/\\?#@:]", re.IGNORECASE)
_DIRECT = re.compile(r"(mailto|tel):[^/\\?#]", re.IGNORECASE)
_LOCAL = re.compile(r"/(?![/\\])")


class Sanitised(str):
    """What `sanitise` has given: it is not read again. Whatever is made of it is a plain string."""

    __slots__ = ()


def sanitise(html: str) -> Sanitised:
    """`html` reduced to the allow-list and tidied, so that `sanitise` leaves it as it is.

    Takes any string; a piece without markup comes back escaped. Raises Refused where the text
    is larger than a megabyte or holds more tags than an article can.
    """
    if isinstance(html, Sanitised):
        return html
    _refuse_oversize(html)
    for _round in range(4):
        cleaned = _pass(html)
        if cleaned == html:
            return Sanitised(cleaned)
        html = cleaned
    # Never seen (the tests look for it); words without markup are stable for certain.
    return Sanitised(_pass(f"<p>{escape(tree.parse(html).text)}</p>"))


def read(html: str) -> tree.Element:
    """The tree of `html`, cleaned and not tidied: its words and blanks stand as they were typed.

    Raises Refused as `sanitise` does.
    """
    _refuse_oversize(html)
    return tree.parse(_READ.clean(html.encode("utf-8", "ignore").decode()))


def clean_href(address: str) -> str | None:
    """The address of a link as it is stored; None where the link may not stand.

    Browsers drop control characters and read a backslash as a slash, so that `/\\t/host` leaves
    the site: https://url.spec.whatwg.org/#concept-basic-url-parser
    """
    address = re.sub(r"[\x00-\x1f\x7f]", "", address).strip()
    if not (_REMOTE.match(address) or _DIRECT.match(address) or _LOCAL.match(address)):
        return None
    return re.sub(r"\s", "%20", address)


def clean_embed(address: str) -> str | None:
    """The address of an embed as it is stored; None where there can be none."""
    address = address.strip()
    return address if len(address) <= _LONGEST_EMBED and _EMBED.fullmatch(address) else None


def _refuse_oversize(html: str) -> None:
    # Four bytes are the most that a character takes: counting them exactly is seldom needed.
    if len(html) * 4 > LARGEST and len(html.encode("utf-8", "replace")) > LARGEST:
        raise Refused(_("The text is larger than one megabyte. Split it into several articles."))
    tags = len(re.findall(r"<[a-zA-Z]", html))
    entities = html.count("&") + len(_LIKE_HARD_BLANKS.findall(html)) + html.count("<")
    if tags > MOST_TAGS or html.count("=") > MOST_ATTRIBUTES or entities > MOST_ENTITIES:
        raise Refused(_("The text holds too much markup. Paste it as plain text."))


def _pass(html: str) -> str:
    # What UTF-8 cannot say (halves of surrogate pairs) cannot be stored either.
    html = html.encode("utf-8", "ignore").decode()
    root = tree.parse(_READ.clean(html))
    return _CHECK.clean(tree.serialise(tidying.tidy(root))).strip()


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "a":
        return clean_href(value)
    if name == "data-photo":
        return value if _PHOTO.fullmatch(value) else None
    if name == "data-embed":
        return clean_embed(value)
    if name == "data-alt":
        return " ".join(value.split())[:LONGEST_ALT].strip() or None
    if name == "data-decorative":
        return ""
    if name == "scope":
        return value if value in _SCOPES else None
    return value if _SPAN.fullmatch(value) else None


def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(_GONE_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


_READ = _cleaner(TAGS | _FOREIGN)
_CHECK = _cleaner(TAGS)
