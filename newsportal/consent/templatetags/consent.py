"""What every page needs to know of the question: the same for all readers, one query."""

from django import template

from newsportal.consent import registry
from newsportal.consent.models import ConsentVersion
from newsportal.pagecache.parts import kept

register = template.Library()


@register.simple_tag
def what_is_asked() -> ConsentVersion:
    """The purposes that the site asks about now, and the number of the question."""
    return kept("what is asked", ConsentVersion.current)


@register.filter
def since(asked: ConsentVersion) -> str:
    """`preferences:1 embeds:3`: the number that a choice must have to cover each name."""
    return " ".join(f"{name}:{entry['since']}" for name, entry in asked.asked.items())


@register.simple_tag
def kept_keys() -> str:
    """`preferences:reading`: what withdrawing a category deletes from the browser's storage."""
    return " ".join(
        f"{category.name}:{use.name}"
        for category in registry.CATEGORIES
        for use in category.uses
        if use.kind == "storage"
    )


@register.filter
def runs_until_objection(asked: ConsentVersion) -> bool:
    """Whether something is asked about that runs until the reader objects."""
    return any(category.until_objection for category in asked.purposes)


@register.filter
def has_consent(asked: ConsentVersion) -> bool:
    """Whether something is asked about that is off until the reader accepts it."""
    return any(not category.until_objection for category in asked.purposes)


@register.filter
def in_brief(asked: ConsentVersion) -> str:
    """What is done once the reader has accepted it, as one part of a sentence."""
    return "; ".join(str(each.in_brief) for each in asked.purposes if each.in_brief)
