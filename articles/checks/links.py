"""Links that lead nowhere: on this site as it will be, on others as the worker last found them."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.kinds import Spot, kind
from articles.checks.material import Material
from articles.models import Edition, HouseRule, LinkCheck, Section

GONE = frozenset({404, 410})
# More are no article; each is looked up.
MOST_LINKS = 500


@kind(
    "links",
    gettext_lazy("Links that answer 404"),
    gettext_lazy(
        "Links to this site are looked up at once, those to others by the task worker, where"
        " that is switched on."
    ),
)
def dead_links(material: Material, rule: HouseRule) -> Iterator[Spot]:
    links = dict.fromkeys(islice(material.body.links, MOST_LINKS))
    own = {link: path for link in links if (path := own_path(link[0])) is not None}
    others = {link[0] for link in links if link not in own and link[0].startswith("http")}
    gone = _gone(others)
    dead = _dead_paths(set(own.values()), material)
    for address, words in links:
        link = (address, words)
        if address in gone:
            sentence = _("The link to %(address)s answers “not found”.")
        elif link in own and own[link].startswith("/newsroom"):
            sentence = _(
                "The link to %(address)s leads into the newsroom, which is closed to readers."
            )
        elif link in own and own[link] in dead:
            sentence = _("The link to %(address)s leads to no page that readers can see.")
        else:
            continue
        yield Spot(sentence % {"address": address[:200]}, "body", words)


def own_path(address: str) -> str | None:
    """The path of an address on this site; None for one that leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if address.startswith("/") and not address.startswith("//"):
        return unquote(parts.path)
    own = urlsplit(settings.SITE_URL)
    if parts.scheme in {"http", "https"} and parts.netloc.lower() == own.netloc.lower():
        return unquote(parts.path) or "/"
    return None


def _gone(addresses: set[str]) -> set[str]:
    if not addresses:
        return set()
    return set(
        LinkCheck.objects.filter(url__in=addresses, status__in=GONE).values_list("url", flat=True)
    )


def _dead_paths(paths: set[str], material: Material) -> set[str]:
    """The paths at which readers would find nothing at the moment of publication."""
    dead, articles, sections = set(), {}, {}
    for path in paths:
        try:
            match = resolve(path)
        except Resolver404:
            dead.add(path)
            continue
        if "number" in match.kwargs and "section" in match.kwargs:
            articles[path] = match.kwargs["number"]
        elif match.url_name == "section":
            sections[path] = match.kwargs["slug"]
    if articles:
        # What no database can hold is no article's number.
        numbers = {number for number in articles.values() if number < 2**63}
        live = set(
            Edition.every.live(material.moment)
            .filter(article_number__in=numbers)
            .values_list("article_number", flat=True)
        )
        live.add(material.number or 0)
        dead |= {path for path, number in articles.items() if number not in live}
    if sections:
        known = set(
            Section.objects.filter(slug__in=sections.values()).values_list("slug", flat=True)
        )
        dead |= {path for path, slug in sections.items() if slug not in known}
    return dead
