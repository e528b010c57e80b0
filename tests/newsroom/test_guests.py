"""Several authors in order, guests without an account among them."""

import json
import re

import pytest
from django.test import Client

from articles import workflow
from articles.models import Article, Author
from newsportal.accounts.models import AuditEntry
from tests import factories as make
from tests.newsroom.test_articles import ADD, change, open_form, sign_in

pytestmark = pytest.mark.django_db


def with_guest(client, article, name):
    data = open_form(client, change(article)) | {"guest": name, "_step": "save"}
    return client.post(change(article), data)


def test_a_guest_is_added_by_name_at_the_end_of_the_authors():
    client, article = sign_in("editor"), make.article(authors=(make.author("First").pk,))
    with_guest(client, article, "  Ana  García ")
    guest = Author.objects.get(name="Ana García")
    assert guest.user is None
    assert guest.slug == "ana-garcia"
    assert Article.objects.get().content().authors[-1] == guest.pk
    assert AuditEntry.objects.filter(subject=f"author:{guest.pk}", by=client.user).exists()


def test_a_known_guest_is_found_again_and_a_second_address_is_made_for_a_namesake():
    client, article = sign_in("editor"), make.article()
    known = make.author("Ana García", slug="ana")
    with_guest(client, article, "ana garcía")
    assert Article.objects.get().content().authors == (known.pk,)
    make.author("Somebody", slug="li-wei")
    assert workflow.guest("Li Wei", by=client.user).slug == "li-wei-2"


def test_a_name_that_has_an_account_is_chosen_from_the_list():
    client, article = sign_in("editor"), make.article()
    make.author("Lin Mei", user=make.user("reporter"))
    shown = with_guest(client, article, "Lin Mei").content.decode()
    assert "Lin Mei has an account here. Choose the name among the authors." in shown
    assert 'value="Lin Mei"' in shown
    assert not article.authors.exists()


def test_a_new_article_can_begin_with_a_guest():
    client = sign_in("editor")
    data = open_form(client, ADD) | {"headline": "Mine", "guest": "A Guest", "_step": "save"}
    client.post(ADD, data)
    assert [author.name for author in Article.objects.get().authors.all()] == ["A Guest"]


@pytest.mark.parametrize("role", ["reporter", "photo"])
def test_who_may_not_set_other_authors_adds_no_guest(role):
    client = sign_in(role)
    article = make.article(by=client.user if role == "reporter" else make.user("editor"))
    assert "guest" not in open_form(client, change(article))
    with_guest(client, article, "A Guest")
    assert not Author.objects.exists()


def test_three_authors_are_printed_linked_and_told_to_machines_in_order():
    names = ["Zoe Ahn", "Ben Ito", "A Guest"]
    authors = [make.author(name) for name in names]
    edition = make.published(authors=tuple(author.pk for author in authors))
    page = Client().get(edition.get_absolute_url()).content.decode()
    byline = re.search(r'<p class="byline">(.*?)</p>', page).group(1)
    assert re.sub("<.*?>", "", byline) == "By Zoe Ahn, Ben Ito and A Guest"
    for author in authors:
        assert f'href="{author.get_absolute_url()}"' in byline
        assert Client().get(author.get_absolute_url()).status_code == 200
    about = [
        json.loads(text)
        for text in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL
        )
    ]
    article = next(thing for thing in about if thing["@type"] == "NewsArticle")
    assert [author["name"] for author in article["author"]] == names
