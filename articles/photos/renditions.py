"""Renditions: the public files of a photo, made in the darkroom and named by what is in them.

A name is made of the original's hash, the number of the recipe and what is embedded, so that
it can be cached for ever and `rebuild` makes the same names again. Nothing is embedded yet: a
later change will write creator and rights into the files, and so give new names.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from articles.models.photo import Photo
from articles.photos import store
from articles.photos.darkroom import EXTENSIONS, MAX_PIXELS, MAX_SIDE, RECIPE
from newsportal.refusals import Refused

logger = logging.getLogger(__name__)

TIMEOUT: Final = 60  # seconds of wall clock; its own limit of CPU time comes first
# Pictures that one process develops at once: each may take 600 MB.
BENCHES: Final = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Developed:
    """What the darkroom made of a file; `renditions` carry `file`, a path in the scratch folder."""

    kind: str  # "jpeg", "png" or "webp"
    width: int  # pixels, upright
    height: int
    metadata: dict[str, str]
    renditions: list[dict[str, Any]]
    memory: int  # most resident memory of the child, in bytes

    @property
    def extension(self) -> str:
        """The ending for the original's name, from the decoded format."""
        return EXTENSIONS[self.kind]


def develop(source: Path, folder: Path) -> Developed:
    """Let the child process check `source` and write its renditions into `folder`.

    Raises Refused with a sentence for whatever cannot be taken.
    """
    with BENCHES:
        answer = run_darkroom({"source": str(source), "folder": str(folder)})
    if code := answer.get("unfit"):
        raise Refused(sentence_for(code))
    return Developed(
        kind=answer["format"],
        width=answer["width"],
        height=answer["height"],
        metadata=answer["metadata"],
        renditions=[one | {"file": folder / one["file"]} for one in answer["renditions"]],
        memory=answer["memory"],
    )


def rows_for(developed: Developed, original_hash: str) -> list[dict[str, Any]]:
    """The rows for `Photo.renditions`: as developed, with the public name instead of the file."""
    return [
        {key: value for key, value in one.items() if key != "file"}
        | {"name": name_of(original_hash, one["file"].name)}
        for one in developed.renditions
    ]


def put_all(developed: Developed, rows: list[dict[str, Any]]) -> None:
    """Store the developed files under the names in `rows`; the storage's errors go through."""
    for one, row in zip(developed.renditions, rows, strict=True):
        store.put(one["file"], file_of(row["name"]))


def rebuild(photo: Photo) -> None:
    """Make the public files again from the original; the same recipe makes the same names.

    Files of an older recipe stay: pages in somebody's cache still name them.
    Raises Refused where the original can no longer be developed.
    """
    with scratch_folder() as scratch:
        source = Path(scratch) / "original"
        with default_storage.open(str(photo.original)) as stored, source.open("wb") as copy:
            for chunk in stored.chunks():
                copy.write(chunk)
        developed = develop(source, Path(scratch))
        rows = rows_for(developed, photo.original_hash)
        put_all(developed, rows)
    if photo.renditions != rows:
        photo.renditions = rows
        photo.save(update_fields=["renditions"])


def name_of(original_hash: str, file: str, *, embedded: str = "") -> str:
    """The public name of the rendition `file` ("640.webp", "card.jpg") of an original."""
    # Not the hash itself: it would tell whoever has the original that this is it.
    seed = f"{original_hash}:{RECIPE}:{embedded}"
    return f"{sha256(seed.encode()).hexdigest()[:32]}-{file}"


def file_of(name: str) -> str:
    """Where the media store keeps the rendition `name`."""
    return f"renditions/{name[:2]}/{name}"


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for the files under way, gone with the block."""
    return tempfile.TemporaryDirectory(prefix="photo-", dir=settings.FILE_UPLOAD_TEMP_DIR)


def run_darkroom(request: dict[str, str]) -> dict[str, Any]:
    """Start the child, hand it the request and read its answer; a child that dies says so too."""
    # Without these an unusual Python may not find its own libraries.
    inherited = {
        name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "articles.photos.darkroom"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            cwd=settings.BASE_DIR,
            # Nothing of ours is handed to a process that opens strangers' files: no key, no URL.
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"} | inherited,
        )
        answer = dict(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return {"unfit": "time"}
    except ValueError:  # ended by its limits, or by a decoder that broke it
        if -done.returncode in {signal.SIGKILL, signal.SIGXCPU}:
            return {"unfit": "time"}
        logger.error("The darkroom ended with %d: %s", done.returncode, done.stderr[-2000:])
        return {"unfit": "damaged"}
    if error := answer.get("error"):
        logger.info("A picture was refused as damaged: %s", error)
    return answer


def sentence_for(code: str) -> str:
    """Why a file is not taken and what to do, for the person who uploaded it."""
    return {
        "format": _(
            "This file is not a JPEG, PNG or WebP picture, whatever its name says. "
            "Save the picture as JPEG and upload that."
        ),
        "frames": _(
            "This picture moves: it has more than one frame. Save one frame as JPEG and upload "
            "that."
        ),
        "pixels": _(
            "The picture has more than %(millions)d million pixels. Make it smaller and upload "
            "it again."
        )
        % {"millions": MAX_PIXELS // 1_000_000},
        "side": _(
            "The picture is more than %(side)d pixels wide or high. Make it smaller and upload "
            "it again."
        )
        % {"side": MAX_SIDE},
        "memory": _(
            "Opening this picture would take too much memory. Save it as a plain JPEG (not "
            "progressive) or make it smaller, and upload that."
        ),
        "time": _(
            "Opening this picture took too long. Save it again as a plain JPEG and upload that."
        ),
    }.get(
        code,
        _(
            "The picture is damaged or incomplete and cannot be opened. Export it again from "
            "its program and upload that."
        ),
    )
