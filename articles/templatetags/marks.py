"""Headlines and excerpts in which the words that were looked for are marked."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def marks(parts: Iterable[tuple[str, bool]]) -> SafeString:
    """Parts of plain text as HTML, escaped, those that are matches in `<mark>`."""
    html = (f"<mark>{escape(text)}</mark>" if found else escape(text) for text, found in parts)
    return mark_safe("".join(html))  # noqa: S308 - every part is escaped
