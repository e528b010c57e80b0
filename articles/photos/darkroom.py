"""The child process that opens pictures: everything a hostile file could harm happens in here.

Run as `python -m articles.photos.darkroom`, with one JSON request on standard input and one
JSON answer on standard output. It imports no Django, so that it starts in a tenth of a second;
words for people are left to `renditions`, which starts it. The process gives itself limits of
memory and time before it touches the file: whatever the decoder does, the web process lives.
"""

import json
import os
import resource
import sys
import warnings
from pathlib import Path
from typing import Any, Final

from PIL import AvifImagePlugin, Image, ImageFile

from articles.photos import credentials, metadata
from articles.photos.decoding import (
    MAX_PIXELS,
    MEMORY,
    SIDEWAYS,
    Unfit,
    load_within_memory,
    open_checked,
    orientation_of,
    print_of,
)
from articles.photos.encoding import all_sheets, first_sheets, scale_for, write_sheets
from articles.photos.fingerprint import look_of

SECONDS: Final = 20  # of CPU


def main() -> int:
    """Answer the request on standard input; nothing but JSON is ever printed."""
    request = json.load(sys.stdin)
    limit_process()
    try:
        answer = develop(Path(request["source"]), Path(request["folder"]), request.get("all"))
    except Unfit as unfit:
        answer = {"unfit": unfit.code}
    except MemoryError:
        answer = {"unfit": "memory"}
    except Exception as error:  # noqa: BLE001 - decoders raise anything at all for a damaged file
        answer = {"unfit": "damaged", "error": repr(error)[:300]}
    answer["memory"] = most_memory()
    sys.stdout.write(json.dumps(answer))
    return 0


def limit_process() -> None:
    """Bound this process for good: memory, CPU, the size of a written file, no core dump."""
    for name, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 100_000_000),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (limit, limit))
    os.nice(5)  # readers come first
    warnings.simplefilter("ignore")  # the checks below are stricter than Pillow's warnings
    # Pillow itself raises at twice this, while it opens and before our own check.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread would take memory of its own


def most_memory() -> int:
    """The most resident memory that this process has had, in bytes.

    Linux counts what the parent had before `exec` into `ru_maxrss`, but not into VmHWM.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    except (OSError, IndexError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def develop(source: Path, folder: Path, wanted: dict[str, Any] | None = None) -> dict[str, Any]:
    """Check the file `source` and write renditions of it into `folder`.

    Without `wanted` these are the few that an upload waits for, and they carry no words yet. Else
    all, by what `wanted` says: `words` (see `embedding`), `focus` and `crops` (see
    `encoding.cut_for`).

    Gives `format` (of `formats.ENDINGS`), `width` and `height` (pixels, upright), `metadata` (see
    `metadata.read`), `look` (see `fingerprint`), `has_content_credentials`, `placeholder` (see
    `wash_of`) and `renditions` (see `write_sheets`).
    Raises Unfit or whatever a decoder raises.
    """
    with open_checked(source) as image:
        kind = "jpeg" if image.format == "MPO" else str(image.format).lower()
        if kind != "jpeg":
            # A PNG may tell its orientation behind the pixels, so they come first; a TIFF is
            # turned upright by its decoder.
            load_within_memory(image, image.size)
        orientation = orientation_of(image)
        size = image.size[::-1] if orientation in SIDEWAYS else image.size
        sheets = first_sheets(size)
        if wanted:
            sheets = all_sheets(size, wanted["focus"], wanted["crops"])
        upright = print_of(image, orientation, size, scale_for(sheets, size))
        # After decoding: the last chunks of a PNG are read only then.
        fields = metadata.read(image)
        manifest = credentials.manifest_of(source, kind, image)
        image.close()  # its pixels too: encoding needs their room
    stated = credentials.source_type_of(manifest)
    if stated and (
        "digital_source_type" not in fields
        or metadata.ai_of(stated) != "none" == metadata.ai_of(fields["digital_source_type"])
    ):
        # Whichever of the two tells of AI is believed.
        fields["digital_source_type"] = stated
    return {
        "format": kind,
        "width": size[0],
        "height": size[1],
        "metadata": fields,
        "look": look_of(upright),
        "has_content_credentials": bool(manifest),
        "placeholder": wash_of(upright),
        "renditions": write_sheets(upright, sheets, folder, wanted["words"] if wanted else {}),
    }


def wash_of(picture: Image.Image) -> str:
    """What a picture is like from afar: six colours, three above three, three hex digits each."""
    small = picture.resize((3, 2), Image.Resampling.BOX, reducing_gap=2.0)
    return "".join(f"{round(level / 17):x}" for level in small.tobytes())


if __name__ == "__main__":
    sys.exit(main())
