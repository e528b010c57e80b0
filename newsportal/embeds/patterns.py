"""How an address that an editor pastes becomes the address of a frame.

A pattern is an address with one placeholder, written without its scheme
(`youtube.com/watch?v={id}`); the frame's address holds the same placeholder
(`https://www.youtube-nocookie.com/embed/{id}`). Hosts are fixed on both sides, and what a
placeholder takes has few characters, so that no pasted address can lead a frame elsewhere.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from django.utils.translation import gettext as _

from newsportal.refusals import Refused

LONGEST: Final = 2000
MOST_FIELDS: Final = 50
HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
# What each placeholder takes; `*` takes one part of a path that differs and does not matter.
TAKES: Final = {
    "number": r"[0-9]+",
    "id": r"[A-Za-z0-9_-]+",
    "path": r"[A-Za-z0-9_~@-][A-Za-z0-9._~@-]*(?:/[A-Za-z0-9_~@-][A-Za-z0-9._~@-]*)*",
    "view": r"[0-9]{1,2}(?:\.[0-9]+)?/-?[0-9]{1,2}(?:\.[0-9]+)?/-?[0-9]{1,3}(?:\.[0-9]+)?",
}
PLACEHOLDER: Final = re.compile(r"\{([a-z]*)\}")
_OPEN = re.compile(r"\*|\{")
_LITERAL = re.compile(r"[A-Za-z0-9._~@/?=&%#+,:!-]*")
# What `richtext` stores of an address.
_WHOLE = re.compile(r"""[!#-&(-;=?-\[\]_a-z~]*""")
# The same site under its other names.
_SAME = re.compile(r"^(?:www|m|mobile)\.")


@dataclass(frozen=True)
class Pattern:
    """An address with a placeholder: its host, and what the rest of it must be like."""

    host: str
    path: re.Pattern[str]
    query: tuple[tuple[str, re.Pattern[str]], ...]
    fragment: re.Pattern[str] | None
    placeholder: str

    @classmethod
    def read(cls, line: str) -> Self:
        """The pattern that a line says. Raises Refused where it is none."""
        line = line.strip().removeprefix("https://")
        names = PLACEHOLDER.findall(line)
        if len(names) != 1 or names[0] not in TAKES:
            raise Refused(
                _("“%(line)s” needs one of %(names)s.")
                % {"line": line[:80], "names": ", ".join(f"{{{name}}}" for name in TAKES)}
            )
        if any(len(_OPEN.findall(part)) > 1 for part in re.split(r"[/?&=#]", line)):
            # What could be shared out in many ways takes a pattern very long to refuse.
            raise Refused(
                _("“%(line)s” has two open places in one part: write one between two slashes.")
                % {"line": line[:80]}
            )
        parts = urlsplit(f"https://{line}")
        if not HOST.fullmatch(parts.netloc):
            raise Refused(
                _("“%(line)s” must begin with the whole name of a host.") % {"line": line[:80]}
            )
        if not _LITERAL.fullmatch(PLACEHOLDER.sub("", line).replace("*", "")):
            raise Refused(
                _("“%(line)s” holds characters that no address has.") % {"line": line[:80]}
            )
        return cls(
            host=_SAME.sub("", parts.netloc),
            path=_expression(parts.path.rstrip("/")),
            query=tuple(
                (name, _expression(value))
                for name, _sign, value in (
                    piece.partition("=") for piece in parts.query.split("&") if piece
                )
            ),
            fragment=_expression(parts.fragment) if parts.fragment else None,
            placeholder=names[0],
        )

    def captured(self, address: SplitResult) -> str | None:
        """What the placeholder takes of an address; None where the address is another one."""
        if _SAME.sub("", (address.hostname or "").lower()) != self.host:
            return None
        try:
            asked = parse_qs(address.query, max_num_fields=MOST_FIELDS)
        except ValueError:
            return None
        pairs = [
            (self.path, address.path.rstrip("/")),
            *((expression, asked.get(name, [""])[0]) for name, expression in self.query),
        ]
        if self.fragment is not None:
            pairs.append((self.fragment, address.fragment.split("&")[0]))
        found = [expression.fullmatch(text) for expression, text in pairs]
        if not all(found):
            return None
        return next((text for match in found if match for text in match.groups()), None)


def split(address: str) -> SplitResult | None:
    """The parts of a pasted address; None for one that no frame can come of."""
    address = address.strip()
    if len(address) > LONGEST or not _WHOLE.fullmatch(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    is_plain = parts.scheme in {"http", "https"} and port is None and "@" not in parts.netloc
    return parts if is_plain and parts.hostname else None


def check_frame(frame: str) -> str:
    """The placeholder of a frame's address. Raises Refused where it is not a safe address.

    Only https, one fixed host, and the placeholder behind it: in its path or its query.
    """
    names = PLACEHOLDER.findall(frame)
    if len(names) != 1 or names[0] not in TAKES:
        raise Refused(_("The frame's address needs one placeholder, such as {id}."))
    host = host_of(frame)
    if not host:
        raise Refused(_("The frame's address must begin with https:// and the name of a host."))
    rest = PLACEHOLDER.sub("", frame.removeprefix(f"https://{host}"))
    if not rest.startswith("/") or not _LITERAL.fullmatch(rest):
        raise Refused(_("The frame's address holds characters that no address has."))
    if "{" in frame.partition("#")[2]:
        raise Refused(_("The placeholder belongs before the #."))
    return str(names[0])


def host_of(frame: str) -> str:
    """The host of a frame's address; empty where it has no fixed one."""
    if not frame.startswith("https://"):
        return ""
    host = re.split(r"[/?#]", frame.removeprefix("https://"), maxsplit=1)[0]
    return host if HOST.fullmatch(host) else ""


def filled(frame: str, captured: str) -> str:
    """The frame's address with what was captured in its place."""
    before, name, after = PLACEHOLDER.split(frame)
    value = PREPARED.get(name, str)(captured)
    return f"{before}{quote(value, safe='') if '?' in before else value}{after}"


def box(view: str) -> str:
    """`zoom/latitude/longitude` of a map as `west,south,east,north`, in degrees.

    At zoom z a map is 256 * 2^z pixels wide (https://wiki.openstreetmap.org/wiki/Zoom_levels); the
    frame is taken to be about 640 x 400.
    """
    zoom, latitude, longitude = (float(part) for part in view.split("/"))
    width = 640 * 360 / (256 * 2**zoom)
    height = 400 * 360 / (256 * 2**zoom) * math.cos(math.radians(latitude))
    edges = (
        max(longitude - width / 2, -180.0),
        max(latitude - height / 2, -85.0),
        min(longitude + width / 2, 180.0),
        min(latitude + height / 2, 85.0),
    )
    return ",".join(f"{edge:.5f}" for edge in edges)


PREPARED: Final[dict[str, Callable[[str], str]]] = {"view": box}


def _expression(text: str) -> re.Pattern[str]:
    """What a part of an address with a placeholder or stars must be like."""
    pieces = re.split(r"(\*|\{[a-z]*\})", text)
    return re.compile(
        "".join(
            r"[^/?#]+"
            if piece == "*"
            else f"({TAKES[piece[1:-1]]})"
            if PLACEHOLDER.fullmatch(piece)
            else re.escape(piece)
            for piece in pieces
        ),
        re.ASCII,
    )
