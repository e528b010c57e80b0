"""The addresses of draft links: the random word opens them, and nothing else does."""

from django.urls import path

from articles.admin.draft_view import draft, draft_photo

urlpatterns = [
    path("<str:token>/", draft, name="draft"),
    path("<str:token>/photos/<int:number>/<str:name>", draft_photo, name="draft-photo"),
]
