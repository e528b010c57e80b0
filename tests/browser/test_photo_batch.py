"""A photo editor brings forty photos, three of them bad, and writes their captions by keys."""

from base64 import b64encode
from threading import Lock

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Collection, Licence, Photo
from articles.photos import renditions
from articles.photos.intake import accept
from tests import factories as make
from tests.browser.conftest import SCREENS
from tests.browser.test_story import STANDARD, sign_in
from tests.photos.bench import Bench
from tests.photos.makers import OTHER_FILES, encoded, quarters, upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAD = {7: "damaged", 20: "HEIC", 33: "no picture"}
# Files, as pairs of name and base64, fall on an element; whether it lets them.
DROP = """(place, files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    const manner = { dataTransfer, bubbles: true, cancelable: true };
    const over = new DragEvent("dragover", manner);
    place.dispatchEvent(over);
    place.dispatchEvent(new DragEvent("drop", manner));
    return over.defaultPrevented;
}"""
# Whether nothing lies over what has the focus, and its photo is seen whole.
IN_SIGHT = """() => {
    const active = document.activeElement;
    const { left, top, width, height } = active.getBoundingClientRect();
    const picture = active.closest("fieldset").querySelector("img").getBoundingClientRect();
    return [top + 2, top + height / 2, top + height - 2].every(
        (y) => document.elementFromPoint(left + width / 2, y) === active,
    ) && picture.top >= 0 && picture.bottom <= innerHeight;
}"""
CHOOSE_LARGE = """(input) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(40 * 1024 * 1024 + 1)], "large.tif"));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}"""


@pytest.fixture(autouse=True)
def _quick_darkroom(monkeypatch):
    """Two uploads ask at a time; the bench develops one picture after the other."""
    bench, turn = Bench(), Lock()

    def run(request):
        with turn:
            return bench.run(request)

    monkeypatch.setattr(renditions, "run_darkroom", run)
    yield
    bench.close()


@pytest.fixture
def desk(page, live_server):
    """The upload page, opened by a photo editor."""
    make.user("photo", username="photo")
    Licence.objects.create(name="Agency", usage_terms="Once")
    sign_in(page, live_server, "photo")
    page.goto(f"{live_server.url}/newsroom/articles/photo/add/")
    page.wait_for_load_state("load")
    return page


@pytest.fixture
def sent(desk):
    """The uploads that have begun."""
    begun = []
    desk.on("request", lambda request: begun.append(request) if is_upload(request) else None)
    return begun


def is_upload(request):
    return request.url.endswith("/photo/upload/")


def picture(number):
    """Bytes of a picture like no other."""
    return encoded(quarters((60 + 2 * number, 60)))


def files_of_a_day():
    """Forty files; those in BAD are none that the library takes."""
    broken = {7: picture(7)[:300], 20: OTHER_FILES["iphone"][1], 33: b"just words"}
    return [
        {
            "name": f"IMG_{number:04}.jpg",
            "mimeType": "image/jpeg",
            "buffer": broken.get(number, picture(number)),
        }
        for number in range(40)
    ]


def drop(page, place, files):
    told = [[name, b64encode(data).decode()] for name, data in files]
    return page.locator(place).evaluate(DROP, told)


def row(page, name):
    return page.get_by_role("list", name="Files").get_by_role("listitem").filter(has_text=name)


def add_to_the_library(page):
    page.get_by_role("button", name="Add to the library").press("Enter")


def told(page, words, **options):
    expect(page.locator("[data-total]")).to_have_text(words, **options)


def only_refusals(page_problems):
    """What the console says of answers that refuse is no problem; anything else stays one."""
    page_problems[:] = [one for one in page_problems if "Failed to load resource" not in one]


