"""Internal notes on an article."""

from articles.admin.pages import ArticlePages


class NotePages(ArticlePages):
    """Mixed into the ArticleAdmin."""
