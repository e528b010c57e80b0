"""The forms by which readers write, and the page that says how a message stands."""

from django.urls import path

from newsportal.inbox import status, views
from newsportal.inbox.models import Kind

urlpatterns = [
    path("message/", views.message, {"kind": Kind.MESSAGE}, name="message"),
    path("message/error/", views.message, {"kind": Kind.ERROR}, name="message-error"),
    path("message/notice/", views.message, {"kind": Kind.NOTICE}, name="message-notice"),
    path("message/status/", status.status, name="message-status"),
]
