"""Links that show a draft to people without an account."""

from articles.admin.pages import ArticlePages


class DraftLinkPages(ArticlePages):
    """Mixed into the ArticleAdmin."""
