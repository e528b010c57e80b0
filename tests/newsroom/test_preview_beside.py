"""The preview that stands beside the text, in a frame of the article form."""

import re

import pytest
from django.test import Client

from articles import workflow
from articles.content import PhotoChoice
from newsportal import timeline
from newsportal.pagecache.headers import PREVIEW_POLICY, WRITING_POLICY
from tests import factories as make
from tests.newsroom.test_articles import ADD, change, open_form, sign_in

pytestmark = pytest.mark.django_db


def beside(client, url, data, **changes):
    return client.post(url, data | {"_step": "preview", "_beside": "1", **changes})


def test_it_shows_the_words_of_the_form_and_may_stand_in_our_frame():
    client, article = sign_in("editor"), make.article()
    form = client.get(change(article))
    assert form.headers["Content-Security-Policy"] == WRITING_POLICY
    assert form.headers["X-Frame-Options"] == "DENY"
    shown = beside(client, change(article), open_form(client, change(article)), headline="Unsaved")
    assert "Unsaved" in shown.content.decode()
    assert shown.headers["Content-Security-Policy"] == PREVIEW_POLICY
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in shown.headers["Cache-Control"]
    assert article.revisions.count() == 1


def test_a_form_that_cannot_be_shown_yet_says_what_is_missing():
    client = sign_in("reporter")
    shown = beside(client, ADD, open_form(client, ADD))
    assert "No preview yet" in shown.content.decode()
    assert "Headline: Write a headline first." in shown.content.decode()
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "<form" not in shown.content.decode()


@pytest.mark.parametrize("with_lead", [True, False])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_is_byte_for_byte_the_page_that_readers_get(with_lead, language):
    client, photo = sign_in("publisher"), make.photo(caption="The bridge.", alt="A bridge")
    make.published("A neighbour")
    article = make.article(
        "The flood",
        language=language,
        body=f'<p>Text</p><h2>Under</h2><figure data-photo="{photo.pk}"></figure>',
        photos=(PhotoChoice(make.photo(caption="Lead").pk),) if with_lead else (),
        standfirst="What it is.",
        dateline="Chongqing",
        authors=(make.author("A").pk, make.author("B").pk, make.author("C").pk),
        topics=(make.topic().pk,),
    )
    with timeline.at(make.tomorrow()):
        data = open_form(client, change(article))
        preview = beside(client, change(article), data).content.decode()
        edition = workflow.publish(article, by=client.user)
        public = Client().get(edition.get_absolute_url()).content.decode()
    assert plain(preview) == plain(public)


def plain(page: str) -> str:
    """The page without the bar of a preview and without the notice about cookies, which would
    hide a preview and asks colleagues nothing, and with the addresses that readers get.
    """
    page = re.sub(
        r'\s*<section class="consent".*?</section>\s*<script[^>]*></script>',
        "",
        page,
        flags=re.DOTALL,
    )
    page = re.sub(r'<p class="preview-bar".*?</p>\n?', "", page)
    page = re.sub(r"/newsroom/articles/photo/(\d+)/rendition/", r"/photos/\1/", page)
    return "\n".join(line for line in page.splitlines() if line.strip())
