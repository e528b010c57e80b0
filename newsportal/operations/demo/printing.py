"""Paints pictures in processes of their own and hands them over as JPEG bytes, in order."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from io import BytesIO

from newsportal.operations.demo import pictures

WIDTH = 1920


def jpegs(names: Iterable[str], *, width: int = WIDTH) -> Iterator[BytesIO]:
    """The named pictures, painted two at a time while the caller works on the ones before."""
    # A forked child would share the database connection; a fresh one knows nothing of it.
    fresh = multiprocessing.get_context("spawn")
    # Painting makes room for whoever works on the pictures that are finished.
    with ProcessPoolExecutor(max_workers=2, mp_context=fresh, initializer=step_back) as painters:
        for name, data in painters.map(partial(jpeg, width=width), names):
            file = BytesIO(data)
            file.name = f"{name}.jpg"
            yield file


def step_back() -> None:
    """Let other processes go first."""
    os.nice(10)


def jpeg(name: str, *, width: int) -> tuple[str, bytes]:
    """One picture by its name: the name again, and the file."""
    file = BytesIO()
    pictures.paint(name, width=width).save(file, "JPEG", quality=90, optimize=True)
    return name, file.getvalue()
