"""Addresses of changing several provisions at once."""

from django.urls import URLPattern, path

from assessments.bulk import views

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/one-text/", views.spread, name="spread"),
    path("assessments/<int:pk>/find-and-replace/", views.replace, name="replace"),
]
