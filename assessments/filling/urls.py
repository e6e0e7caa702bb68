"""Addresses of starting and filling in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