def test_forty_photos_of_which_three_are_bad_and_their_captions_by_tab_alone(
    desk, sent, page_problems
):
    page = desk
    together = []
    page.on("request", lambda request: together.append(1) if is_upload(request) else None)
    page.on("requestfinished", lambda request: together.append(-1) if is_upload(request) else None)
    page.get_by_label("Photos", exact=True).set_input_files(files_of_a_day())
    for label, words in (("Credit", "Studio"), ("Place", "Chongqing"), ("Keywords", "river, fog")):
        page.get_by_label(label).fill(words)
    page.get_by_label("Licence").select_option("Agency")
    page.get_by_label("Name of a new collection").fill("A day at the river")
    add_to_the_library(page)
    told(page, "40 files: 37 in the library, 3 refused.", timeout=120_000)
    assert len(sent) == 40
    assert max(sum(together[:end]) for end in range(len(together) + 1)) == 2
    for number, words in BAD.items():
        refused = row(page, f"IMG_{number:04}")
        expect(refused).to_contain_text(words)
        expect(refused.get_by_role("button", name="Try again")).to_be_visible()
    photos = list(Photo.objects.select_related("licence"))
    assert len(photos) == 37
    assert {(one.credit, one.place, one.keywords) for one in photos} == {
        ("Studio", "Chongqing", "river, fog")
    }
    assert {str(one.licence) for one in photos} == {"Agency"}
    assert Collection.objects.get().photos.count() == 37
    only_refusals(page_problems)
    page.get_by_role("link", name="Write captions for 37 photos").press("Enter")
    page.wait_for_url("**/captions/**")
    page.wait_for_load_state("load")
    write_captions_by_tab(page, {one.pk for one in photos})


def write_captions_by_tab(page, numbers):
    sets = page.locator("fieldset[data-photo]").all()
    order = [int(one.get_attribute("data-photo")) for one in sets]
    assert set(order) == numbers
    page.locator("fieldset[data-photo] textarea").first.focus()
    for place, number in enumerate(order):
        for field in ("caption", "credit", "alt", "keywords", "place"):
            assert page.evaluate("document.activeElement.name") == f"{number}-{field}"
            assert page.evaluate(IN_SIGHT)
            if field == "caption":
                page.keyboard.type(f"Pier {place}")
            elif field == "alt":
                page.keyboard.type(f"A boat before the pier, {place}")
            page.keyboard.press("Tab")
    expect(page.locator("[data-saved]", has_text="Saved")).to_have_count(len(order))
    saved = {one.pk: (one.caption, one.alt) for one in Photo.objects.all()}
    assert [saved[number] for number in order] == [
        (f"Pier {place}", f"A boat before the pier, {place}") for place in range(len(order))
    ]


def test_what_the_library_has_is_not_sent_and_what_looks_like_it_is_named(desk, sent):
    page = desk
    there = accept(upload(picture(1), "bridge.jpg"), make.user("reporter"), caption="The bridge")
    near = encoded(quarters((124, 120)))
    files = [("copy.jpg", picture(1)), ("near.jpg", near), ("twin.jpg", near)]
    assert drop(page, "[data-drop]", files)
    add_to_the_library(page)
    told(page, "3 files: 1 in the library, 2 there already.")
    expect(row(page, "copy.jpg")).to_contain_text("In the library already: The bridge")
    address = f"/newsroom/articles/photo/{there.pk}/change/"
    expect(row(page, "copy.jpg").get_by_role("link")).to_have_attribute("href", address)
    expect(page.get_by_role("list", name="Files")).to_contain_text("It looks like The bridge")
    assert len(sent) <= 2
    assert Photo.objects.count() == 2
    # For a collection it comes in again: also what is there already belongs to it.
    page.get_by_label("Name of a new collection").fill("Bridges")
    assert drop(page, "[data-drop]", [("again.jpg", picture(1))])
    add_to_the_library(page)
    told(page, "4 files: 1 in the library, 3 there already.")
    assert list(Collection.objects.get(name="Bridges").photos.all()) == [there]


def test_files_that_fall_beside_the_form_are_taken_and_do_not_open_in_its_place(desk):
    assert drop(desk, "#header", [("a.jpg", picture(1))])
    expect(row(desk, "a.jpg")).to_be_visible()


def test_a_broken_connection_is_told_and_the_file_goes_at_the_second_try(desk, page_problems):
    page = desk
    page.route("**/photo/upload/", lambda route: route.abort(), times=1)
    drop(page, "[data-drop]", [("a.jpg", picture(1))])
    page.get_by_label("Credit").fill("Studio")
    add_to_the_library(page)
    told(page, "1 file: 1 refused.")
    assert not Photo.objects.exists()
    row(page, "a.jpg").get_by_role("button", name="Try again").press("Enter")
    told(page, "1 file: 1 in the library.")
    assert Photo.objects.get().credit == "Studio"
    only_refusals(page_problems)


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(desk, sent):
    desk.locator("#files").evaluate(CHOOSE_LARGE)
    add_to_the_library(desk)
    expect(row(desk, "large.tif")).to_contain_text("larger than 40 MB")
    assert sent == []


