"""Addresses of the shared notes on a provision."""

from django.urls import URLPattern, path

from assessments import converters  # noqa: F401 - registers <provision:number>
from assessments.notes import views

_ONE = "assessments/<int:pk>/<provision:number>/notes/"
urlpatterns: list[URLPattern] = [
    path(_ONE, views.notes, name="notes"),
    path(f"{_ONE}draft/", views.draft, name="note_draft"),
    path(f"{_ONE}<int:note>/take-back/", views.take_back, name="note_take_back"),
]
