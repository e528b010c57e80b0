"""The message form and its thank-you page."""

from django.urls import path

from newsportal.inbox import views

urlpatterns = [
    path("message/", views.message, name="message"),
    path("message/thanks/<str:signed>/", views.thanks, name="message-thanks"),
]
