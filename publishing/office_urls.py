"""Addresses of what people of the landlord take away: committee paper, files, comparison."""

from django.urls import path

from publishing.views import comparing, papers

urlpatterns = [
    path("assessments/<int:pk>/committee-paper/", papers.paper, name="paper"),
    path("assessments/<int:pk>/committee-paper/edit/", papers.edit, name="paper_edit"),
    path("landlords/<slug:slug>/compare/", comparing.compare, name="compare"),
]
