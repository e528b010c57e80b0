"""Checks of a content before publication: what is missing, what breaks the house style.

A check reads a `Content` and says what it found; nothing here changes anything. Which checks run
and how much they weigh is data (`HouseRule`); what each looks for is a function, registered by
the modules imported here in the order in which the newsroom lists them.
"""

from articles.checks import missing, pictures, rights, slips, amounts, names, quotes, links  # noqa: F401, I001
from articles.checks.finding import Finding, Fix
from articles.checks.kinds import KINDS, Kind, first_rules
from articles.checks.pictures import without_credit
from articles.checks.run import find

__all__ = ["KINDS", "Finding", "Fix", "Kind", "find", "first_rules", "without_credit"]
