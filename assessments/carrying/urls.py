"""Addresses of carrying a year forward."""

from django.urls import URLPattern, path

from assessments import converters  # noqa: F401 - registers <provision:number>
from assessments.carrying import views

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/carry/", views.carry, name="carry"),
    path("assessments/<int:pk>/<provision:number>/carried/", views.carried, name="carried"),
]