def sign_in_again(page):
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill("correct horse battery")
    dialog.get_by_role("button", name="Sign in").click()


def test_a_session_that_ends_in_the_middle_of_a_batch_goes_on_after_signing_in(desk, page_problems):
    page = desk
    drop(page, "[data-drop]", [(f"{number}.jpg", picture(number)) for number in range(3)])
    page.get_by_label("Credit").fill("Studio")
    page.context.clear_cookies()
    add_to_the_library(page)
    sign_in_again(page)
    told(page, "3 files: 3 in the library.")
    assert Photo.objects.filter(credit="Studio").count() == 3
    only_refusals(page_problems)


# -- Captions ---------------------------------------------------------------------------------


@pytest.fixture
def pair(desk, live_server):
    """Two photos on the page of captions."""
    photos = [make.photo(caption="A pier"), make.photo()]
    numbers = ",".join(str(photo.pk) for photo in photos)
    desk.goto(f"{live_server.url}/newsroom/articles/photo/captions/?photos={numbers}")
    desk.wait_for_load_state("load")
    return photos


def leave_the_first(page):
    page.get_by_label("Caption").last.focus()


def saved(page):
    expect(page.locator("[data-saved]").first).to_have_text("Saved")


def test_a_refused_text_is_told_beside_its_field_and_stays_until_it_is_mended(
    desk, pair, page_problems
):
    page, photo = desk, pair[0]
    alt = page.locator(f"[name='{photo.pk}-alt']")
    alt.fill("a pier")
    leave_the_first(page)
    wrong = page.locator("[data-wrong=alt]").first
    expect(wrong).to_have_text("This repeats the caption. Say what the photo shows.")
    expect(alt).to_have_attribute("aria-invalid", "true")
    assert alt.input_value() == "a pier"
    alt.fill("Boats lie at a pier")
    leave_the_first(page)
    saved(page)
    expect(wrong).to_be_hidden()
    photo.refresh_from_db()
    assert photo.alt == "Boats lie at a pier"
    only_refusals(page_problems)


def test_what_two_people_write_into_one_field_is_told_to_the_second(desk, pair, page_problems):
    page, photo = desk, pair[0]
    caption = page.locator(f"[name='{photo.pk}-caption']")
    Photo.objects.filter(pk=photo.pk).update(caption="The new pier at dawn")
    caption.fill("The old pier")
    leave_the_first(page)
    expect(page.locator("[data-wrong=caption]").first).to_contain_text("The new pier at dawn")
    photo.refresh_from_db()
    assert photo.caption == "The new pier at dawn"
    assert caption.input_value() == "The old pier"
    # Whoever has seen it may write over it.
    caption.focus()
    leave_the_first(page)
    saved(page)
    photo.refresh_from_db()
    assert photo.caption == "The old pier"
    only_refusals(page_problems)


def test_a_session_that_ends_while_captions_are_written_loses_nothing(desk, pair, page_problems):
    page, photo = desk, pair[0]
    page.context.clear_cookies()
    page.locator(f"[name='{photo.pk}-caption']").fill("A pier at night")
    leave_the_first(page)
    sign_in_again(page)
    saved(page)
    photo.refresh_from_db()
    assert photo.caption == "A pier at night"
    only_refusals(page_problems)


# -- Light and dark, narrow and wide ----------------------------------------------------------


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_and_nothing_runs_off_either_page(desk, page_problems, width, scheme):
    page = desk
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    long_name = "a-long-name-" * 6 + ".jpg"
    files = [(long_name, picture(1)), ("words.jpg", b"words"), ("b.jpg", picture(2))]
    drop(page, "[data-drop]", files)
    look_at(page)
    add_to_the_library(page)
    told(page, "3 files: 2 in the library, 1 refused.")
    look_at(page)
    page.get_by_role("link", name="Write captions for 2 photos").click()
    page.wait_for_url("**/captions/**")
    page.wait_for_load_state("load")
    page.locator("summary").click()
    page.locator("fieldset[data-photo] textarea[name$=alt]").first.fill("b.jpg")
    leave_the_first(page)
    expect(page.locator("[data-wrong=alt]").first).to_be_visible()
    look_at(page)
    only_refusals(page_problems)


def look_at(page):
    found = Axe().run(page, options=STANDARD)
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
