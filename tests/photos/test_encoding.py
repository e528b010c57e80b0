"""What is made of a picture of a size, and what a cut shows of it."""

import pytest

from articles.photos.encoding import RATIOS, all_sheets, cut_for, first_sheets, scale_for


@pytest.mark.parametrize(
    ("size", "ratio", "focus", "box"),
    [
        ((6000, 4000), "16x9", (50, 50), (0, 7.8125, 100, 84.375)),
        ((6000, 4000), "16x9", (50, 0), (0, 0, 100, 84.375)),
        ((6000, 4000), "16x9", (50, 100), (0, 15.625, 100, 84.375)),
        ((6000, 4000), "1x1", (0, 40), (0, 0, 66.6667, 100)),
        ((6000, 4000), "1x1", (100, 40), (33.3333, 0, 66.6667, 100)),
        ((6000, 4000), "1x1", (60, 40), (26.6667, 0, 66.6667, 100)),
        ((4000, 6000), "4x3", (50, 20), (0, 0, 100, 50)),
        ((4000, 6000), "4x3", (50, 30), (0, 5, 100, 50)),
        ((1600, 900), "16x9", (3, 97), (0, 0, 100, 100)),
    ],
)
def test_a_cut_is_the_largest_of_its_ratio_and_has_the_focus_near_its_middle(
    size, ratio, focus, box
):
    assert cut_for(size, ratio, focus, {}) == pytest.approx(box, abs=0.001)


def test_a_cut_by_hand_wins_for_its_ratio_alone():
    crops = {"1x1": [10, 10, 20, 30]}
    assert cut_for((6000, 4000), "1x1", (90, 90), crops) == (10, 10, 20, 30)
    assert cut_for((6000, 4000), "4x3", (50, 50), crops)[2:] == pytest.approx((88.889, 100), abs=1)


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (8944, 8944), (399, 7)])
def test_every_cut_lies_within_the_picture(size):
    for ratio in RATIOS:
        for focus in ((0, 0), (100, 100), (50, 40)):
            left, top, width, height = cut_for(size, ratio, focus, {})
            assert 0 <= left <= left + width <= 100.000001
            assert 0 <= top <= top + height <= 100.000001


def test_a_large_photo_has_what_news_search_asks_for():
    sheets = all_sheets((6000, 4000), (50, 40), {})
    for cut in ("16x9", "4x3", "1x1"):
        jpegs = [sheet for sheet in sheets if sheet.cut == cut and "jpeg" in sheet.kinds]
        widest = max(jpegs, key=lambda sheet: sheet.size[0])
        assert widest.size[0] >= 1200
        across, down = RATIOS[cut]
        assert abs(widest.size[0] * down / across - widest.size[1]) <= 0.5
    assert [sheet.size for sheet in sheets if sheet.cut == "card"] == [(1200, 630)]


def test_no_file_is_wider_than_what_it_shows_of_the_picture():
    for size in ((6000, 4000), (500, 400), (90, 60), (1000, 5000)):
        for sheet in all_sheets(size, (50, 40), {"1x1": [0, 0, 10, 10 * size[0] / size[1]]}):
            if sheet.cut != "card":
                assert sheet.size[0] <= max(1, round(size[0] * sheet.box[2] / 100))


def test_no_two_sheets_have_one_name():
    for size in ((6000, 4000), (2560, 1440), (333, 200), (1, 1)):
        stems = [sheet.stem for sheet in all_sheets(size, (50, 40), {})]
        assert len(stems) == len(set(stems))


def test_an_upload_waits_for_two_files_at_the_most():
    assert [sheet.size[0] for sheet in first_sheets((6000, 4000))] == [320, 960]
    assert [sheet.size[0] for sheet in first_sheets((500, 300))] == [320, 500]
    assert [sheet.size[0] for sheet in first_sheets((90, 60))] == [90]


def test_a_picture_is_developed_no_larger_than_its_sheets_need():
    size = (6000, 4000)
    assert scale_for(first_sheets(size), size) == pytest.approx(960 / 6000, abs=0.001)
    assert scale_for(all_sheets(size, (50, 40), {}), size) == pytest.approx(2560 / 6000, abs=0.001)
    small_cut = {"1x1": [0, 0, 30, 45]}
    assert scale_for(all_sheets(size, (50, 40), small_cut), size) == pytest.approx(
        1280 / 1800, 0.01
    )
