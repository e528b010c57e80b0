"""Renditions: the public files of a photo, made in the darkroom and named by what is in them.

A name is made of the original's hash, the number of the recipe, the words that are embedded and,
for a cut, what it shows. So it can be cached for ever, a change gives new names, and `rebuild`
makes the same names again. When a photo is due for that is left to `developing`.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.photo import Photo, RetiredRenditions
from articles.photos import embedding, store
from articles.photos.encoding import RATIOS, RECIPE
from articles.photos.sentences import sentence_for
from newsportal.refusals import Refused

logger = logging.getLogger(__name__)

TIMEOUT: Final = 60  # seconds of wall clock; its own limit of CPU time comes first
# Pictures that one process develops at once: each may take 600 MB.
BENCHES: Final = threading.BoundedSemaphore(2)

MARK: Final = 32  # characters of a name that say what the file is of
# How long the address of a file answers after another has taken its place.
KEPT: Final = timedelta(days=30)

SOURCE_TYPES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
AI_SOURCES: Final[dict[str, str]] = {
    Photo.Ai.GENERATED: "trainedAlgorithmicMedia",
    Photo.Ai.ASSISTED: "compositeWithTrainedAlgorithmicMedia",
}


@dataclass(frozen=True)
class Developed:
    """What the darkroom made of a file; `renditions` carry `file`, a path in the scratch folder."""

    kind: str  # of `formats.ENDINGS`
    width: int  # pixels, upright
    height: int
    look: str  # see `fingerprint`
    has_content_credentials: bool
    metadata: dict[str, str]
    placeholder: str
    renditions: list[dict[str, Any]]
    memory: int  # most resident memory of the child, in bytes


def develop(source: Path, folder: Path, photo: Photo | None = None) -> Developed:
    """Let the child process check `source` and write renditions of it into `folder`.

    Those that an upload waits for, without words in them; all that `photo` is to have, where it
    is given. Raises Refused with a sentence for whatever cannot be taken.
    """
    request: dict[str, Any] = {"source": str(source), "folder": str(folder)}
    if photo:
        focus = [photo.focus_x, photo.focus_y]
        request["all"] = {"words": words_of(photo), "focus": focus, "crops": photo.crops}
    with BENCHES:
        answer = run_darkroom(request)
    if code := answer.get("unfit"):
        raise Refused(sentence_for(code))
    return Developed(
        kind=answer["format"],
        width=answer["width"],
        height=answer["height"],
        look=answer["look"],
        has_content_credentials=answer["has_content_credentials"],
        metadata=answer["metadata"],
        placeholder=answer["placeholder"],
        renditions=[one | {"file": folder / one["file"]} for one in answer["renditions"]],
        memory=answer["memory"],
    )


def rows_for(developed: Developed, photo: Photo) -> list[dict[str, Any]]:
    """The rows for `Photo.renditions`: as developed, with the public name instead of the file.

    Names are those of `photo` as it stands: its hash, its words, its cuts.
    """
    marks = {cut: mark_of(photo, cut) for cut in ("", *RATIOS)}
    return [
        {key: value for key, value in one.items() if key != "file"}
        | {"name": f"{marks[one.get('crop', '')]}-{one['file'].name}"}
        for one in developed.renditions
    ]


def put_all(
    developed: Developed,
    rows: list[dict[str, Any]],
    words: Mapping[str, str] | None = None,
    named: frozenset[str] = frozenset(),
) -> None:
    """Store the developed files under the names in `rows`; the storage's errors go through.

    `words` (see `words_of`) go into files that carry none yet: those that an upload waits for.
    `named` are the names that the photo has already, so that no sweep takes their files.
    """
    for one, row in zip(developed.renditions, rows, strict=True):
        if words:
            embedding.into_jpeg(one["file"], words)
        store.put(one["file"], file_of(row["name"]), is_kept=row["name"] in named)


def rebuild(photo: Photo) -> None:
    """Make all public files from the original; the same photo and recipe give the same names.

    Files that are no longer the photo's are retired. Where the photo changes meanwhile its files
    stay as they were: that change has a task of its own.
    Raises Refused where the original can no longer be developed or is not what was uploaded,
    OSError where it cannot be read.
    """
    wanted = Photo.objects.get(pk=photo.pk)
    with scratch_folder() as scratch:
        source = Path(scratch) / "original"
        digest = sha256()
        with default_storage.open(str(wanted.original)) as stored, source.open("wb") as copy:
            for chunk in stored.chunks():
                digest.update(chunk)
                copy.write(chunk)
        if digest.hexdigest() != wanted.original_hash:
            # Its files would be kept for ever under the names of those of another picture.
            raise Refused(_("The stored file is not the one that was uploaded: restore a backup."))
        developed = develop(source, Path(scratch), wanted)
        size = source.stat().st_size
        rows = rows_for(developed, wanted)
        put_all(developed, rows, None, frozenset(row["name"] for row in wanted.renditions))
    with transaction.atomic():
        current = Photo.objects.select_for_update().filter(pk=photo.pk).first()
        if current is None or key_of(current) != key_of(wanted):
            return
        if current.renditions != rows or current.made_for != key_of(wanted):
            retire(current, rows)
            current.renditions, current.made_for = rows, key_of(wanted)
            current.placeholder = developed.placeholder
            # Photos that came before these were asked have none of them.
            current.size = current.size or size
            current.look = current.look or developed.look
            current.has_content_credentials = developed.has_content_credentials
            current.save(
                update_fields=[
                    "renditions",
                    "made_for",
                    "placeholder",
                    "size",
                    "look",
                    "has_content_credentials",
                ]
            )
    photo.renditions, photo.made_for = current.renditions, current.made_for
    photo.placeholder = current.placeholder


def retire(photo: Photo, rows: list[dict[str, Any]]) -> None:
    """Note the public files of `photo` that `rows` do not have: they answer for a while yet."""
    names = {row["name"] for row in rows}
    if old := [row for row in photo.renditions if row["name"] not in names]:
        RetiredRenditions.objects.create(photo=photo, renditions=old)


def words_of(photo: Photo) -> dict[str, str]:
    """What the public files of `photo` carry: see `embedding.WORDS`."""
    kind = AI_SOURCES.get(photo.ai, photo.digital_source_type)
    return {
        "creator": photo.creator,
        "credit": photo.credit,
        "copyright": photo.copyright,
        "usage_terms": photo.usage_terms,
        "web_statement": photo.web_statement,
        "digital_source_type": f"{SOURCE_TYPES}{kind}" if kind else "",
    }


def key_of(photo: Photo) -> str:
    """What the public files of `photo` are made for: another key means other files."""
    marks = [mark_of(photo, cut) for cut in ("", *RATIOS)]
    return f"{RECIPE}-{sha256(json.dumps(marks).encode()).hexdigest()[:32]}"


def mark_of(photo: Photo, cut: str) -> str:
    """The first half of the names of one cut, or of the whole picture: MARK hex digits."""
    seed: list[Any] = [photo.original_hash, RECIPE, words_of(photo)]
    if cut:
        seed += [cut, photo.crops.get(cut) or [photo.focus_x, photo.focus_y]]
    # Not the hash itself: it would tell whoever has the original that this is it.
    return sha256(json.dumps(seed).encode()).hexdigest()[:MARK]


def file_of(name: str) -> str:
    """Where the media store keeps the rendition `name`."""
    return f"renditions/{name[:2]}/{name}"


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for the files under way, gone with the block."""
    return tempfile.TemporaryDirectory(prefix="photo-", dir=settings.FILE_UPLOAD_TEMP_DIR)


def run_darkroom(request: dict[str, Any]) -> dict[str, Any]:
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
