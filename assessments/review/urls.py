"""Addresses of reviewing and approving."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
