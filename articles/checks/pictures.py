"""What the photos of an article lack: words for who cannot see them, a credit.

Whether a photo may go out at all is asked in `rights.py`.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.finding import Fix
from articles.checks.kinds import Level, Spot, kind, listed
from articles.checks.material import Material, Picture
from articles.models import HouseRule
from articles.photos.alternative import bare, fault_of


@kind(
    "alt",
    gettext_lazy("Alternative text of a photo"),
    gettext_lazy(
        "What the photo shows, for who cannot see it. “IMG_2041.jpg” says nothing, and the"
        " caption is read aloud anyway."
    ),
    level=Level.BLOCKING,
)
def missing_alt(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for picture in material.pictures:
        if picture.is_decorative:
            continue
        if not picture.alt:
            yield Spot(
                _("The photo “%s” has no alternative text. Say what it shows.") % picture.name,
                picture.field,
            )
            continue
        fault = fault_of(picture.alt, caption=picture.caption, file_name=picture.photo.file_name)
        if fault == "caption":
            yield Spot(
                _("The alternative text of “%s” repeats the caption. Say what the photo shows.")
                % picture.name,
                picture.field,
                picture.alt,
            )
        elif fault == "file name":
            yield Spot(
                _("The alternative text of “%s” is the name of a file. Say what it shows.")
                % picture.name,
                picture.field,
                picture.alt,
            )


@kind(
    "credit",
    gettext_lazy("Credit of a photo"),
    gettext_lazy("Who made it or owns it. Readers see it in brackets after the caption."),
    level=Level.BLOCKING,
)
def missing_credit(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for picture in material.pictures:
        if not picture.photo.credit.strip():
            yield Spot(
                _("The photo “%s” has no credit. The library says whose it is.") % picture.name,
                picture.field,
            )


@kind(
    "caption",
    gettext_lazy("Caption of a photo"),
    gettext_lazy("A sentence that says more than the picture shows."),
)
def missing_caption(material: Material, rule: HouseRule) -> Iterator[Spot]:
    for picture in material.pictures:
        if not picture.caption:
            yield Spot(_("The photo “%s” has no caption.") % picture.name, picture.field)


# In brackets at the end of a caption.
_IN_BRACKETS = re.compile(r"\(([^()\n]{2,100})\)[.\s]*$")
# After the caption's last stop: "... the bridge. Photo: Li Wei".
_AFTER_A_STOP = re.compile(
    r"(?<=[.!?])\s+"
    r"((?:photos?|pictures?|images?|courtesy)(?: by | courtesy of | of |: ?)\S.{1,80})$",
    re.IGNORECASE,
)


@kind(
    "caption_credit",
    gettext_lazy("Credit written into a caption"),
    gettext_lazy(
        "“The new bridge. (Xinhua file photo)” is a caption and a credit: two fields. The words"
        " below are those that give a credit away."
    ),
    takes=("words",),
    words=(
        "photo", "photos", "picture", "image", "courtesy", "credit", "illustration", "graphic",
        "Xinhua", "VCG", "CFP", "AFP", "Reuters", "Getty", "CNS", "AP",
    ),
    english_only=True,
)  # fmt: skip
def credit_in_caption(material: Material, rule: HouseRule) -> Iterator[Spot]:
    words = listed(rule)
    signs = {word.casefold() for word in words}
    for picture in material.pictures:
        caption, credit = _parted(picture.caption, signs | {picture.photo.credit.casefold()})
        if credit:
            yield Spot(
                _("The caption ends with the credit “%s”. The credit has a field of its own.")
                % credit,
                picture.caption_field,
                picture.caption[len(caption) :].strip(),
                tuple(_split(picture, caption, credit)),
            )
    # An agency in brackets ends many a report; a photo in brackets ends a caption alone.
    signs = {word for word in words if word.islower()}
    for text in material.texts:
        if text.tag == "p" and text.field == "body" and len(text.text) < 600:
            caption, credit = _parted(text.text, signs)
            if credit:
                yield Spot(
                    _("The paragraph ends with a credit, as a caption does. Give it to its photo."),
                    "body",
                    text.text[len(caption) :].strip(),
                )


def without_credit(caption: str, credit: str) -> str:
    """`caption` without `credit`, where it ends with it in brackets or after a stop."""
    kept, found = _parted(caption, {credit.casefold()})
    return kept if found.casefold() == credit.casefold() else caption


def _parted(caption: str, signs: set[str]) -> tuple[str, str]:
    """The caption without the credit, and the credit; ("...", "") where it holds none."""
    tail = caption[-130:]
    match = _AFTER_A_STOP.search(tail)
    if match is None:
        match = _IN_BRACKETS.search(tail)
        if match is None or not _is_credit(match.group(1), signs):
            return caption, ""
    kept = caption[: len(caption) - len(tail) + match.start()].rstrip()
    return (kept, match.group(1).strip()) if kept else (caption, "")


def _is_credit(words: str, signs: set[str]) -> bool:
    words = words.casefold()
    if words.startswith("see "):
        return False
    return words in signs or not signs.isdisjoint(re.findall(r"\w+", words))


def _split(picture: Picture, caption: str, credit: str) -> Iterator[Fix]:
    """The fix, where it is plain what belongs where."""
    known = picture.photo.credit.strip()
    own = "" if picture.is_library_caption else picture.caption
    if not known:
        yield Fix(own, caption if own else "", f"credit:{picture.photo.pk}", credit)
    elif bare(known) == bare(credit) and own:
        yield Fix(own, caption)
