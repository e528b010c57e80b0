"""What the checks say of the text in the form, while somebody writes it."""

from articles.admin.pages import ArticlePages


class CheckPages(ArticlePages):
    """Mixed into the ArticleAdmin."""
