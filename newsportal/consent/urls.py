"""The cookie settings, where a choice is sent, and what the site says of privacy signals."""

from django.urls import path

from newsportal.consent import views

urlpatterns = [
    path("cookies/", views.cookies, name="cookies"),
    path("cookies/choice/", views.take_choice, name="consent-choice"),
    path(".well-known/gpc.json", views.gpc, name="gpc"),
]
