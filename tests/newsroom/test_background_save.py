"""A save in the background: the form is sent as ever, and a script reads the answer."""

import pytest
from django.test import Client

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article
from tests import factories as make
from tests.newsroom.test_articles import ADD, change, open_form, sign_in

pytestmark = pytest.mark.django_db


def send(client, url, data, **changes):
    return client.post(
        url, data | {"_step": "save", **changes}, headers={"Accept": "application/json"}
    )


def test_it_saves_and_tells_the_revision_that_the_next_save_is_based_on():
    client, article = sign_in("editor"), make.article(authors=(make.author().pk,))
    data = open_form(client, change(article))
    for number, headline in ((2, "Once"), (3, "Twice")):
        answer = send(client, change(article), data, headline=headline)
        assert answer.status_code == 200
        told = answer.json()
        assert told["revision"] == number
        assert told["message"] == "Saved."
        assert told["slug"] == headline.lower()
        data |= {"based_on": told["revision"], "slug": told["slug"]}
    assert Article.objects.get().headline == "Twice"
    assert "Saved." not in client.get(change(article)).content.decode()


def test_a_new_article_gets_its_address():
    client = sign_in("reporter")
    told = send(client, ADD, open_form(client, ADD), headline="Mine").json()
    assert told["url"] == change(Article.objects.get())
    assert "submit" in told["steps"]


def test_the_steps_of_the_new_state_are_told():
    client, article = sign_in("editor"), make.article()
    workflow.submit(article, by=article.created_by)
    workflow.approve(article, by=client.user)
    told = send(client, change(article), open_form(client, change(article)), headline="New").json()
    assert "approve" in told["steps"]


def test_a_save_over_a_newer_text_answers_409_with_the_way_to_both():
    client, article = sign_in("editor"), make.article()
    data = open_form(client, change(article))
    newer = make.content("Newer", section=article.section_id)
    workflow.save(article, newer, by=make.user("editor"), based_on=article.head)
    answer = send(client, change(article), data, headline="Older")
    assert answer.status_code == 409
    assert "Your text is kept as revision 3." in answer.json()["sentence"]
    assert "Older" in client.get(answer.json()["page"]).content.decode()


def test_what_is_wrong_in_the_form_is_said_in_sentences_and_nothing_is_stored():
    client, article, photo = sign_in("editor"), make.article(), make.photo()
    data = open_form(client, change(article)) | {
        "photo_uses-TOTAL_FORMS": "2",
        "photo_uses-0-photo": str(photo.pk),
        "photo_uses-1-photo": str(photo.pk),
        "photo_uses-0-position": "0",
        "photo_uses-1-position": "1",
    }
    answer = send(client, change(article), data, headline="")
    assert answer.status_code == 400
    told = " ".join(answer.json()["problems"])
    assert "Headline: Write a headline first." in told
    assert article.revisions.count() == 1
    answer = send(client, change(article), data)
    assert "stands in the list twice" in " ".join(answer.json()["problems"])


def test_a_refusal_is_a_sentence():
    client, article = sign_in("editor"), make.article()
    data = open_form(client, change(article))
    workflow.trash(article, by=client.user)
    answer = send(client, change(article), data, headline="Words")
    assert answer.status_code == 400
    assert answer.json()["problems"] == ["The article is in the trash. Restore it first."]


def test_an_author_who_may_not_write_any_more_hears_that_the_text_is_kept():
    client = sign_in("reporter")
    article = make.article(by=client.user)
    data = open_form(client, change(article))
    workflow.submit(article, by=client.user)
    answer = send(client, change(article), data, headline="Too late")
    assert answer.status_code == 409
    assert "not yours to change" in answer.json()["sentence"]
    assert article.revisions.get(is_refused=True).content["headline"] == "Too late"


def test_what_was_published_is_a_draft_again_and_readers_keep_what_they_have():
    client = sign_in("publisher")
    edition = make.published(photos=(PhotoChoice(make.photo().pk),))
    article = Article.objects.get(pk=edition.article_number)
    told = send(client, change(article), open_form(client, change(article)), headline="New").json()
    assert "publish" in told["steps"]
    assert edition.headline in Client().get(edition.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["desk", "admin"])
def test_it_opens_nothing_to_those_who_do_not_write(role):
    client, article = sign_in(role), make.article()
    answer = send(client, change(article), {"headline": "Forged"})
    assert answer.status_code in {302, 403}
    assert Article.objects.get().headline == article.headline


def test_another_step_asked_for_in_the_background_is_answered_with_a_page():
    client, article = sign_in("editor"), make.article()
    data = open_form(client, change(article))
    answer = send(client, change(article), data, _step="submit")
    assert answer.status_code == 302
