"""What says nothing to who cannot see the photo."""

import pytest

from articles.photos.alternative import fault_of


@pytest.mark.parametrize(
    ("alt", "fault"),
    [
        ("", ""),
        ("  …  ", ""),
        ("People cross a bridge on foot", ""),
        ("The bridge, seen from the river: photo 12 of a series", ""),
        ("The  new BRIDGE.", "caption"),
        ("bridge_at_dusk.jpg", "file name"),
        ("Bridge at dusk", "file name"),
        ("IMG_2041", "file name"),
        ("dsc 0012-3", "file name"),
        ("pier.avif", "file name"),
        ("照片", ""),
        ("新桥", "caption2"),
    ],
)
def test_an_alternative_text_that_repeats_caption_or_file_name_is_told(alt, fault):
    caption = "新桥。" if fault == "caption2" else "The new bridge"
    found = fault_of(alt, caption=caption, file_name="Bridge-at-dusk.JPG")
    assert found == fault.removesuffix("2")
