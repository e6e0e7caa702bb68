"""Addresses of starting and filling in."""

from django.urls import URLPattern

from assessments import converters  # noqa: F401 - registers <provision:number>

urlpatterns: list[URLPattern] = []
