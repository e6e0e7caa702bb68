"""Addresses of carrying a year forward, and of confirming what was."""

from django.urls import URLPattern, path

from assessments import converters  # noqa: F401 - registers <provision:number>
from assessments.carrying import views, views_confirm

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/carry/", views.carry, name="carry"),
    path("assessments/<int:pk>/confirm/", views_confirm.confirm, name="confirm"),
    path(
        "assessments/<int:pk>/confirm/<provision:number>/",
        views_confirm.confirm_section,
        name="confirm_section",
    ),
]
