"""What is typed and not saved: kept as it is, offered back to its owner, and to nobody else."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.admin import autosave
from articles.content import PhotoChoice
from articles.models import Article, Autosave
from newsportal.accounts.models import AuditEntry
from tests import factories as make
from tests.newsroom.test_articles import ADD, change, open_form, sign_in

pytestmark = pytest.mark.django_db
NEW = "/newsroom/articles/article/autosave/"
UNSAVED = "/newsroom/articles/article/unsaved/"
JSON = {"HTTP_ACCEPT": "application/json"}


def url_of(article: Article | None) -> str:
    return reverse("admin:articles_article_autosave", args=[article.pk]) if article else NEW


def keep(client, article: Article | None, form: dict, **typed):
    """What the page's script sends after a pause."""
    sent = {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"}
    return client.post(url_of(article), sent | typed, **JSON)


def offers(client, url: str) -> list:
    return client.get(url).context["unsaved"]


def test_what_is_typed_is_kept_and_nothing_else_changes():
    client, article = sign_in("editor"), make.article()
    entries = AuditEntry.objects.count()
    response = keep(client, article, open_form(client, change(article)), headline="Half a th")
    assert response.status_code == 200
    assert response.json()["kept"].startswith("Kept at ")
    article.refresh_from_db()
    assert (article.headline, article.revisions.count()) == ("A bridge opens", 1)
    assert AuditEntry.objects.count() == entries
    page = client.get(change(article)).content.decode()
    assert "You typed this on" in page
    assert "<ins>Half</ins>" in page.replace("<ins>Half a th</ins>", "<ins>Half</ins>")


def test_restoring_fills_the_form_with_everything_that_was_typed_and_saves_nothing():
    client, photo = sign_in("editor"), make.photo()
    article = make.article(authors=(make.author().pk,), photos=(PhotoChoice(photo.pk),))
    other, topic = make.photo(), make.topic("Ferries")
    form = open_form(client, change(article))
    keep(
        client,
        article,
        form,
        headline="",  # half finished: it could not be saved
        standfirst="Two\r\nlines",
        body="<p>Every <strong>typed</strong> word</p>",
        topics=[str(topic.pk)],
        **{
            "photo_uses-TOTAL_FORMS": "2",
            "photo_uses-0-caption": "A caption",
            "photo_uses-1-photo": str(other.pk),
            "photo_uses-1-position": "1",
        },
    )
    kept = Autosave.objects.get()
    restored = open_form(client, f"{change(article)}?unsaved={kept.pk}")
    assert restored["headline"] == [""]
    assert "Every <strong>typed</strong> word" in restored["body"][0]
    assert restored["topics"] == [str(topic.pk)]
    assert restored["photo_uses-0-caption"] == ["A caption"]
    assert restored["photo_uses-1-photo"] == [str(other.pk)]
    assert restored["based_on"] == ["1"]
    assert article.revisions.count() == 1
    client.post(change(article), restored | {"headline": "Whole", "_step": "save"})
    article.refresh_from_db()
    assert article.headline == "Whole"
    assert [choice.photo for choice in article.content().photos] == [photo.pk, other.pk]
    assert not Autosave.objects.exists()


def test_a_new_article_is_kept_offered_on_the_start_page_and_restored():
    client = sign_in("reporter")
    form = open_form(client, ADD)
    keep(client, None, form, headline="Never saved", body="<p>Words</p>")
    kept = Autosave.objects.get()
    link = f"{ADD}?unsaved={kept.pk}"
    for page in ("/newsroom/", ADD, UNSAVED):
        assert link in client.get(page).content.decode(), page
    restored = open_form(client, link)
    assert restored["_place"] == form["_place"]
    client.post(ADD, restored | {"_step": "save"})
    assert Article.objects.get().headline == "Never saved"
    assert "Typed and not saved" not in client.get("/newsroom/").content.decode()


def test_what_comes_late_from_a_form_that_made_an_article_is_no_second_one():
    client = sign_in("editor")
    form = open_form(client, ADD) | {"headline": "Saved"}
    client.post(ADD, form | {"_step": "save"})
    assert keep(client, None, form, headline="Saved").json() == {"kept": None}
    assert offers(client, ADD) == []


def test_what_is_saved_by_now_is_not_offered():
    client, article = sign_in("editor"), make.article()
    form = open_form(client, change(article)) | {"headline": "Saved"}
    client.post(change(article), form | {"_step": "save"})
    keep(client, article, form)
    assert not Autosave.objects.exists()


def test_a_form_that_was_only_opened_is_not_kept():
    client, article = sign_in("editor"), make.article()
    form = open_form(client, change(article))
    assert keep(client, article, form).json() == {"kept": None}
    keep(client, article, form, headline="Changed")
    keep(client, article, form)  # and back again
    assert not Autosave.objects.exists()


def test_two_forms_of_one_article_do_not_write_over_each_other():
    client, article = sign_in("editor"), make.article()
    for headline in ("In one tab", "In another"):
        keep(client, article, open_form(client, change(article)), headline=headline)
    assert {row.title for row in offers(client, change(article))} == {"In one tab", "In another"}


def test_a_text_that_was_overtaken_is_restored_on_its_own_revision_and_merged():
    client, article = sign_in("editor"), make.article()
    keep(client, article, open_form(client, change(article)), dateline="Yuzhong")
    newer = make.content("Newer", section=article.section_id)
    workflow.save(article, newer, by=make.user("editor"), based_on=article.head)
    page = client.get(change(article)).content.decode()
    assert "The article has been saved since" in page
    restored = open_form(client, offers(client, change(article))[0].url)
    response = client.post(change(article), restored | {"_step": "save"})
    assert response.status_code == 409
    assert "Nothing collides" in response.content.decode()
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("kind", ["page", "script"])
def test_discarding_throws_it_away(kind):
    client, article = sign_in("editor"), make.article()
    keep(client, article, open_form(client, change(article)), headline="Away")
    kept = Autosave.objects.get()
    url = reverse("admin:articles_article_discard_unsaved", args=[kept.pk])
    assert client.post(url, **(JSON if kind == "script" else {})).status_code in {200, 302}
    assert not Autosave.objects.exists()


def test_nobody_else_reads_or_discards_what_one_has_typed():
    client, article = sign_in("editor"), make.article()
    keep(client, article, open_form(client, change(article)), headline="Canary words")
    kept = Autosave.objects.get()
    for role in ("reporter", "editor", "photo", "publisher", "desk", "admin"):
        other = sign_in(role)
        pages = (f"{change(article)}?unsaved={kept.pk}", change(article), UNSAVED, "/newsroom/")
        for page in pages:
            assert "Canary words" not in other.get(page, follow=True).content.decode(), page
        url = reverse("admin:articles_article_discard_unsaved", args=[kept.pk])
        assert other.post(url).status_code == 404
    assert Autosave.objects.get() == kept


def test_who_has_lost_the_right_to_write_still_reads_their_own_words():
    client = sign_in("reporter")
    article = make.article(by=client.user)
    form = open_form(client, change(article))
    workflow.submit(article, by=client.user)
    assert keep(client, article, form, headline="Too late").status_code == 200
    assert UNSAVED in client.get(change(article)).content.decode()
    client.user.roles.clear()
    assert "Too late" in client.get(UNSAVED).content.decode()
    assert keep(client, article, form, headline="More").status_code == 403


def test_a_photo_editors_rows_are_kept():
    client, article, photo = sign_in("photo"), make.article(), make.photo()
    rows = {"photo_uses-TOTAL_FORMS": "1", "photo_uses-0-photo": str(photo.pk)}
    keep(client, article, open_form(client, change(article)), **rows)
    (offer,) = offers(client, change(article))
    assert open_form(client, offer.url)["photo_uses-0-photo"] == [str(photo.pk)]


def test_a_text_that_is_too_large_is_refused_in_a_sentence():
    client, article = sign_in("editor"), make.article()
    large = "x" * (autosave.LARGEST + 1)
    response = keep(client, article, open_form(client, change(article)), body=large)
    assert response.status_code == 413
    assert "too large" in response.json()["error"]
    assert not Autosave.objects.exists()


def test_there_is_an_end_to_how_many_are_kept(monkeypatch):
    monkeypatch.setattr(autosave, "MOST", 2)
    client = sign_in("editor")
    answers = [
        keep(client, None, open_form(client, ADD), headline=f"No {n}").status_code for n in range(3)
    ]
    assert answers == [200, 200, 409]


@pytest.mark.parametrize(
    "place", ["", "new:", "article:1:x", "new:abcdefghijkl\0", "article:999:abcdefghijkl", "é" * 70]
)
def test_a_place_that_is_none_is_refused(place):
    client, article = sign_in("editor"), make.article()
    answer = client.post(url_of(article), {"_place": place, "headline": "x"}, **JSON)
    assert answer.status_code == 400


@pytest.mark.parametrize("value", ["\0", "9" * 5000, "-1", "<script>", "\ud7ff", "x" * 100_000])
def test_whatever_is_typed_is_kept_and_offered_without_an_error(value):
    client, article = sign_in("editor"), make.article()
    form = open_form(client, change(article))
    strange = {
        "headline": value,
        "body": value,
        "section": value,
        "topics": [value, value],
        "based_on": value,
        "photo_uses-TOTAL_FORMS": value,
        "photo_uses-0-photo": value,
        "author_places-TOTAL_FORMS": "3",
        "author_places-0-author": value,
        "author_places-0-position": value,
    }
    assert keep(client, article, form, **strange).status_code == 200
    assert client.get(UNSAVED).status_code == 200
    for offer in offers(client, change(article)):
        assert client.get(offer.url).status_code == 200


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "-1", "\u0661"])
def test_an_unsaved_text_that_is_not_there_shows_the_form_as_it_is(number):
    client, article = sign_in("editor"), make.article()
    form = open_form(client, f"{change(article)}?unsaved={number}")
    assert form["headline"] == ["A bridge opens"]


