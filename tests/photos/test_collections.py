"""Public collections of strange and damaged images: a photo or a sentence, never a traceback.

They lie beside the repository and are not part of it; where they are missing the test says so.
"""

import json
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import File
from PIL import Image

from articles.models import Photo
from articles.photos import renditions
from articles.photos.darkroom import SECONDS
from articles.photos.decoding import MEMORY
from articles.photos.intake import accept
from articles.photos.renditions import develop
from newsportal.accounts.models import User
from newsportal.refusals import Refused
from tests.photos.makers import opened, person

pytestmark = pytest.mark.one_database

FOLDER = settings.BASE_DIR.parent / "shared" / "testdata"


@pytest.fixture
def collection():
    """(path, what is expected) of every image that is there."""
    index = FOLDER / "images.jsonl"
    if not index.exists():
        pytest.skip("The collections of images are not beside the repository; nothing was tried.")
    rows = [json.loads(line) for line in index.read_text("utf-8").splitlines()]
    return [
        (FOLDER / row["path"], row["expect"]) for row in rows if (FOLDER / row["path"]).exists()
    ]


# As exiftool reads them, checked by eye: what is there, and what a camera wrote of itself left out.
FIELDS = {
    "camera/Canon_DIGITAL_IXUS_400.jpg": {"taken_at": "2004-08-27T13:52:55+02:00"},
    "camera/Fujifilm_FinePix_E500.jpg": {"copyright": ""},
    "camera/Konica_Minolta_DiMAGE_Z3.jpg": {"caption": ""},
    "camera/Nikon_D70.jpg": {"taken_at": "2008-03-15T09:52:01-04:00"},
    "camera/Olympus_C8080WZ.jpg": {"creator": ""},
    "camera/Pentax_K10D.jpg": {
        "creator": "Laitche",
        "copyright": "Laitche (This file is in the public domain.)",
        "web_statement": "",  # "www.laitche.com" is no address that a page could link to
        "taken_at": "2008-05-04T16:47:24+09:00",
    },
    "camera/Samsung_Digimax_i50_MP3.jpg": {"caption": ""},
    "camera/WWL_(Polaroid)_ION230.jpg": {"caption": ""},
    "gps/DSCN0010.jpg": {"caption": "", "place": ""},
    "photos/chelsea.png": {"taken_at": "2009-02-09T09:11:30+08:00"},
    "photos/flower.jpg": {"copyright": "http://www.vultilion.de"},
    "pillow/hopper.tif": {"caption": ""},
    "pillow/iptc.jpg": {
        "place": "Budapest, Hungary",
        "keywords": "HvK, 2006, summer, July, holiday, Hungary, Budapest",
    },
}


@pytest.fixture
def watched(monkeypatch):
    """(seconds, bytes of memory) of every picture that the darkroom was given."""
    figures, run = [], renditions.run_darkroom

    def timed(request):
        begun = time.perf_counter()
        answer = run(request)
        figures.append((time.perf_counter() - begun, answer.get("memory", 0)))
        return answer

    monkeypatch.setattr(renditions, "run_darkroom", timed)
    return figures


@pytest.mark.django_db
def test_every_field_is_as_the_file_has_it(collection):
    user, tried = person("photo"), 0
    for name, expected in FIELDS.items():
        path = FOLDER / "images" / name
        if path.exists():
            photo, _sentence = offered(path, user)
            found = {field: getattr(photo, field) for field in expected}
            if "taken_at" in expected:
                expected = expected | {"taken_at": datetime.fromisoformat(expected["taken_at"])}
            assert found == expected, name
            tried += 1
    assert tried > 10


@pytest.mark.django_db
def test_every_image_is_a_photo_or_a_refusal_with_a_sentence(collection, watched, capsys):
    user, landscapes, wrong = person("photo"), [], []
    counts = {"accept": 0, "reject": 0}
    for path, expected in collection:
        photo, sentence = offered(path, user)
        outcome = "accept" if photo else "reject"
        counts[outcome] += 1
        if expected not in {"either", outcome}:
            wrong.append(f"{path.name}: {outcome}, not {expected}")
        if photo and path.match("orientation/Landscape_*.jpg"):
            landscapes.append(photo)
        assert photo or len(sentence) > 20
    with capsys.disabled():
        seconds, memory = (max(column) for column in zip(*watched, strict=True))
        print(  # noqa: T201
            f"\nimages: {counts['accept']} accepted, {counts['reject']} refused; "
            f"at most {seconds:.1f} s and {memory // 1_000_000} MB"
        )
    assert seconds < SECONDS
    assert memory < MEMORY
    assert sum(counts.values()) > 50
    assert wrong == []
    assert_alike(landscapes)


def offered(path: Path, user: User) -> tuple[Photo | None, str]:
    """The photo that became of the file, or the sentence that it was refused with."""
    with path.open("rb") as file:
        try:
            return accept(File(file, name=path.name), user), ""
        except Refused as refusal:
            return None, refusal.sentence


def assert_alike(photos: list[Photo]) -> None:
    """One landscape in all orientations: seen from afar, no two may differ."""
    looks = [opened(photo).resize((12, 8), Image.Resampling.BOX) for photo in photos]
    for look in looks[1:]:
        pairs = zip(looks[0].tobytes(), look.tobytes(), strict=True)
        assert max(abs(a - b) for a, b in pairs) < 30


def test_the_largest_image_stays_within_the_memory_limit(collection, tmp_path):
    accepted = [path for path, expected in collection if expected == "accept"]
    largest = max(accepted, key=lambda path: path.stat().st_size)
    assert develop(largest, tmp_path).memory < MEMORY
