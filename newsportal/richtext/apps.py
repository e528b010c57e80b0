from django.apps import AppConfig


class RichtextConfig(AppConfig):
    name = "newsportal.richtext"
    label = "richtext"
