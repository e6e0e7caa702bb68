"""Addresses of steps over several provisions."""

from django.urls import URLPattern, path

from assessments.batches import views

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/changes/<uuid:batch>/", views.batch, name="batch"),
]
