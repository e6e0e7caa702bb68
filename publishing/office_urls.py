"""Addresses of what people of the landlord take away: committee paper, files, comparison."""

from django.urls import path

from publishing.making import views_files as draft_files
from publishing.paper import views as papers
from publishing.paper import views_comparing as comparing

urlpatterns = [
    path("assessments/<int:pk>/committee-paper/", papers.paper, name="paper"),
    path("assessments/<int:pk>/committee-paper/edit/", papers.edit, name="paper_edit"),
    path("assessments/<int:pk>/files/", draft_files.files, name="files"),
    path("assessments/<int:pk>/files/<int:file_pk>/", draft_files.file, name="file"),
    path(
        "assessments/<int:pk>/files/<int:file_pk>/download/",
        draft_files.download,
        name="file_download",
    ),
    path("landlords/<slug:slug>/compare/", comparing.compare, name="compare"),
]