def test_no_headline_is_learned_from_the_number_of_an_article():
    """A form may name any number: what is kept of it must not tell what stands behind."""
    client, secret = sign_in("reporter"), make.article("Canary headline")
    own, unsaved = make.article("Mine", by=client.user), {"headline": "Else"}
    form = open_form(client, change(own)) | unsaved | {"related": [secret.pk]}
    keep(client, own, form, _place=f"article:{own.pk}:abcdefghijkl")
    keep(client, None, form | {"_place": "new:abcdefghijkl"})
    numbers = {row.article_id: row.pk for row in Autosave.objects.all()}
    assert set(numbers) == {own.pk, None}
    pages = [change(own), f"{change(own)}?unsaved={numbers[own.pk]}", UNSAVED]
    for page in (*pages, ADD, f"{ADD}?unsaved={numbers[None]}"):
        assert "Canary" not in client.get(page).content.decode(), page
    assert f"article no. {secret.pk}" in client.get(change(own)).content.decode()
    workflow.publish(secret, by=make.user("publisher"))
    assert "Canary headline" in client.get(change(own)).content.decode()


def test_a_text_that_comes_too_late_keeps_no_choice_that_was_never_offered():
    client, secret, live = sign_in("reporter"), make.article("Canary headline"), make.published()
    own = make.article("Mine", by=client.user)
    chosen = [secret.pk, live.article_number]
    form = open_form(client, change(own)) | {"headline": "Mine, later", "related": chosen}
    workflow.submit(own, by=client.user)
    response = client.post(change(own), form | {"_step": "save"})
    assert response.status_code == 409
    assert "Canary" not in response.content.decode()
    refused = own.revisions.get(is_refused=True).content
    assert (refused["headline"], refused["related"]) == ("Mine, later", [live.article_number])


def test_words_that_were_redacted_since_are_not_kept_again():
    client, article = sign_in("publisher"), make.article(standfirst="Of Quentin Zabriskie.")
    form = open_form(client, change(article))
    workflow.redact(article, ["Quentin Zabriskie"], by=client.user, reason="By order.")
    body = "<p>Then <b>Quentin</b> Zabriskie left.</p>"
    keep(client, article, form, _place=f"article:{article.pk}:abcdefghijkl", body=body)
    kept = Autosave.objects.get().fields
    assert "Zabriskie" not in str(kept)
    assert "left" in kept["body"][0]
    assert "Zabriskie" not in client.get(change(article)).content.decode()
