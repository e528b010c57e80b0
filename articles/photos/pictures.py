"""Photos in pages: the `<picture>`, the `<figure>` with caption and credit, the social card.

Everything is read from `Photo.renditions`; nothing here asks the database or opens a file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models.photo import Photo

# The widest JPEG that a browser without srcset is given.
FALLBACK_WIDTH: Final = 960

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


def picture(
    photo: Photo, alt: str | None = None, *, sizes: str = "100vw", lead: bool = False
) -> SafeString:
    """The responsive `<picture>`; empty where the photo has no renditions.

    `alt` defaults to the photo's own; "" marks decoration. `sizes` is the attribute of the same
    name. `lead` is for the first picture of a page: not lazy, and fetched with high priority.
    """
    widest = largest(photo)
    if widest is None:
        return SafeString("")
    jpegs = renditions_of(photo, "jpeg")
    fallback = [one for one in jpegs if one["width"] <= FALLBACK_WIDTH] or jpegs
    return render_to_string(
        "articles/_picture.html",
        {
            "webp": source_set(photo, renditions_of(photo, "webp")),
            "jpeg": source_set(photo, jpegs),
            "src": address(photo, fallback[-1]["name"]),
            "width": widest["width"],
            "height": widest["height"],
            "alt": photo.alt if alt is None else alt,
            "sizes": sizes,
            "lead": lead,
        },
    )


def figure(
    photo: Photo, caption: str, alt: str | None, *, sizes: str = "100vw", lead: bool = False
) -> SafeString:
    """The `<figure>` whose caption reads `caption (credit)`; both are plain text."""
    return render_to_string(
        "articles/_figure.html",
        {
            "picture": picture(photo, alt, sizes=sizes, lead=lead),
            "caption": caption.strip(),
            "credit": photo.credit.strip(),
        },
    )


def largest(photo: Photo) -> dict[str, Any] | None:
    """The widest JPEG rendition with its `url` (a path), or None where there is none."""
    jpegs = renditions_of(photo, "jpeg")
    return jpegs[-1] | {"url": address(photo, jpegs[-1]["name"])} if jpegs else None


def social_image(photo: Photo) -> dict[str, Any] | None:
    """The 1200 x 630 card as `url` (a path), `width` and `height`; None for a small photo."""
    for one in photo.renditions:
        if one.get("crop") == "card":
            return {key: one[key] for key in ("width", "height")} | {
                "url": address(photo, one["name"])
            }
    return None


def address(photo: Photo, name: str) -> str:
    """The path of the rendition `name`."""
    route, *arguments = _route.get()
    return reverse(route, args=[*arguments, photo.pk, name])


def renditions_of(photo: Photo, kind: str) -> list[dict[str, Any]]:
    """The uncropped renditions in one format, from narrow to wide."""
    chosen = [one for one in photo.renditions if one["format"] == kind and "crop" not in one]
    return sorted(chosen, key=lambda one: one["width"])


def source_set(photo: Photo, renditions: list[dict[str, Any]]) -> str:
    """The value of `srcset`."""
    if not renditions:
        return ""
    # Names need no quoting, so one reversed address serves them all: a front page has 200.
    first = renditions[0]["name"]
    folder = address(photo, first).removesuffix(first)
    return ", ".join(f"{folder}{one['name']} {one['width']}w" for one in renditions)
