from django.contrib.admin.apps import AdminConfig


class NewsroomConfig(AdminConfig):
    """Django's admin with our site as the default one, so that packages need not import it."""

    default_site = "newsportal.newsroom.site.Newsroom"

    def ready(self) -> None:
        super().ready()
        from newsportal.newsroom import reports

        reports.join()
