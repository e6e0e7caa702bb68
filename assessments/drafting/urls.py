"""Addresses of one's own drafts."""

from django.urls import URLPattern, path

from assessments import converters  # noqa: F401 - registers <provision:number>
from assessments.drafting import views

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/<provision:number>/draft/", views.draft, name="draft"),
    path(
        "assessments/<int:pk>/response/draft/",
        views.body_response_draft,
        name="body_response_draft",
    ),
]
