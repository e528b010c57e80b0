"""Text that is typed and not saved yet: kept on the server, and offered back."""

from articles.admin.pages import ArticlePages


class AutosavePages(ArticlePages):
    """Mixed into the ArticleAdmin."""
