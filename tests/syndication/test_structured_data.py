"""Structured data: the shape that schema.org and search engines ask for, and no way out of it."""

import json
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Template

from articles.content import PhotoChoice
from articles.models import Edition
from articles.page import ArticlePage
from articles.syndication import structured_data
from newsportal.timeline import at, now
from tests.factories import author, photo, published, topic, updated

pytestmark = pytest.mark.django_db

SITE = SimpleNamespace(
    name="The Paper",
    url=settings.SITE_URL,
    tagline="A tagline",
    inquiries_address="desk@example.org",
    social_links=[SimpleNamespace(label="Elsewhere", url="https://social.example/paper")],
)


def page_of(edition):
    return ArticlePage.of(
        Edition.objects.select_related("section", "lead_photo").get(pk=edition.pk)
    )


def printed(template, **context):
    source = "{% load structured_data %}" + template
    return Template(source).render(Context({"site": SITE, **context}))


def test_a_news_article_has_what_search_engines_ask_for():
    lead = photo(caption="Fog", credit="City archive")
    edition = published(
        "Fog lifts",
        standfirst="Ferries sail again.",
        dateline="CHONGQING",
        photos=(PhotoChoice(lead.pk),),
        topics=(topic("Ferries").pk,),
        authors=(author("Zhao Qing").pk, author("Lin Mei").pk),
    )
    data = structured_data.news_article(page_of(edition), site=SITE)
    url = settings.SITE_URL + edition.get_absolute_url()
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "NewsArticle"
    assert data["url"] == data["mainEntityOfPage"]["@id"] == url
    assert data["headline"] == "Fog lifts"
    assert data["description"] == "Ferries sail again."
    assert data["dateline"] == "CHONGQING"
    assert data["articleSection"] == "City"
    assert data["keywords"] == ["Ferries"]
    assert data["inLanguage"] == "en"
    assert data["isAccessibleForFree"] is True
    assert [one["name"] for one in data["author"]] == ["Zhao Qing", "Lin Mei"]
    assert data["author"][0]["url"] == f"{settings.SITE_URL}/authors/zhao-qing/"
    assert data["publisher"]["@type"] == "NewsMediaOrganization"
    assert data["publisher"]["logo"]["url"].startswith(f"{settings.SITE_URL}/static/")
    assert data["image"][0]["url"].startswith(f"{settings.SITE_URL}/photos/{lead.pk}/")
    assert data["image"][0]["creditText"] == "City archive"
    assert data["datePublished"] == data["dateModified"]
    assert datetime.fromisoformat(data["datePublished"]).utcoffset() is not None


def test_a_changed_article_says_when():
    with at(now() - timedelta(days=1)):
        edition = published("Changing")
    edition = updated(edition)
    data = structured_data.news_article(page_of(edition), site=SITE)
    assert data["dateModified"] > data["datePublished"]


def test_an_article_without_author_is_the_organisations():
    data = structured_data.news_article(page_of(published("Unsigned")), site=SITE)
    assert data["author"] == {"@id": data["publisher"]["@id"]}
    assert "dateline" not in data
    assert "image" not in data


def test_a_page_that_was_never_published_has_structured_data_too():
    page = ArticlePage(edition=Edition(headline="Preview", body="<p>Text.</p>", language="en"))
    data = structured_data.news_article(page, site=SITE)
    assert data["headline"] == "Preview"
    assert "datePublished" not in data
    assert "url" not in data


def test_the_organisation_links_its_policies():
    data = structured_data.organisation(SITE)
    assert data["@type"] == "NewsMediaOrganization"
    assert data["correctionsPolicy"] == f"{settings.SITE_URL}/corrections/"
    assert data["actionableFeedbackPolicy"] == f"{settings.SITE_URL}/message/"
    assert data["sameAs"] == ["https://social.example/paper"]
    assert data["email"] == "desk@example.org"


def test_breadcrumbs_lead_from_the_front_page_to_the_article():
    edition = published("Deep down")
    steps = structured_data.breadcrumbs(page_of(edition), site=SITE)["itemListElement"]
    assert [step["name"] for step in steps] == ["The Paper", "City", "Deep down"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[2]["item"] == settings.SITE_URL + edition.get_absolute_url()


def test_the_tags_print_what_the_functions_say():
    page = page_of(published("Tagged"))
    for tag in ("news_article page", "breadcrumbs page", "organisation"):
        html = printed(f"{{% {tag} as data %}}{{% json_ld data %}}", page=page)
        body = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
        assert json.loads(body)["@context"] == "https://schema.org"


def test_nothing_in_a_headline_ends_the_script_or_the_line():
    words = "</script><!--<script> & ]]> \u2028 \u2029 \" ' \\"
    html = printed("{% json_ld data %}", data={"headline": words})
    inner = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inner)
    assert json.loads(inner) == {"headline": words}
