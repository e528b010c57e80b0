"""Rights that stand in the way of publication, at the moment for which it is asked."""

from datetime import timedelta

import pytest

from articles import checks, workflow
from articles.content import PhotoChoice
from articles.models import Article, Photo, Release
from newsportal.timeline import local, now
from tests import factories as make

pytestmark = pytest.mark.django_db


def photo(**rights) -> Photo:
    row = make.photo(caption="The bridge at dawn.", alt="A red arch")
    Photo.objects.filter(pk=row.pk).update(**rights)
    row.refresh_from_db()
    return row


def content(*photos: Photo, body: str = "<p>Words.</p>"):
    return make.content(
        dateline="Chongqing", body=body, photos=tuple(PhotoChoice(row.pk) for row in photos)
    )


def in_text(row: Photo) -> str:
    return f'<p>Words.</p><figure data-photo="{row.pk}"><figcaption>Here.</figcaption></figure>'


def kinds(text, **more) -> list[str]:
    return [one.kind for one in checks.find(text, **more)]


def draft(text) -> Article:
    article = Article()
    workflow.save(article, text, by=make.user("editor"), based_on=None)
    return article


@pytest.mark.parametrize("place", ["list", "text"])
def test_a_photo_is_used_up_by_other_articles_live_gone_or_waiting(place):
    row, boss = photo(most_uses=2), make.user("publisher")

    def text():
        return content(row) if place == "list" else content(body=in_text(row))

    articles = [draft(text()) for _number in range(3)]
    assert kinds(text()) == []
    workflow.publish(articles[0], by=boss)
    workflow.withdraw(articles[0], by=boss, reason="error")
    assert kinds(text()) == []
    workflow.publish(articles[1], by=boss, at=make.tomorrow())
    assert kinds(text()) == ["uses"]
    with pytest.raises(workflow.Blocked, match="may be used in 2 articles"):
        workflow.publish(articles[2], by=boss)
    workflow.cancel(articles[1], by=boss)
    workflow.publish(articles[2], by=boss)


def test_the_editions_of_one_article_are_one_use():
    row, boss = photo(most_uses=1), make.user("publisher")
    article = draft(content(row))
    workflow.publish(article, by=boss)
    assert kinds(content(row), article=article) == []
    longer = content(row, body="<p>More words.</p>")
    workflow.save(article, longer, by=boss, based_on=article.head)
    workflow.publish(article, by=boss)
    assert kinds(content(row)) == ["uses"]


def test_a_photo_without_a_number_may_be_used_in_any_number_of_articles():
    row = photo()
    for _number in range(3):
        workflow.publish(draft(content(row)), by=make.user("publisher"))
    assert kinds(content(row)) == []


def test_whether_rights_last_is_asked_for_the_moment_of_a_scheduled_publication():
    end = now() + timedelta(hours=20)
    article = draft(content(photo(usable_until=end)))
    boss = make.user("publisher")
    with pytest.raises(workflow.Blocked, match="end on"):
        workflow.publish(article, by=boss, at=end)
    workflow.publish(article, by=boss, at=end - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("ends_in", "goes"), [(None, True), (1, True), (0, True), (-1, False)], ids=str
)
def test_a_minor_needs_a_release_that_lasts_on_the_day_of_publication(ends_in, goes):
    row = photo(shows_minor=True)
    assert kinds(content(row)) == ["minor"]
    moment = now() + timedelta(days=3)
    day = None if ends_in is None else local(moment).date() + timedelta(days=ends_in)
    Release.objects.create(photo=row, person="Mother of A.", ends_on=day, added_by=row.added_by)
    assert kinds(content(row), moment=moment) == ([] if goes else ["minor"])
    article = draft(content(body=in_text(row)))
    if goes:
        workflow.publish(article, by=make.user("publisher"), at=moment)
    else:
        with pytest.raises(workflow.Blocked, match="shows a minor"):
            workflow.publish(article, by=make.user("publisher"), at=moment)


def test_the_release_of_one_photo_is_not_that_of_another():
    row, other = photo(shows_minor=True), photo(shows_minor=True)
    Release.objects.create(photo=other, person="Father of B.", added_by=other.added_by)
    assert [one.photo for one in checks.find(content(row, other))] == [row.pk]


def test_a_territory_warns_and_blocks_nothing():
    article = draft(content(photo(territory="Asia only")))
    [finding] = checks.find(Article.objects.get().content())
    assert (finding.kind, finding.blocks) == ("territory", False)
    assert "Asia only" in str(finding.sentence)
    workflow.publish(article, by=make.user("publisher"))


def test_the_number_of_queries_does_not_grow_with_the_photos(django_assert_num_queries):
    rows = [photo(most_uses=1, shows_minor=True) for _number in range(5)]
    # The rules, the photos, their uses, their releases.
    for some in (rows[:1], rows):
        text = content(*some)
        with django_assert_num_queries(4):
            checks.find(text)
