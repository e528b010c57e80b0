from django.apps import AppConfig


class PagecacheConfig(AppConfig):
    name = "newsportal.pagecache"
    label = "pagecache"
    default_auto_field = "django.db.models.BigAutoField"
