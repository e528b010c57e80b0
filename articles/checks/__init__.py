"""Checks of a content before publication: what is missing, what breaks the house style.

A check reads a `Content` and says what it found; nothing here changes anything. Which checks run
and how much they weigh is data (`HouseRule`).
"""

from articles.checks.finding import Finding, Fix
from articles.checks.run import find

__all__ = ["Finding", "Fix", "find"]
