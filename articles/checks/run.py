"""`find`: every check that the house style asks for, run over one content."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from articles.checks.finding import Finding
from articles.checks.kinds import KINDS
from articles.checks.material import Material
from articles.content import Content
from articles.models import Article, HouseRule
from newsportal.timeline import now

# More of one kind says nothing new, and a page has to hold them.
MOST_OF_A_KIND = 40


def find(
    content: Content, *, article: Article | None = None, moment: datetime | None = None
) -> list[Finding]:
    """What the checks find in `content` if it went out at `moment` (default: now).

    Blocking findings come first, else the order is that of the rules and of the text. Raises
    Refused where the text is larger than any article's.
    """
    rules = [rule for rule in HouseRule.objects.all() if rule.level != HouseRule.Level.OFF]
    material = Material(
        content,
        number=article.pk if article else None,
        moment=moment or now(),
        preferred=frozenset(rule.replacement for rule in rules if rule.replacement),
    )
    found = [finding for rule in rules for finding in _found_by(rule, material)]
    return sorted(found, key=lambda finding: not finding.blocks)


def _found_by(rule: HouseRule, material: Material) -> Iterator[Finding]:
    kind = KINDS.get(rule.kind)
    if kind is None or (kind.english_only and not material.content.language.startswith("en")):
        return
    for spot in islice(kind.check(material, rule), MOST_OF_A_KIND):
        yield Finding(rule.kind, rule.level, spot.sentence, spot.field, spot.passage, spot.fixes)
