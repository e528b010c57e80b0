"""Copies, templates and the trash: what is put aside, and what begins from what is there."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, ArticleTemplate, Revision
from newsportal.accounts.models import AuditEntry
from newsportal.refusals import Refused
from tests import factories as make
from tests.newsroom.test_articles import LIST, change, open_form, sign_in

pytestmark = pytest.mark.django_db

TRASH = f"{LIST}trash/"


def page(name, article):
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def trashed(headline="A bridge opens", **fields):
    article = make.article(headline, **fields)
    workflow.trash(article, by=make.user("editor"))
    return article


# -- The trash -------------------------------------------------------------------------------


def test_an_article_goes_into_the_trash_and_comes_back_as_it_was():
    client, article = sign_in("editor"), make.article("A long way")
    workflow.submit(article, by=article.created_by)
    data = open_form(client, change(article)) | {"_step": "trash"}
    shown = client.post(change(article), data, follow=True)
    assert "The article is in the trash." in shown.content.decode()
    assert shown.redirect_chain[-1][0] == page("restore_from_trash", article)
    client.post(page("restore_from_trash", article))
    article.refresh_from_db()
    assert (article.trashed_at, article.state) == (None, "in_review")
    actions = list(AuditEntry.objects.filter(by=client.user).values_list("action", flat=True))
    assert {"article.trash", "article.restore_from_trash"} <= set(actions)


def test_what_lies_in_the_trash_is_in_no_list_search_or_picker():
    client, other = sign_in("publisher"), make.article("Another one")
    trashed("Canary headline", by=client.user)
    field = "app_label=articles&model_name=article&field_name=related"
    for url in (
        LIST,
        f"{LIST}?q=canary",
        "/newsroom/",
        f"/newsroom/autocomplete/?term=canary&{field}",
        change(other),
    ):
        response = client.get(url)
        assert response.status_code == 200, url
        assert "Canary headline" not in response.content.decode(), url
    assert "Canary headline" in client.get(TRASH).content.decode()


@pytest.mark.parametrize(
    "name", ["history", "preview", "copy", "template", "submit", "publish", "schedule", "trash"]
)
def test_what_lies_in_the_trash_opens_to_be_restored_or_deleted_alone(name):
    client, article = sign_in("publisher"), trashed()
    assert client.get(page(name, article)).status_code == 403
    assert client.get(change(article)).url == page("restore_from_trash", article)


@pytest.mark.parametrize("verb", ["submit", "approve", "publish", "trash", "copy"])
def test_what_lies_in_the_trash_takes_no_step(verb):
    article, publisher = trashed(), make.user("publisher")
    with pytest.raises(Refused, match="in the trash"):
        getattr(workflow, verb)(article, by=publisher)


def test_a_text_sent_to_what_was_trashed_meanwhile_is_shown_again_and_not_lost():
    client, article = sign_in("editor"), make.article()
    data = open_form(client, change(article))
    workflow.trash(article, by=make.user("editor"))
    response = client.post(change(article), data | {"headline": "My words", "_step": "save"})
    assert "The article is in the trash. Restore it first." in response.content.decode()
    assert "My words" in response.content.decode()


@pytest.mark.parametrize("also", ["", "withdraw"])
def test_what_readers_have_seen_cannot_be_trashed(also):
    client, publisher = sign_in("publisher"), make.user("publisher")
    article = Article.objects.get(pk=make.published().article_number)
    if also:
        workflow.withdraw(article, by=publisher, reason="error")
    assert 'value="trash"' not in client.get(change(article)).content.decode()
    with pytest.raises(Refused, match="Withdraw it"):
        workflow.trash(article, by=publisher)


def test_what_is_scheduled_is_cancelled_before_it_is_trashed():
    publisher = make.user("publisher")
    article = make.article()
    workflow.publish(article, by=publisher, at=make.tomorrow())
    with pytest.raises(Refused, match="cancel what is scheduled"):
        workflow.trash(article, by=publisher)
    workflow.cancel(article, by=publisher)
    workflow.trash(article, by=publisher)


def test_a_publisher_deletes_for_ever_from_the_trash_after_a_question():
    client, article = sign_in("publisher"), make.article(photos=(PhotoChoice(make.photo().pk),))
    again = make.content("Once more", section=article.section_id)
    workflow.save(article, again, by=client.user, based_on=article.head)
    assert client.post(page("delete_forever", article)).status_code == 403
    workflow.trash(article, by=client.user)
    assert b"Nobody can bring them back" in client.get(page("delete_forever", article)).content
    response = client.post(page("delete_forever", article), follow=True)
    assert response.redirect_chain[-1][0] == TRASH
    assert not Article.objects.exists()
    assert not Revision.objects.exists()
    entry = AuditEntry.objects.get(action="article.delete_forever")
    assert entry.by == client.user
    assert entry.detail["revisions"] == 2


def test_what_something_points_to_is_not_deleted():
    client, article = sign_in("publisher"), make.article("The old one")
    make.article("The newer one", related=(article.pk,))
    workflow.trash(article, by=client.user)
    shown = client.post(page("delete_forever", article)).content.decode()
    assert "“The newer one” names it as a related article" in shown
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "desk", "admin"])
def test_nobody_but_a_publisher_deletes(role):
    client = sign_in(role)
    article = make.article(by=client.user if role == "reporter" else make.user("editor"))
    workflow.trash(article, by=article.created_by)
    assert client.post(page("delete_forever", article)).status_code == 403
    assert Article.objects.exists()


def test_a_reporter_finds_their_own_drafts_in_the_trash_and_no_others():
    client = sign_in("reporter")
    mine = make.article("Mine", by=client.user)
    workflow.trash(mine, by=client.user)
    theirs = trashed("Theirs")
    shown = client.get(TRASH).content.decode()
    assert "Mine" in shown
    assert "Theirs" not in shown
    assert client.post(page("restore_from_trash", theirs)).status_code == 403
    assert client.post(page("restore_from_trash", mine)).status_code == 302


def test_the_trash_asks_no_query_for_a_row(django_assert_max_num_queries):
    client = sign_in("reporter")
    for number in range(6):
        workflow.trash(make.article(f"{number}", by=client.user), by=client.user)
    with django_assert_max_num_queries(12):
        client.get(TRASH)


# -- Copies ----------------------------------------------------------------------------------


def test_a_copy_is_a_draft_of_ones_own_with_the_same_words():
    client, photo, guest = sign_in("editor"), make.photo(), make.author("A Guest")
    source = make.article(
        "The flood",
        standfirst="What it is.",
        photos=(PhotoChoice(photo.pk, "Its caption"),),
        topics=(make.topic().pk,),
        authors=(guest.pk,),
    )
    workflow.submit(source, by=source.created_by)
    workflow.send_back(source, by=make.user("editor"), note="Who says so?")
    response = client.post(page("copy", source))
    copy = Article.objects.exclude(pk=source.pk).get()
    assert response.url == change(copy)
    assert (copy.headline, copy.slug) == ("Copy of The flood", "copy-of-the-flood")
    assert (copy.state, copy.created_by, copy.note) == ("draft", client.user, "")
    assert copy.content().photos == source.content().photos
    assert copy.content().authors == (guest.pk,)
    assert copy.revisions.count() == 1
    assert not copy.was_published
    assert AuditEntry.objects.filter(action="article.copy(source)", by=client.user).exists()


def test_a_reporter_copies_what_they_may_see_under_their_own_byline():
    client = sign_in("reporter")
    own = make.author("Own Name", user=client.user)
    mine = make.article(by=make.user("editor"), authors=(own.pk, make.author("Another").pk))
    theirs = make.article("Theirs")
    client.post(page("copy", mine))
    copy = Article.objects.get(created_by=client.user)
    assert copy.content().authors == (own.pk,)
    assert client.post(page("copy", theirs)).status_code == 403
    assert client.get(page("copy", theirs)).status_code == 403
    assert Article.objects.count() == 3


def test_asking_about_a_copy_makes_none():
    client, source = sign_in("editor"), make.article()
    assert client.get(page("copy", source)).status_code == 200
    assert Article.objects.count() == 1


def test_the_copy_of_the_longest_headline_fits():
    source = make.article("w" * 200)
    assert len(workflow.copy(source, by=make.user("editor")).headline) == 200


# -- Templates -------------------------------------------------------------------------------


def test_an_article_becomes_a_template_and_a_new_article_begins_from_it_in_one_click():
    client, source = sign_in("editor"), make.article("Weather", body="<h2>Today</h2><p>…</p>")
    client.post(page("template", source), {"name": "Weather report"})
    template = ArticleTemplate.objects.get()
    start = client.get("/newsroom/").content.decode()
    begin = reverse("admin:articles_article_begin", args=[template.pk])
    assert "Weather report" in start
    assert begin in start
    response = client.post(begin)
    article = Article.objects.exclude(pk=source.pk).get()
    assert response.url == change(article)
    assert (article.headline, article.created_by) == ("Weather", client.user)
    assert article.body == source.body
    assert client.get(begin).status_code == 405


def test_a_template_must_have_a_name_that_no_other_has():
    client, source = sign_in("reporter"), make.article()
    assert client.post(page("template", source), {"name": "Taken"}).status_code == 403
    mine = make.article(by=client.user)
    client.post(page("template", mine), {"name": "Taken"})
    for name, sentence in (("Taken", "There is a template “Taken” already"), (" ", "required")):
        shown = client.post(page("template", mine), {"name": name}).content.decode()
        assert sentence in shown, name
    assert ArticleTemplate.objects.count() == 1


def test_a_template_outlives_its_section_photos_and_topics():
    reporter = make.user("reporter")
    section, photo, topic = make.section("Weather"), make.photo(), make.topic()
    content = make.content(
        "Weather", section=section.pk, topics=(topic.pk,), photos=(PhotoChoice(photo.pk),)
    )
    template = ArticleTemplate.objects.create(
        name="Weather", content=content.as_json() | {"unknown": 1}, made_by=reporter
    )
    del template.content["related"]
    section.delete(), photo.delete(), topic.delete()
    article = workflow.begin(template, by=reporter)
    assert (article.section, article.content().topics, article.content().photos) == (None, (), ())


def test_the_words_of_a_template_are_cleaned_and_edited():
    client = sign_in("editor")
    content = make.content("", body='<p onclick="x">a</p><script>alert(1)</script>')
    template = ArticleTemplate.objects.create(
        name="Old", content=content.as_json(), made_by=client.user
    )
    assert workflow.begin(template, by=client.user).body == "<p>a</p>"
    url = reverse("admin:articles_articletemplate_change", args=[template.pk])
    data = {"name": "New", "headline": "Rain", "body": "<p>It rains.<script>x</script></p>"}
    assert client.post(url, data).status_code == 302
    template.refresh_from_db()
    assert template.content["headline"] == "Rain"
    assert template.content["body"] == "<p>It rains.</p>"
    client.post(reverse("admin:articles_articletemplate_delete", args=[template.pk]), {"post": "y"})
    assert not ArticleTemplate.objects.exists()
    actions = AuditEntry.objects.filter(subject=f"articletemplate:{template.pk}")
    assert actions.count() == 3


@pytest.mark.parametrize("role", ["photo", "desk", "admin"])
def test_templates_are_for_those_who_write(role):
    client = sign_in(role)
    template = ArticleTemplate.objects.create(
        name="T", content=make.content().as_json(), made_by=make.user("editor")
    )
    begin = reverse("admin:articles_article_begin", args=[template.pk])
    assert client.post(begin).status_code == 403
    for name, args in (("changelist", []), ("change", [template.pk]), ("add", [])):
        url = reverse(f"admin:articles_articletemplate_{name}", args=args)
        assert client.get(url).status_code == 403
