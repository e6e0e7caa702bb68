"""Addresses of carrying a year forward."""

from django.urls import URLPattern, path

from assessments.carrying import views

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/carry/", views.carry, name="carry"),
]
