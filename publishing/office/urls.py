"""Addresses of what people of the landlord publish, read and download."""

from django.urls import URLPattern, path

from publishing.office import (
    views_comparing,
    views_files,
    views_meeting,
    views_paper,
    views_publishing,
)

_ONE = "assessments/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path(f"{_ONE}preview/", views_publishing.preview, name="preview"),
    path(f"{_ONE}publish/", views_publishing.publish, name="publish"),
    path(f"{_ONE}publish/progress/", views_publishing.progress, name="progress"),
    path(f"{_ONE}committee-paper/", views_paper.paper, name="paper"),
    path(f"{_ONE}committee-paper/edit/", views_paper.edit, name="paper_edit"),
    path(f"{_ONE}committee-paper/meeting/", views_meeting.meeting, name="paper_meeting"),
    path(f"{_ONE}files/", views_files.files, name="files"),
    path(f"{_ONE}files/<int:file_pk>/", views_files.file, name="file"),
    path(f"{_ONE}files/<int:file_pk>/download/", views_files.download, name="file_download"),
    path("landlords/<slug:slug>/compare/", views_comparing.compare, name="compare"),
]
