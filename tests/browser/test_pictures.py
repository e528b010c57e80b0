"""Pictures as a browser loads them: true `sizes`, files that are no larger than they need be, and
a page that does not move while they come.
"""

import itertools

import pytest
from PIL import Image

from articles.content import PhotoChoice
from articles.photos import renditions
from tests.factories import published, section, topic, user
from tests.photos.makers import accept, encoded, person, upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [360, 768, 1280]
# Kinds of pages, and how many pictures stand on each at least.
KINDS = {"front": 12, "section": 2, "article": 2}
# Of each picture: what it is, the width that `sizes` says, its own, and the file that was taken.
MEASURE = """
() => {
    const ruler = document.createElement("div");
    ruler.className = "ruler";
    document.body.append(ruler);
    const said = (sizes) => {
        for (const part of sizes.split(/,(?![^(]*\\))/)) {
            const [, condition, length] = part.trim().match(/^(?:(\\(.*?\\)) )?(.*)$/);
            if (!condition || matchMedia(condition).matches) {
                ruler.style.width = length;
                return ruler.getBoundingClientRect().width;
            }
        }
    };
    const found = [...document.querySelectorAll("main .picture img")].map((image) => ({
        place: (image.closest(".card, figure, a") || image).className || image.parentNode.tagName,
        said: said(image.sizes),
        width: image.getBoundingClientRect().width,
        ratio: image.getBoundingClientRect().width / image.getBoundingClientRect().height,
        own: image.width && image.naturalWidth / image.naturalHeight,
        file: image.currentSrc.split("/").pop(),
        offered: [...image.parentNode.children][0].srcset.split(", ").map(
            (one) => [one.split(" ")[0].split("/").pop(), parseInt(one.split(" ")[1])]),
        complete: image.complete && image.naturalWidth > 0,
        lazy: image.loading === "lazy",
        first: image.fetchPriority === "high",
    }));
    ruler.remove();
    return found;
}
"""
SHIFTS = """
    window.shifted = [];
    new PerformanceObserver((list) => {
        for (const { value, startTime, sources } of list.getEntries()) {
            // Pictures stand in `main`. The masthead grows while its words come in.
            if (sources.every(({ node }) => !node?.parentElement?.closest("main"))) continue;
            shifted.push([value, startTime, ...sources.map(({ node, previousRect, currentRect }) =>
                [node?.outerHTML?.slice(0, 80), previousRect, currentRect].map(
                    (one) => JSON.stringify(one)).join(" "))]);
        }
    }).observe({ type: "layout-shift", buffered: true });
"""

# While the words come in, a line may grow; once they are there, nothing moves for a picture.
SHIFTED = """() => {
    const [{ domContentLoadedEventEnd }] = performance.getEntriesByType("navigation");
    return shifted.filter(([_value, at]) => at > domContentLoadedEventEnd);
}"""


@pytest.fixture(scope="module")
def large():
    """Two pictures of two thousand pixels, soft enough to be packed quickly."""
    noise = Image.effect_noise((100, 70), 60).convert("RGB")
    return [noise.rotate(90 * turn).resize((2000, 1400)) for turn in range(2)]


@pytest.fixture
def newspaper(large):
    """A front page of fourteen photos, a section's list and an article; their addresses."""
    publisher, by = user("publisher"), person("photo")
    subject = topic("Transport").pk
    photos = []
    for number in range(3):
        picture = large[number % 2].crop((0, 0, 2000 - number, 1400))
        photos.append(accept(upload(encoded(picture, quality=70)), by, credit="Xu", alt="Noise"))
        renditions.rebuild(photos[-1])
    edition = None
    for number in range(20):
        edition = published(
            f"Bus number {number} will wait",
            section=section(("City", "Culture", "Travel")[number % 3]).pk,
            photos=(PhotoChoice(photos[number % 3].pk, "", "Noise"),),
            topics=(subject,),
            standfirst="From next week the last bus leaves 20 minutes later.",
            body=f'<p>Text.</p><figure data-photo="{photos[(number + 1) % 3].pk}"></figure>',
            by=publisher,
        )
    return {"front": "/", "section": "/city/", "article": edition.get_absolute_url()}


@pytest.fixture
def look(chromium, live_server, newspaper, page_problems):
    """Open a page at a width and a density, scroll through it, and give what was found."""

    def open_page(kind, width, density=1):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, device_scale_factor=density
        )
        try:
            return measured(context, kind)
        finally:
            context.close()

    def measured(context, kind):
        context.add_init_script(SHIFTS)
        page = context.new_page()
        page.goto(live_server.url + newspaper[kind])
        page.evaluate(
            """async () => {
                for (let at = 0; at < document.body.scrollHeight; at += 400) {
                    scrollTo(0, at);
                    await new Promise((done) => setTimeout(done, 40));
                }
                await Promise.all([...document.querySelectorAll("main img")].map(
                    (image) => image.decode()));
            }"""
        )
        return page.evaluate(MEASURE), page.evaluate(SHIFTED)

    return open_page


def test_sizes_are_true_and_the_narrowest_file_that_will_do_is_taken(look):
    # One test for all: to make the newspaper takes longer than to read it.
    for kind, width, density in itertools.product(KINDS, WIDTHS, (1, 2)):
        found, shifted = look(kind, width, density)
        assert len(found) >= KINDS[kind]
        check_sizes(found, density)
        assert not shifted, (kind, width, density)


def check_sizes(found, density):
    # A photo that stands twice on a page is loaded once, in the larger size: Chromium looks into
    # its memory first.
    needed = {expected(one["offered"], one["said"], density) for one in found}
    for one in found:
        assert one["complete"], one
        assert abs(one["said"] - one["width"]) <= 0.05 * one["width"], one
        names = [name for name, _wide in one["offered"]]
        enough = names[names.index(expected(one["offered"], one["said"], density)) :]
        assert one["file"] == enough[0] or one["file"] in needed.intersection(enough), one
        assert one["file"].endswith(".avif")
        assert one["own"] == pytest.approx(one["ratio"], rel=0.02), one  # nothing is cut by CSS


def expected(offered, width, density):
    """The narrowest file that has a pixel for each of the screen's; else the widest there is."""
    enough = [name for name, wide in offered if wide >= width * density]
    return enough[0] if enough else offered[-1][0]


def test_the_lead_alone_is_fetched_first_and_the_rest_when_it_is_near(look):
    for kind, first in {"front": 1, "article": 1, "section": 0}.items():
        found, _shifted = look(kind, 1280)
        assert [one["first"] for one in found] == [True] * first + [False] * (len(found) - first)
        assert [one["lazy"] for one in found] == [False] * first + [True] * (len(found) - first)
