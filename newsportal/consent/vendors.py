"""Other parties that a category of the registry lets in, as the administrator keeps them.

A vendor is a part of its category: `embeds.youtube` can be accepted alone. Where vendors are
kept is left to the package that owns them; `SOURCES` names the function that reads them. Whoever
changes them calls `versions.settle`, which asks readers again where a host was added.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from newsportal.consent.registry import Words
from newsportal.embeds.matching import providers


@dataclass(frozen=True)
class Vendor:
    """One other party: what it is called, from which hosts it loads, and what it learns."""

    slug: str
    name: Words
    hosts: tuple[str, ...]
    learns: Words
    lifetime: Words
    policy_url: str = ""


def of_embeds() -> list[Vendor]:
    """The providers of embeds, each of which a reader can allow alone."""
    return [
        Vendor(
            slug=provider.slug,
            name=f"{provider.name} ({provider.owner})",
            hosts=provider.frame_hosts,
            learns=provider.learns,
            lifetime=provider.lifetime,
            policy_url=provider.privacy_policy,
        )
        for provider in providers()
    ]


# Category -> the vendors in it, read from the database at each call.
SOURCES: dict[str, Callable[[], Iterable[Vendor]]] = {"embeds": of_embeds}


def vendors(category: str) -> tuple[Vendor, ...]:
    """The vendors of a category by the name of it, in their order; none for most."""
    source = SOURCES.get(category)
    return tuple(source()) if source else ()
