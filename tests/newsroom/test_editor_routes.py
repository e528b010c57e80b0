"""Inline styles are allowed where the editor is shown, and nowhere else."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from articles import workflow
from newsportal.pagecache.headers import (
    EDITOR_POLICY,
    PREVIEW_POLICY,
    PUBLIC_POLICY,
    WRITING_POLICY,
)
from newsportal.pages.models import Page
from tests import factories as make
from tests.newsroom.test_articles import sign_in

pytestmark = pytest.mark.one_database

# The whole list. A page that shows the editor is added here by decision, not by accident.
SHOW_THE_EDITOR = {
    "articles_articletemplate_add",
    "articles_articletemplate_change",
    "pages_page_add",
    "pages_page_change",
}
# These show the editor, and a page of ours in a frame beside it: the preview.
SHOW_A_PREVIEW_BESIDE = {"articles_article_add", "articles_article_change"}
# These may stand in such a frame.
MAY_STAND_BESIDE = {"articles_article_preview"}


@pytest.mark.django_db
def test_styles_are_relaxed_on_the_routes_of_the_editor_alone():
    client = sign_in("publisher", "photo", "desk", "admin")
    article = make.article()
    make.photo(), make.topic(), make.author()
    workflow.save_as_template(article, "A template", by=client.user)
    Page(slug="about", title="About", body="<p>Us</p>").replace()
    rows = {"article": article.pk}
    found = {EDITOR_POLICY: set(), WRITING_POLICY: set(), PREVIEW_POLICY: set()}
    asked = 0
    for model, model_admin in admin.site._registry.items():
        for pattern in model_admin.get_urls():
            if not pattern.name:
                continue
            row = rows.get(model._meta.model_name) or getattr(model.objects.first(), "pk", 1)
            for args in ([], [row], [row, 1], [row, 1, 1], [row, "x"]):
                try:
                    url = reverse(f"admin:{pattern.name}", args=args)
                except NoReverseMatch:
                    continue
                response = client.get(url)
                asked += 1
                policy = response.headers["Content-Security-Policy"]
                framed = response.headers.get("X-Frame-Options") == "SAMEORIGIN"
                assert framed == (policy == PREVIEW_POLICY), url
                if response.status_code == 200 and policy in found:
                    found[policy].add(pattern.name)
                elif response.streaming:
                    assert response.getvalue()  # a file, with a policy for files
                else:
                    assert policy == PUBLIC_POLICY, url
    assert found[EDITOR_POLICY] == SHOW_THE_EDITOR
    assert found[WRITING_POLICY] == SHOW_A_PREVIEW_BESIDE
    assert found[PREVIEW_POLICY] == MAY_STAND_BESIDE
    assert asked > 40
