"""Inline styles are allowed where the editor is shown, and nowhere else."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from newsportal.pagecache.headers import EDITOR_POLICY, PUBLIC_POLICY
from newsportal.pages.models import Page
from tests import factories as make
from tests.newsroom.test_articles import sign_in

# The whole list. A page that shows the editor is added here by decision, not by accident.
SHOW_THE_EDITOR = {
    "articles_article_add",
    "articles_article_change",
    "pages_page_add",
    "pages_page_change",
}


@pytest.mark.django_db
def test_styles_are_relaxed_on_the_routes_of_the_editor_alone():
    client = sign_in("publisher", "photo", "desk", "admin")
    article = make.article()
    make.photo(), make.topic(), make.author()
    Page(slug="about", title="About", body="<p>Us</p>").replace()
    rows = {"article": article.pk}
    relaxed, asked = set(), 0
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
                if response.status_code == 200 and policy == EDITOR_POLICY:
                    relaxed.add(pattern.name)
                elif response.streaming:
                    assert response.getvalue()  # a file, with a policy for files
                else:
                    assert policy == PUBLIC_POLICY, url
    assert relaxed == SHOW_THE_EDITOR
    assert asked > 40
