"""The cookie settings, and where a choice is sent."""

from django.urls import path

from newsportal.consent import views

urlpatterns = [
    path("cookies/", views.cookies, name="cookies"),
    path("cookies/choice/", views.take_choice, name="consent-choice"),
]
