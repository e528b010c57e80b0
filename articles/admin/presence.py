"""Who else has an article open."""

from articles.admin.pages import ArticlePages


class PresencePages(ArticlePages):
    """Mixed into the ArticleAdmin."""
