"""The text of a static page, for a page that belongs to another package."""

from django import template

from newsportal.pages.models import Page

register = template.Library()


@register.simple_tag
def current_page(slug: str) -> Page | None:
    """The page as it is live now, or None where nobody has written one; one query."""
    return Page.current(slug)


@register.simple_tag
def earlier_versions(page: Page) -> list[Page]:
    """The versions of a page that readers have seen before this one, the newest first."""
    versions = Page.public_versions(page.slug).defer("body")
    return [version for version in versions if version.pk != page.pk]
