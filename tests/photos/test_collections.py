"""Public collections of strange and damaged images: a photo or a sentence, never a traceback.

They lie beside the repository and are not part of it; where they are missing the test says so.
"""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import File
from PIL import Image

from articles.models import Photo
from articles.photos.darkroom import MEMORY
from articles.photos.intake import accept
from articles.photos.renditions import develop
from newsportal.accounts.models import User
from newsportal.refusals import Refused
from tests.photos.makers import opened, person

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


@pytest.mark.django_db
def test_every_image_is_a_photo_or_a_refusal_with_a_sentence(collection, capsys):
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
        print(f"\nimages: {counts['accept']} accepted, {counts['reject']} refused")  # noqa: T201
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
