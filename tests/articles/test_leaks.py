"""What is not public is nowhere: every public address, asked for the words of hidden articles.

Each hidden article carries a word of its own in every field (the canaries). They are looked for
in the answers and headers of every route, of every page that links lead to, and of searches.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, Correction, Photo, Placement
from articles.photos.pictures import address as address_of
from newsportal.timeline import now
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

STATES = ("draft", "review", "embargo", "scheduled", "withdrawn", "rewritten", "change")
# All that a reader may hear of a withdrawn article, and what only the newsroom may.
NOTE = "Xqzvwpublicnote"
FILLED = re.compile(r"<(?:\w+:)?(\w+)>")


def words(field: str, state: str) -> str:
    """A word that stands nowhere else; letters only, so that search knows it as one."""
    return f"Xqzvw{field}{state}"


def canaries(state: str) -> dict:
    """A text with a word of its own in every field, and a photo with one in each of its own."""

    def canary(field):
        return words(field, state)

    photo = make.photo(caption=canary("caption"), credit=canary("credit"), alt=canary("alt"))
    inside = make.photo(caption=canary("inside"))
    Photo.objects.filter(pk__in=(photo.pk, inside.pk)).update(
        file_name=f"{canary('file')}.jpg", creator=canary("creator"), copyright=canary("right")
    )
    return {
        "headline": f"The {canary('headline')} story",
        "slug": canary("slug").lower(),
        "standfirst": canary("standfirst"),
        "dateline": canary("dateline"),
        "body": f"<p>Of {canary('body')}.</p><h2>{canary('subhead')}</h2><p>More.</p>"
        f'<figure data-photo="{inside.pk}"></figure>',
        "topics": (make.topic(canary("topic")).pk, make.topic("Rivers").pk),
        "authors": (make.author(canary("author")).pk, make.author("Lin Mei").pk),
        "photos": (PhotoChoice(photo.pk),),
        "change_note": canary("change"),
    }


def plain_story(by) -> Article:
    """A live article that tells nothing."""
    edition = make.published(
        "A plain story",
        topics=(make.topic("Rivers").pk,),
        authors=(make.author("Lin Mei").pk,),
        by=by,
    )
    return Article.objects.get(pk=edition.article_number)


@pytest.fixture
def hidden() -> dict[str, Article]:
    """An article in each state in which readers may see nothing of it, or nothing of its text."""
    editor, publisher = make.user("editor"), make.user("publisher")
    soon = now() + timedelta(hours=1)
    articles = {state: make.article(**canaries(state)) for state in STATES[:5]}
    for state in STATES[5:]:
        # Live, with another text that waits for a publisher, or for its time.
        articles[state] = article = plain_story(publisher)
        text = make.content(**canaries(state))
        workflow.save(article, text, by=publisher, based_on=article.head)
    workflow.submit(articles["review"], by=editor)
    workflow.submit(articles["embargo"], by=editor)
    workflow.approve(articles["embargo"], by=publisher)
    Article.objects.filter(pk=articles["embargo"].pk).update(embargo_until=soon)
    for state in ("scheduled", "change"):
        workflow.publish(articles[state], by=publisher, at=soon)
    gone = articles["withdrawn"]
    workflow.publish(gone, by=publisher)
    workflow.correct(gone, by=editor, kind="correction", text=words("fix", "gone"))
    workflow.withdraw(gone, by=publisher, reason="privacy", public_note=NOTE)

    # Whatever could lead a reader there: related articles, places, corrections of a live one.
    make.published(
        "A live story",
        related=tuple(article.pk for article in articles.values()),
        topics=(make.topic("Rivers").pk,),
        authors=(make.author("Lin Mei").pk,),
    )
    for article in articles.values():
        for place in Placement.Place.values:
            Placement(place=place, article_number=article.pk).save()
    plain = articles["rewritten"]
    workflow.correct(plain, by=editor, kind="correction", text=words("fix", "waits"), at=soon)
    wrong = workflow.correct(plain, by=editor, kind="correction", text=words("fix", "wrong"))
    workflow.retract(plain, wrong, by=publisher, reason=words("reason", "internal"))
    assert Correction.every.count() == 3
    return articles


def routes(patterns=None, before="") -> Iterator[str]:
    """Every route of the public site."""
    for pattern in patterns or get_resolver("newsportal.public_urls").url_patterns:
        where = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, where)
        else:
            yield where


def guesses(articles: dict[str, Article]) -> dict[str, list[str]]:
    """For each part of an address what somebody could try, who knows or guesses a lot."""
    slugs = [words(field, state).lower() for field in ("topic", "author") for state in STATES]
    today = timezone.localdate()
    return {
        "section": ["city"],
        "number": [str(article.pk) for article in articles.values()],
        "slug": ["city", "rivers", "lin-mei", "x", *slugs, words("slug", "draft").lower()],
        "day": [f"{day:%Y/%m/%d}" for day in (today, today + timedelta(days=1))],
        "part": ["0", "1"],
        "signed": ["x"],
    }


def addresses(articles: dict[str, Article]) -> Iterator[str]:
    """Every route with every guess, and the files of every photo."""
    tries = guesses(articles)
    for route in routes():
        names = FILLED.findall(route)
        if "name" in names:
            continue
        for values in product(*(tries[name] for name in names)):
            given = iter(values)
            yield "/" + FILLED.sub(lambda _match, given=given: next(given), route)
    for photo in Photo.objects.all():
        for rendition in photo.renditions:
            yield address_of(photo, rendition["name"])
        yield f"/photos/{photo.pk}/{photo.file_name}"


def linked(client, start: str = "/") -> Iterator[tuple[str, str]]:
    """Every page of the site that links lead to, with all that it answers."""
    waiting, seen = [start, "/sitemap.xml", "/news-sitemap.xml"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = everything(client.get(address))
        yield address, answer
        found = re.findall(r'(?:href|src|content|url)="([^"]+)"|<loc>([^<]+)</loc>', answer)
        for link in filter(None, (part for match in found for part in match)):
            local = link.removeprefix(settings.SITE_URL).partition("#")[0].replace("&amp;", "&")
            if re.match(r"/(?!/|static/)", local):
                waiting.append(local)


def everything(response) -> str:
    """The answer with its headers, as text."""
    body = response.getvalue() if response.streaming else response.content
    return f"{dict(response.headers)}\n{body.decode('utf-8', 'replace')}"


def told(answer: str) -> set[str]:
    """The hidden words in an answer."""
    return {word.lower() for word in re.findall(r"xqzvw[a-z]{4,}", answer, re.IGNORECASE)}


def test_no_public_address_tells_anything_of_what_is_not_public(client, hidden):
    gone, asked, leaks = f"/city/{hidden['withdrawn'].pk}/", 0, {}
    for address in addresses(hidden):
        response = client.get(address)
        asked += 1
        assert response.status_code in {200, 301, 302, 404, 405, 410}, address
        found = told(everything(response))
        if address.startswith(gone) and not address.endswith(("feed/", "rss/", ".json")):
            assert response.status_code == 410, address
            found.remove(NOTE.lower())
        if found:
            leaks[address] = found
    assert leaks == {}
    assert asked > 300


def test_no_link_of_the_site_leads_to_what_is_not_public(client, hidden):
    pages = dict(linked(client))
    assert {address: told(answer) for address, answer in pages.items() if told(answer)} == {}
    assert len(pages) > 20
    # What is public is there, or the test would prove nothing.
    assert "A live story" in pages["/"]
    assert "A live story" in pages["/topics/rivers/"]


def test_no_search_finds_what_is_not_public(client, hidden):
    fields = ("headline", "standfirst", "dateline", "body", "subhead", "caption", "topic", "author")
    for field, state in product(fields, STATES):
        word = words(field, state)
        for question in (word, word.lower(), f'"{word}"', word[:-2], word[:6], f"story {word}"):
            answer = client.get("/search/", {"q": question}).content.decode()
            assert 'class="results"' not in answer, question
            # The page repeats the question; it must complete nothing.
            assert told(answer) <= told(question), question
    assert 'class="results"' in client.get("/search/?q=live").content.decode()


def test_a_hidden_number_answers_as_one_that_was_never_given(client, hidden):
    nothing = client.get("/city/999999/x/")
    for state in ("draft", "review", "embargo", "scheduled"):
        answer = client.get(f"/city/{hidden[state].pk}/x/")
        assert (answer.status_code, answer.content) == (404, nothing.content)


def test_a_withdrawn_article_tells_its_public_reason_and_nothing_else(client, hidden):
    answer = client.get(f"/city/{hidden['withdrawn'].pk}/")
    assert answer.status_code == 410
    text = answer.content.decode()
    assert "Protection of a person" in text
    assert told(text) == {NOTE.lower()}


def test_the_photos_of_hidden_articles_have_no_address(client, hidden):
    photos = Photo.objects.all()
    assert photos.count() == 2 * len(STATES)
    for photo in photos:
        for rendition in photo.renditions:
            assert client.get(address_of(photo, rendition["name"])).status_code == 404


def test_a_withdrawal_shows_at_once_wherever_the_article_stood(client):
    publisher = make.user("publisher")
    others = [make.published(name, topics=(make.topic("Rivers").pk,)) for name in ("One", "Three")]
    text = canaries("withdrawn")
    edition = make.published(**text)
    article = Article.objects.get(pk=edition.article_number)
    workflow.correct(article, by=publisher, kind="correction", text=words("fix", "withdrawn"))
    last = make.published("Four", related=(article.pk,), topics=(make.topic("Rivers").pk,))
    photo = Photo.objects.get(pk=text["photos"][0].photo)
    day = timezone.localtime(edition.first_published_at)
    places = [
        "/", "/city/", "/topics/rivers/", "/authors/lin-mei/", f"{day:/%Y/%m/%d/}",
        f"/search/?q={words('headline', 'withdrawn')[:8]}", "/corrections/", "/feed/",
        "/feed/rss/", "/feed.json", "/topics/rivers/feed/",
        "/news-sitemap.xml",
        make.sitemap_of("articles", article.pk),
        make.sitemap_of("topics", make.topic("Rivers").pk),
        make.sitemap_of("authors", edition.authors.all()[0].pk),
        last.get_absolute_url(), others[1].get_absolute_url(),
    ]  # fmt: skip
    before = {place: told(everything(client.get(place))) for place in places}
    assert not [place for place in before if not before[place] and "search" not in place]
    picture = address_of(photo, photo.renditions[0]["name"])
    shown = client.get(picture)
    assert (shown.status_code, bool(shown.getvalue())) == (200, True)

    workflow.withdraw(article, by=publisher, reason="legal")
    for place in places:
        answer = client.get(place)
        if place != "/authors/lin-mei/":  # known from this article alone
            assert answer.status_code == 200, place
        assert not told(everything(answer)) - told(place), place
    assert client.get(picture).status_code == 404
    assert client.get(edition.get_absolute_url()).status_code == 410

    workflow.reinstate(article, by=publisher)
    after = {place: told(everything(client.get(place))) for place in places}
    assert after == before
