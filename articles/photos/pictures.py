"""Photos in pages: the `<picture>`, the `<figure>` with caption and credit, the social card.

Everything is read from `Photo.renditions`; nothing here asks the database or opens a file.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models.photo import Photo
from articles.models.taxonomy import Section

# The widest JPEG that a browser without srcset is given.
FALLBACK_WIDTH: Final = 960
# How wide a figure of the text is drawn.
TEXT_SIZES: Final = "(min-width: 620px) 588px, calc(95.6vw - 16px)"
# In the order of preference; the JPEG is the `img` itself.
SOURCES: Final = {"avif": "image/avif", "webp": "image/webp"}
WASH: Final = re.compile(r"[0-9a-f]{18}")

# The name of the URL, and its arguments before those of the photo.
_route: ContextVar[tuple[str, ...]] = ContextVar("route_of_photos", default=("photo",))


@contextmanager
def through(route: str, *arguments: str) -> Iterator[None]:
    """Within the block, pictures point to the URL `route` (`arguments`, then number and name).

    The newsroom's preview shows photos that no reader can see yet, and needs its own address.
    """
    token = _route.set((route, *arguments))
    try:
        yield
    finally:
        _route.reset(token)


def shown(photo: Photo | None, section: Section | None) -> Photo | None:
    """The picture that readers see in the place of `photo` at `timeline.now()`, or None.

    It is `photo` while its rights last, then what `section` has for such a case. Asked at each
    rendering, so no job has to run at the moment at which they end.
    """
    if photo is None or photo.is_usable:
        return photo
    instead = section.fallback_photo if section else None
    return instead if instead and instead.is_usable else None


def shared(photo: Photo | None, section: Section | None) -> Photo | None:
    """As `shown`, for what a link shows on social media: not every photo may go there."""
    found = shown(photo, section)
    if found is None or not found.not_for_social:
        return found
    instead = section.fallback_photo if section else None
    return instead if instead and instead.is_usable and not instead.not_for_social else None


def picture(
    photo: Photo,
    alt: str | None = None,
    *,
    sizes: str = "100vw",
    lead: bool = False,
    cut: str = "",
) -> SafeString:
    """The responsive `<picture>`; empty where the photo has no renditions.

    `alt` defaults to the photo's own; "" marks decoration. `sizes` is the attribute of the same
    name. `lead` is for the first picture of a page: not lazy, and fetched with high priority.
    `cut` is one of `encoding.RATIOS`; until it is made, the whole picture stands for it.
    """
    jpegs = renditions_of(photo, "jpeg", cut)
    if not jpegs:
        cut = ""
        jpegs = renditions_of(photo, "jpeg")
    if not jpegs:
        return SafeString("")
    widest = jpegs[-1]
    fallback = [one for one in jpegs if one["width"] <= FALLBACK_WIDTH] or jpegs
    made = {kind: renditions_of(photo, kind, cut) for kind in SOURCES}
    return render_to_string(
        "articles/_picture.html",
        {
            # Upright pictures may stand in a wider box, where a wash would be seen beside them.
            "wash": wash_of(photo) if widest["width"] >= widest["height"] else [],
            "sources": [
                (SOURCES[kind], source_set(photo, rows)) for kind, rows in made.items() if rows
            ],
            "jpeg": source_set(photo, jpegs),
            "src": address(photo, fallback[-1]["name"]),
            "width": widest["width"],
            "height": widest["height"],
            "alt": photo.alt if alt is None else alt,
            "sizes": sizes,
            "lead": lead,
        },
    )


def wash_of(photo: Photo) -> list[tuple[str, int, int]]:
    """The colours that stand in for a picture under way, each with its column and row."""
    if not WASH.fullmatch(photo.placeholder):
        return []
    colours = [photo.placeholder[at : at + 3] for at in range(0, 18, 3)]
    return [(colour, at % 3, at // 3) for at, colour in enumerate(colours)]


def figure(
    photo: Photo, caption: str, alt: str | None, *, sizes: str = TEXT_SIZES, lead: bool = False
) -> SafeString:
    """The `<figure>` whose caption reads `caption (credit)`; both are plain text."""
    return render_to_string(
        "articles/_figure.html",
        {
            "picture": picture(photo, alt, sizes=sizes, lead=lead),
            "caption": caption.strip(),
            "credit": photo.credit.strip(),
            "ai_label": photo.ai_label,
        },
    )


def largest(photo: Photo) -> dict[str, Any] | None:
    """The widest JPEG rendition with its `url` (a path), or None where there is none."""
    jpegs = renditions_of(photo, "jpeg")
    return jpegs[-1] | {"url": address(photo, jpegs[-1]["name"])} if jpegs else None


def social_image(photo: Photo) -> dict[str, Any] | None:
    """What a shared link shows, as `url` (a path), `width` and `height`: the card, 1200 x 630.

    The largest rendition where there is no card; None for a photo that social media may not have.
    """
    if photo.not_for_social:
        return None
    cards = renditions_of(photo, "jpeg", "card") or renditions_of(photo, "jpeg")
    if not cards:
        return None
    sides = {key: cards[-1][key] for key in ("width", "height")}
    return sides | {"url": address(photo, cards[-1]["name"])}


def address(photo: Photo, name: str) -> str:
    """The path of the rendition `name`."""
    route, *arguments = _route.get()
    return reverse(route, args=[*arguments, photo.pk, name])


def renditions_of(photo: Photo, kind: str, cut: str = "") -> list[dict[str, Any]]:
    """The renditions in one format, of the whole picture or of one cut, from narrow to wide."""
    chosen = [
        one for one in photo.renditions if one["format"] == kind and one.get("crop", "") == cut
    ]
    return sorted(chosen, key=lambda one: one["width"])


def source_set(photo: Photo, renditions: list[dict[str, Any]]) -> str:
    """The value of `srcset`."""
    if not renditions:
        return ""
    # Names need no quoting, so one reversed address serves them all: a front page has 200.
    first = renditions[0]["name"]
    folder = address(photo, first).removesuffix(first)
    return ", ".join(f"{folder}{one['name']} {one['width']}w" for one in renditions)
