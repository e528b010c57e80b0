"""Writing and publishing in the newsroom, through its pages."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, Edition, SavedFilter
from newsportal.pagecache.headers import WRITING_POLICY
from tests import factories as make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

LIST = "/newsroom/articles/article/"
ADD = "/newsroom/articles/article/add/"


def sign_in(*roles: str) -> Client:
    client = Client()
    client.user = make.user(*roles)
    client.force_login(client.user, "django.contrib.auth.backends.ModelBackend")
    return client


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def open_form(client: Client, url: str) -> dict:
    response = client.get(url)
    assert response.status_code == 200
    return fields_of(response, "article_form")


def test_an_editor_writes_an_article_and_submits_it_at_once():
    client = sign_in("editor")
    data = open_form(client, ADD)
    data |= {
        "headline": "A handrail for the steps",
        "body": "<p>It is made of steel.</p>",
        "section": make.section().pk,
        "_step": "submit",
    }
    response = client.post(ADD, data, follow=True)
    article = Article.objects.get()
    assert response.redirect_chain[-1][0] == change(article)
    assert article.state == "in_review"
    assert article.slug == "a-handrail-for-the-steps"
    assert article.created_by == client.user


@pytest.mark.parametrize("role", ["reporter", "photo"])
def test_whoever_only_reads_gets_the_text_as_readers_do(role):
    client, photo = sign_in(role), make.photo(alt="A ferry")
    figure = f'<figure data-photo="{photo.pk}"></figure>'
    text = f"<h2>At night</h2><p>It <strong>runs</strong>.</p>{figure}"
    by = client.user if role == "reporter" else None
    article = make.article(by=by, body=text, dateline="Chongqing")
    workflow.submit(article, by=make.user("editor"))
    response = client.get(change(article))
    shown = response.content.decode()
    assert "<strong>runs</strong>" in shown
    assert "&lt;p&gt;" not in shown
    assert (
        reverse("admin:articles_photo_rendition", args=[photo.pk, "x"]).rpartition("/")[0] in shown
    )
    assert not {"headline", "body"} & set(response.context["adminform"].form.fields)


def test_whoever_only_reads_is_offered_no_way_to_write_in_the_checks():
    client = sign_in("reporter")
    article = make.article(by=client.user, body="<p>That is 1 in every four.</p>")
    assert "one in every four" in client.get(change(article)).content.decode()
    workflow.submit(article, by=client.user)
    shown = client.get(change(article)).content.decode()
    assert "Digits and words are mixed." in shown
    assert "data-old" not in shown


def test_a_new_article_carries_the_byline_of_its_writer():
    client = sign_in("reporter")
    own = make.author("Own Name", user=client.user)
    client.post(ADD, open_form(client, ADD) | {"headline": "Mine", "_step": "save"})
    assert list(Article.objects.get().authors.all()) == [own]


def test_the_form_saves_photos_in_their_order_with_their_words():
    client, article = sign_in("editor"), make.article()
    first, second = make.photo(), make.photo()
    data = open_form(client, change(article)) | {
        "photo_uses-TOTAL_FORMS": "2",
        "photo_uses-0-photo": str(first.pk),
        "photo_uses-0-caption": "Later",
        "photo_uses-0-position": "2",
        "photo_uses-1-photo": str(second.pk),
        "photo_uses-1-alt": "A bridge",
        "photo_uses-1-position": "1",
        "_step": "save",
    }
    client.post(change(article), data)
    article.refresh_from_db()
    assert article.content().photos == (
        PhotoChoice(second.pk, "", "A bridge"),
        PhotoChoice(first.pk, "Later", ""),
    )


def test_a_publisher_publishes_with_one_click_what_stands_in_the_form():
    client, article = sign_in("publisher"), make.article()
    data = open_form(client, change(article)) | {"headline": "Fresh words", "_step": "publish"}
    client.post(change(article), data)
    assert Edition.objects.get().headline == "Fresh words"


def test_saving_an_unchanged_form_adds_no_revision():
    client = sign_in("editor")
    article = make.article(
        authors=(make.author().pk,),
        topics=(make.topic().pk,),
        photos=(PhotoChoice(make.photo().pk),),
    )
    client.post(change(article), open_form(client, change(article)) | {"_step": "save"})
    assert article.revisions.count() == 1


def test_a_save_over_a_newer_text_answers_409_and_keeps_both():
    first, second, article = sign_in("editor"), sign_in("editor"), make.article()
    mine, theirs = (open_form(client, change(article)) for client in (first, second))
    first.post(change(article), mine | {"headline": "The first", "_step": "save"})
    response = second.post(change(article), theirs | {"headline": "The second", "_step": "save"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "The first" in page
    assert "The second" in page
    assert Article.objects.get().headline == "The first"
    assert article.revisions.filter(is_refused=True, content__headline="The second").exists()
    refused = article.revisions.get(is_refused=True)
    second.post(reverse("admin:articles_article_restore", args=[article.pk, refused.number]))
    assert Article.objects.get().headline == "The second"


def test_what_workflow_refuses_is_said_above_the_form_and_nothing_typed_is_lost():
    client = sign_in("reporter")
    article = make.article(by=client.user)
    other = make.author("Somebody Else")
    data = open_form(client, change(article)) | {
        "headline": "My words",
        "author_places-TOTAL_FORMS": "1",
        "author_places-0-author": str(other.pk),
        "author_places-0-position": "0",
        "_step": "save",
    }
    response = client.post(change(article), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Your role does not include this step" in page
    assert "My words" in page
    assert Article.objects.get().headline == "A bridge opens"


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("reporter", set()),
        (
            "editor",
            {"claim", "approve", "approve_with_note", "send_back", "set_due", "set_embargo"}
            | {"trash"},
        ),
        ("photo", set()),
        (
            "publisher",
            {"claim", "approve", "approve_with_note", "send_back", "set_due", "publish"}
            | {"schedule", "set_embargo", "trash"},
        ),
    ],
)
def test_the_form_offers_the_steps_of_the_role_and_no_others(role, offered):
    client = sign_in(role)
    article = make.article(by=client.user if role == "reporter" else make.user("editor"))
    workflow.submit(article, by=article.created_by)
    response = client.get(change(article))
    assert {step.verb for step in response.context["steps"]} == offered
    for verb in ("submit", "approve", "send_back", "publish", "schedule", "withdraw"):
        shown = f'value="{verb}"' in response.content.decode()
        assert shown == (verb in offered), verb


@pytest.mark.parametrize("role", ["reporter", "photo", "desk", "admin"])
@pytest.mark.parametrize("verb", ["approve", "publish", "withdraw", "schedule", "send_back"])
def test_a_forged_step_changes_nothing(role, verb):
    client, article = sign_in(role), make.article()
    workflow.submit(article, by=article.created_by)
    url = reverse(f"admin:articles_article_{verb}", args=[article.pk])
    response = client.post(url, {"reason": "error", "note": "x"})
    assert response.status_code == 403
    article.refresh_from_db()
    assert article.state == "in_review"
    assert not Edition.every.exists()


def test_a_step_by_get_asks_and_changes_nothing():
    client, article = sign_in("publisher"), make.article()
    response = client.get(reverse("admin:articles_article_publish", args=[article.pk]))
    assert response.status_code == 200
    assert not Edition.every.exists()


def test_a_publisher_schedules_withdraws_and_reinstates_by_the_pages_of_the_steps():
    client, article = sign_in("publisher"), make.article()

    def take(verb, **data):
        url = reverse(f"admin:articles_article_{verb}", args=[article.pk])
        return client.post(url, data, follow=True)

    take("schedule", at_0="2030-01-01", at_1="10:00", revision="1")
    edition = Edition.every.get()
    assert edition.live_from.isoformat() == "2030-01-01T02:00:00+00:00"  # 10:00 in Chongqing
    take("cancel")
    assert not Edition.every.exists()
    take("publish", revision="1")
    take("withdraw", reason="legal", why="Case 12", public_note="A court decided.")
    assert not Edition.objects.exists()
    take("reinstate")
    assert Edition.objects.count() == 1


def test_publishing_while_a_change_waits_leads_to_the_question():
    client, publisher = sign_in("publisher"), make.user("publisher")
    article = make.article()
    workflow.publish(article, by=publisher)
    stored = make.content("Later", section=article.section_id)
    workflow.save(article, stored, by=publisher, based_on=article.head)
    schedule = reverse("admin:articles_article_schedule", args=[article.pk])
    client.post(schedule, {"revision": "2", "at_0": "2030-01-01", "at_1": "10:00", "waiting": ""})
    data = open_form(client, change(article)) | {"headline": "A fix", "_step": "publish"}
    response = client.post(change(article), data)
    publish = reverse("admin:articles_article_publish", args=[article.pk])
    assert response.url == publish
    assert Edition.objects.get().headline != "A fix"
    page = client.get(publish).content.decode()
    assert "Revision 2, “Later”, goes live on <time" in page
    assert "1 January 2030, 10:00 (UTC+08:00)" in page
    assert b"Say whether to keep or cancel" in client.post(publish, {"revision": "3"}).content
    client.post(publish, {"revision": "3", "waiting": "keep"})
    assert Edition.objects.get().headline == "A fix"
    assert Edition.every.waiting().get().headline == "Later"


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_a_step_of_a_text_that_was_saved_meanwhile_is_not_taken(verb):
    client, article = sign_in("publisher"), make.article()
    url = reverse(f"admin:articles_article_{verb}", args=[article.pk])
    seen = re.search(r'name="revision" value="(\d+)"', client.get(url).content.decode()).group(1)
    unseen = make.content("Unseen", section=article.section_id)
    workflow.save(article, unseen, by=make.user("editor"), based_on=article.head)
    page = client.post(url, {"revision": seen, "at_0": "2030-01-01", "at_1": "10:00"})
    assert b"Look at it again" in page.content
    assert not Edition.every.exists()


def test_a_time_that_has_passed_is_refused_and_nothing_goes_out():
    client, article = sign_in("publisher"), make.article()
    url = reverse("admin:articles_article_schedule", args=[article.pk])
    page = client.post(url, {"revision": "1", "at_0": "2016-12-25", "at_1": "10:00"})
    assert b"That time has passed" in page.content
    for year in ("0001", "9999"):
        client.post(url, {"revision": "1", "at_0": f"{year}-01-01", "at_1": "00:00"})
    assert not Edition.every.exists()


def test_what_a_reporter_sends_after_the_article_moved_on_is_kept():
    client = sign_in("reporter")
    article = make.article(by=client.user)
    data = open_form(client, change(article)) | {"headline": "Too late", "_step": "save"}
    workflow.submit(article, by=make.user("editor"))
    response = client.post(change(article), data)
    assert response.status_code == 409
    assert "Too late" in response.content.decode()
    assert article.revisions.get(is_refused=True).content["headline"] == "Too late"


def test_a_reporter_cannot_read_headlines_through_the_related_articles():
    client = sign_in("reporter")
    article, secret = make.article(by=client.user), make.article("Canary headline")
    data = open_form(client, change(article))
    for headline in ("", "With words"):
        forged = data | {"related": [str(secret.pk)], "headline": headline, "_step": "save"}
        assert "Canary headline" not in client.post(change(article), forged).content.decode()
    assert not article.related.exists()


@pytest.mark.parametrize("number", ["abc", "1.5", "\0", "1" * 30, "9" * 5000, "-1"])
def test_choices_that_are_no_numbers_are_refused_in_the_form(number):
    client, article = sign_in("editor"), make.article()
    data = open_form(client, change(article)) | {
        "headline": "Kept words",
        "topics": [number],
        "related": [number],
        "author_places-TOTAL_FORMS": "1",
        "author_places-0-author": number,
        "author_places-0-position": "0",
        "photo_uses-TOTAL_FORMS": "1",
        "photo_uses-0-photo": number,
        "photo_uses-0-position": "0",
    }
    response = client.post(change(article), data)
    assert response.status_code == 200
    assert "Kept words" in response.content.decode()


def test_a_photo_chosen_twice_is_refused_in_a_sentence_and_nothing_is_lost():
    client, article, photo = sign_in("editor"), make.article(), make.photo(caption="The bridge")
    data = open_form(client, change(article)) | {
        "headline": "Kept words",
        "photo_uses-TOTAL_FORMS": "2",
        "photo_uses-0-photo": str(photo.pk),
        "photo_uses-0-position": "0",
        "photo_uses-1-photo": str(photo.pk),
        "photo_uses-1-position": "1",
    }
    page = client.post(change(article), data).content.decode()
    assert "stands in the list twice" in page
    assert "Kept words" in page


def test_sending_back_without_a_note_asks_for_one():
    client, article = sign_in("editor"), make.article()
    workflow.submit(article, by=article.created_by)
    url = reverse("admin:articles_article_send_back", args=[article.pk])
    assert b"This field is required" in client.post(url, {"note": ""}).content
    client.post(url, {"note": "Who says so?"})
    article.refresh_from_db()
    assert article.note == "Who says so?"


def test_a_reporter_sees_their_own_articles_and_no_others():
    client = sign_in("reporter")
    own, other = make.article("Mine", by=client.user), make.article("Theirs")
    page = client.get(LIST).content.decode()
    assert "Mine" in page
    assert "Theirs" not in page
    assert client.get(change(own)).status_code == 200
    for name in ("change", "history", "preview"):
        url = reverse(f"admin:articles_article_{name}", args=[other.pk])
        response = client.get(url, follow=True)
        assert "Theirs" not in response.content.decode(), name


@pytest.mark.parametrize("role", ["desk", "admin"])
def test_the_desk_and_the_administrator_see_no_drafts(role):
    client, article = sign_in(role), make.article("Canary headline")
    for url in (LIST, ADD, change(article), change(article).replace("change", "preview")):
        response = client.get(url, follow=True)
        assert "Canary headline" not in response.content.decode(), url
    assert client.get(LIST).status_code == 403


def test_a_photo_editor_changes_photos_and_cannot_change_words():
    client, article, photo = sign_in("photo"), make.article(), make.photo()
    data = open_form(client, change(article))
    assert "headline" not in data
    data |= {
        "headline": "Forged",
        "body": "<p>Forged</p>",
        "photo_uses-TOTAL_FORMS": "1",
        "photo_uses-0-photo": str(photo.pk),
        "photo_uses-0-position": "0",
        "_step": "save",
    }
    client.post(change(article), data)
    article.refresh_from_db()
    assert article.headline == "A bridge opens"
    assert article.content().photos == (PhotoChoice(photo.pk),)


def test_the_list_filters_by_what_readers_see():
    client = sign_in("publisher")
    make.article("A draft")
    make.published("A live one")
    for query, shown, hidden in (
        ("public=live", "A live one", "A draft"),
        ("public=nothing", "A draft", "A live one"),
    ):
        page = client.get(f"{LIST}?{query}").content.decode()
        assert shown in page
        assert hidden not in page


def test_a_filter_can_be_saved_under_a_name_and_forgotten():
    client, filters = sign_in("editor"), reverse("admin:articles_article_filters")
    client.post(filters, {"query": "public=live&p=3", "name": "What is live"})
    saved = SavedFilter.objects.get()
    assert (saved.user, saved.query) == (client.user, "public=live")
    assert "What is live" in client.get(LIST).content.decode()
    assert "What is live" not in sign_in("editor").get(LIST).content.decode()
    client.post(filters, {"query": "public=live", "forget": "What is live"})
    assert not SavedFilter.objects.exists()


def test_the_list_asks_no_query_for_a_row(django_assert_num_queries):
    client = sign_in("publisher")

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    make.published("One", authors=(make.author().pk,), topics=(make.topic().pk,))
    few = queries()
    for number in range(8):
        make.published(f"More {number}", authors=(make.author(f"Author {number}").pk,))
    assert queries() == few
    assert few <= 14


def test_the_preview_is_the_page_that_will_be_published():
    client, publisher = sign_in("publisher"), make.user("publisher")
    photo = make.photo(caption="The old bridge.", credit="Portal Studio", alt="A bridge")
    make.published("A neighbour")
    article = make.article(
        body=f'<p>Text</p><h2>Under it</h2><figure data-photo="{photo.pk}"></figure>',
        standfirst="What it is.",
        dateline="Chongqing",
        authors=(make.author().pk,),
        topics=(make.topic().pk,),
    )
    url = reverse("admin:articles_article_preview", args=[article.pk])
    preview = client.get(url)
    assert "no-store" in preview.headers["Cache-Control"]
    address = re.search(r"/newsroom/articles/photo/[^ ]+-640.jpg", preview.content.decode()).group()
    assert client.get(address).getvalue().startswith(b"\xff\xd8")
    edition = workflow.publish(article, by=publisher)
    public = client.get(edition.get_absolute_url())
    assert main_of(preview) == main_of(public)


def main_of(response) -> str:
    """The main part of a page, without the line that marks a preview and without times.

    A preview takes its photos from the newsroom: not all of them have a public address yet.
    """
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r'<p class="preview.*?</p>', "", main, flags=re.DOTALL)
    main = re.sub(r"/newsroom/articles/photo/(\d+)/rendition/", r"/photos/\1/", main)
    main = re.sub(r"<time[^>]*>.*?</time>", "<time>", main, flags=re.DOTALL)
    return "\n".join(line.strip() for line in main.splitlines() if line.strip())


def test_the_preview_of_unsaved_words_stores_nothing():
    client, article = sign_in("editor"), make.article()
    data = open_form(client, change(article)) | {"headline": "Not saved", "_step": "preview"}
    response = client.post(change(article), data)
    assert "Not saved" in response.content.decode()
    assert article.revisions.count() == 1
    assert Article.objects.get().headline == "A bridge opens"


def test_history_shows_what_changed_and_restores():
    client, article = sign_in("editor"), make.article("First")
    data = open_form(client, change(article)) | {"headline": "Second", "_step": "save"}
    client.post(change(article), data)
    history = client.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "Revision 2" in history.content.decode()
    compared = client.get(reverse("admin:articles_article_compare", args=[article.pk, 1, 2]))
    assert "<del>First</del><ins>Second</ins>" in compared.content.decode()
    client.post(reverse("admin:articles_article_restore", args=[article.pk, 1]))
    assert Article.objects.get().headline == "First"


def test_only_the_article_form_relaxes_styles():
    client, article = sign_in("publisher"), make.article()
    relaxed = set()
    for name in ("change", "history", "preview", "publish"):
        response = client.get(reverse(f"admin:articles_article_{name}", args=[article.pk]))
        if response.headers["Content-Security-Policy"] == WRITING_POLICY:
            relaxed.add(name)
    assert relaxed == {"change"}
    assert client.get(LIST).headers["Content-Security-Policy"] != WRITING_POLICY


def test_nobody_signed_out_sees_anything():
    article = make.article("Canary headline")
    for name in ("change", "history", "preview", "publish"):
        response = Client().get(reverse(f"admin:articles_article_{name}", args=[article.pk]))
        assert response.status_code == 302
        assert response.url.startswith("/newsroom/login/")
