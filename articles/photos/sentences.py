"""Why a file is not taken and what to do, for the person who uploaded it."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.photos.decoding import MAX_PIXELS, MAX_SIDE

# The codes of `formats.kind_of` and of `decoding.Unfit`.
SENTENCES: Final = {
    "format": gettext_noop(
        "This file is no picture that can be read here, whatever its name says. Save the picture "
        "as JPEG and upload that."
    ),
    "heic": gettext_noop(
        "This is a HEIC picture, as telephones make them. Send it to yourself by mail, which makes "
        "a JPEG of it, or open it on a computer and save it as JPEG. On an iPhone, Settings, "
        "Camera, Formats, “Most Compatible” makes JPEG from then on."
    ),
    "gif": gettext_noop(
        "This is a GIF. Open it, save the frame that you want as JPEG (or as PNG, if it is a "
        "drawing), and upload that."
    ),
    "drawing": gettext_noop(
        "This is an SVG drawing, which may hold programs. Open it in a browser or a drawing "
        "program, save it as PNG, at least 1600 pixels wide, and upload that."
    ),
    "raw": gettext_noop(
        "This is a raw file of a camera. Develop it in your photo program, save it as JPEG, and "
        "upload that."
    ),
    "document": gettext_noop(
        "This is a document (PDF or PostScript) and no picture. Open it, save the page as JPEG or "
        "PNG, and upload that."
    ),
    "layers": gettext_noop("This is a Photoshop file. Save a copy of it as JPEG and upload that."),
    "jpeg_successor": gettext_noop(
        "This is a JPEG 2000 or JPEG XL picture, which many programs cannot open. Save it as plain "
        "JPEG and upload that."
    ),
    "bitmap": gettext_noop(
        "This is a Windows bitmap (BMP). Open it, save it as PNG or JPEG, and upload that."
    ),
    "archive": gettext_noop(
        "This is an archive (ZIP or the like) or an office document. Take the pictures out of it "
        "and upload those."
    ),
    "film": gettext_noop("This is a film. Save one frame of it as JPEG and upload that."),
    "frames": gettext_noop(
        "This picture moves: it has more than one frame. Save one frame as JPEG and upload that."
    ),
    "pages": gettext_noop(
        "This TIFF has more than one page. Save the page that you want as JPEG and upload that."
    ),
    "tiff_kind": gettext_noop(
        "TIFF comes in many kinds, and this one is not read here. Save it as JPEG, or as TIFF with "
        "8 or 16 bits and LZW compression, and upload that."
    ),
    "depth": gettext_noop(
        "This picture has more than 16 bits for each colour. Save it with 8 or 16 bits, or as "
        "JPEG, and upload that."
    ),
    "hdr": gettext_noop(
        "This picture is made for HDR screens and would look pale on all others. Save it as JPEG "
        "in standard range (SDR) and upload that."
    ),
    "pixels": gettext_noop(
        "The picture has more than %(millions)d million pixels. Make it smaller and upload it "
        "again."
    ),
    "side": gettext_noop(
        "The picture is more than %(side)d pixels wide or high. Make it smaller and upload it "
        "again."
    ),
    "memory": gettext_noop(
        "Opening this picture would take too much memory. Save it as a plain JPEG (not "
        "progressive) or make it smaller, and upload that."
    ),
    "time": gettext_noop(
        "Opening this picture took too long. Save it again as a plain JPEG and upload that."
    ),
    "damaged": gettext_noop(
        "The picture is damaged or incomplete and cannot be opened. Export it again from its "
        "program and upload that."
    ),
}


def sentence_for(code: str) -> str:
    """The sentence for a code of the darkroom."""
    return _(SENTENCES.get(code, SENTENCES["damaged"])) % {
        "millions": MAX_PIXELS // 1_000_000,
        "side": MAX_SIDE,
    }
