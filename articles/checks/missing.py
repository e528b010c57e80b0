"""What an article lacks: a headline, a section, a text, a dateline; and a headline too long."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.kinds import Level, Spot, kind
from articles.checks.material import Material
from articles.models import HouseRule


@kind(
    "headline",
    gettext_lazy("Headline is missing"),
    gettext_lazy("An article without a headline cannot even be saved."),
    level=Level.BLOCKING,
)
def missing_headline(material: Material, rule: HouseRule) -> Iterator[Spot]:
    if not material.content.headline.strip():
        yield Spot(_("The headline is missing."), "headline")


@kind(
    "section",
    gettext_lazy("Section is missing"),
    gettext_lazy("The section is part of the address that readers get."),
    level=Level.BLOCKING,
)
def missing_section(material: Material, rule: HouseRule) -> Iterator[Spot]:
    if not material.content.section:
        yield Spot(_("The section is missing. Choose one."), "section")


@kind(
    "text",
    gettext_lazy("Text is missing"),
    gettext_lazy("A headline alone is no article."),
    level=Level.BLOCKING,
)
def missing_text(material: Material, rule: HouseRule) -> Iterator[Spot]:
    if not material.body.lines and not material.body.photos:
        yield Spot(_("The text is missing."), "body")


@kind(
    "dateline",
    gettext_lazy("Dateline is missing"),
    gettext_lazy("Readers see it before the first words: Chongqing – The bridge is open."),
)
def missing_dateline(material: Material, rule: HouseRule) -> Iterator[Spot]:
    if not material.content.dateline.strip():
        yield Spot(_("The dateline is missing. Where does this come from?"), "dateline")


@kind(
    "headline_length",
    gettext_lazy("Headline too long for cards"),
    gettext_lazy("Longer than the limit, a headline fills a card of the front page alone."),
    takes=("limit",),
    limit=90,
)
def long_headline(material: Material, rule: HouseRule) -> Iterator[Spot]:
    length = len(" ".join(material.content.headline.split()))
    if rule.limit and length > rule.limit:
        sentence = _("The headline has %(length)d characters; cards have room for %(limit)d.")
        yield Spot(sentence % {"length": length, "limit": rule.limit}, "headline")
