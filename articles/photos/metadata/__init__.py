"""Words, dates and rights, as a picture file tells them.

Read from XMP, IPTC-IIM and EXIF, in this order of trust (IPTC Photo Metadata 2025.1, "mapping
and reconciliation"): for each field the first that has it wins. IIM comes first where a program
changed it and left XMP alone. Garbage gives no field and never an error. The package imports no
Django: it runs in the child process that decodes.
"""

import re
from collections.abc import Callable
from typing import Final

from PIL import Image

from articles.photos.metadata import exif, iim, xmp
from articles.photos.metadata.text import clean

__all__ = ["FIELDS", "ai_of", "clean", "read", "source_type"]

# Field -> the most characters that are kept of it.
FIELDS: Final = {
    "headline": 200,
    "caption": 1000,
    "credit": 200,
    "creator": 200,
    "copyright": 300,
    "source": 200,
    "place": 200,
    "keywords": 1000,
    "alt": 300,
    "usage_terms": 500,
    "web_statement": 300,
    "licensor": 200,
    "licensor_url": 300,
    "digital_source_type": 60,
    "taken_at": 40,
}
# A part of these would be another one.
WHOLE_OR_NOTHING: Final = {"web_statement", "licensor_url", "digital_source_type"}
# Datasets of IIM hold little; what is longer was cut, and XMP has all of it.
LEAST_CUT: Final = 30

# Of IPTC NewsCodes "digitalsourcetype": what readers are told of.
GENERATED: Final = {"trainedAlgorithmicMedia"}
ASSISTED: Final = {"compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"}


def read(image: Image.Image) -> dict[str, str]:
    """The fields that the decoded `image` carries: clean text, `taken_at` in ISO 8601.

    `taken_at` has an offset only where the file gave one; `digital_source_type` is the last part
    of its address.
    """
    from_xmp, from_iim, from_exif = (
        attempt(source, image) for source in (xmp.read, iim.read, exif.read)
    )
    order = [from_xmp, from_iim, from_exif]
    if is_newer(image):
        order = [without_cut(from_iim, from_xmp), from_xmp, from_exif]
    found: dict[str, str] = {}
    for fields in order:
        for field, text in fields.items():
            found.setdefault(field, text)
    return found


def attempt(source: Callable[[Image.Image], dict[str, str]], image: Image.Image) -> dict[str, str]:
    """What `source` finds, clean and no longer than its field; nothing where it stumbles."""
    try:
        found = {field: clean(text) for field, text in source(image).items()}
    except Exception:  # noqa: BLE001 - whatever a stranger's file breaks is worth no field
        return {}
    found["digital_source_type"] = source_type(found.get("digital_source_type", ""))
    return {field: text for field, whole in found.items() if (text := fitting(field, whole))}


def fitting(field: str, text: str) -> str:
    """`text` as far as the field holds it; keywords are cut between two of them."""
    most = FIELDS[field]
    if len(text) <= most:
        return text
    if field in WHOLE_OR_NOTHING:
        return ""
    if field == "keywords":
        return text[: most + 1].rpartition(",")[0]
    return text[:most].strip()


def is_newer(image: Image.Image) -> bool:
    """Whether IIM was changed after XMP; not where nobody can say."""
    try:
        return iim.is_newer(image)
    except Exception:  # noqa: BLE001 - as above
        return False


def without_cut(shorter: dict[str, str], longer: dict[str, str]) -> dict[str, str]:
    """The fields of `shorter` without those that are only the beginning of `longer`'s."""
    return {
        field: text
        for field, text in shorter.items()
        if len(text) < LEAST_CUT or not longer.get(field, "").startswith(text)
    }


def source_type(text: str) -> str:
    """The word at the end of an address of IPTC NewsCodes, else nothing."""
    match = re.fullmatch(r"(?:https?://[\w./-]+/)?([A-Za-z]+)/?", text.strip())
    return match[1] if match else ""


def ai_of(digital_source_type: str) -> str:
    """ "generated", "assisted" or "none": the value for `Photo.ai` that the word stands for."""
    if digital_source_type in GENERATED:
        return "generated"
    return "assisted" if digital_source_type in ASSISTED else "none"
