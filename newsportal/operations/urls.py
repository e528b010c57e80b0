"""Addresses for machines that look after the portal."""

from django.urls import path

from newsportal.operations.health import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
