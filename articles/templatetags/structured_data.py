"""Structured data in templates: `{% news_article page as data %}{% json_ld data %}`."""

import json
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from articles.page import ArticlePage
from articles.syndication import structured_data

register = template.Library()

# Without these characters nothing in a headline can end the script element or begin another.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def news_article(context: Context, page: ArticlePage) -> dict[str, Any]:
    """The NewsArticle of a page."""
    return structured_data.news_article(page, site=context["site"])


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context, page: ArticlePage) -> dict[str, Any]:
    """The BreadcrumbList of an article's page."""
    return structured_data.breadcrumbs(page, site=context["site"])


@register.simple_tag(takes_context=True)
def organisation(context: Context) -> dict[str, Any]:
    """The NewsMediaOrganization of the site."""
    return structured_data.organisation(context["site"])


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """The `<script type="application/ld+json">` of `data`: a data block, which never runs."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    # Safe: HTML escaping would break the JSON; with <, > and & written as JSON escapes, the
    # text cannot leave the element (https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements).
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
