"""`{% part "foot" %}...{% endpart %}`: a piece of a template that many pages share."""

from collections.abc import Hashable, Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString

from newsportal.pagecache.parts import kept
from newsportal.pagecache.rendering import depends_on

register = template.Library()


class PartNode(template.Node):
    """Renders what it holds, or repeats what it gave for the same values."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.values, self.nodelist = name, values, nodelist

    def render(self, context: Context) -> SafeString:
        values = [value.resolve(context, ignore_failures=True) for value in self.values]
        tags = [tag for value in values for tag in tags_of(value)]

        def make() -> SafeString:
            depends_on(*tags)
            return self.nodelist.render(context)

        return kept(("part", self.name, *map(name_of, values)), make)


def tags_of(value: Any) -> Iterable[str]:
    """What the piece depends on that is handed to it: it reads no rows of its own then."""
    return value.tags_when_read() if hasattr(value, "tags_when_read") else ()


def name_of(value: Any) -> Hashable:
    """What tells a value apart from others in the key of a piece."""
    return (type(value), value.pk) if isinstance(value, Model) else value


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """{% part "name" value ... %}: `value`s are all that the piece looks at of this page alone.

    Rows among them say themselves when they change; rows that hang on them are values too.
    """
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("A part is the same on many pages: it has no blocks.")
    return PartNode(name.strip("\"'"), [parser.compile_filter(one) for one in values], nodelist)
