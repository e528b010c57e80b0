"""`find`: every check that the house style asks for, run over one content."""

from datetime import datetime

from articles.checks.finding import Finding
from articles.content import Content
from articles.models import Article


def find(
    content: Content, *, article: Article | None = None, moment: datetime | None = None
) -> list[Finding]:
    """What the checks find in `content` if it went out at `moment` (default: now)."""
    return []
