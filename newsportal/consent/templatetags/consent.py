"""What the notice in every page needs to know, without a context processor or a query."""

from django import template

from newsportal.consent import registry

register = template.Library()


@register.simple_tag
def policy_version() -> int:
    """The version of the policy that a stored choice must be for."""
    return registry.POLICY_VERSION
