"""The calendar: what went out, what goes out, and what is due."""

from articles.admin.pages import ArticlePages


class CalendarPages(ArticlePages):
    """Mixed into the ArticleAdmin."""
