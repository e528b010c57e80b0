"""What the navigation of every page needs from the content."""

from django import template
from django.db.models import QuerySet

from articles.models.taxonomy import Section

register = template.Library()


@register.simple_tag
def sections() -> QuerySet[Section]:
    """All sections, in the order that the newsroom gave them."""
    return Section.objects.all()
