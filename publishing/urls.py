"""Addresses of publishing: the officer's pages, and what everybody may read."""

from django.urls import path

from publishing import (
    converters,  # noqa: F401 - registers <year:year>
    office_urls,
)
from publishing.views import corrections, files, officer, public

app_name = "publishing"

urlpatterns = [
    *office_urls.urlpatterns,
    path("assessments/<int:pk>/preview/", officer.preview, name="preview"),
    path("assessments/<int:pk>/publish/", officer.publish, name="publish"),
    path("assessments/<int:pk>/publish/progress/", officer.progress, name="progress"),
    path("assessments/<int:pk>/correct/", corrections.correct, name="correct"),
    path("assessments/<int:pk>/reassess/", corrections.reassess, name="reassess"),
    path("assessments/<int:pk>/withdraw/", corrections.withdraw, name="withdraw"),
    path("published/", public.publication_list, name="list"),
    path("published/<slug:slug>/", public.landlord_page, name="landlord"),
    path("published/<slug:slug>/latest/", public.latest, name="latest"),
    path("published/<slug:slug>/<year:year>/", public.publication_page, name="year"),
    path(
        "published/<slug:slug>/<year:year>/self-assessment.pdf",
        files.pdf,
        name="year_pdf",
    ),
    path(
        "published/<slug:slug>/<year:year>/self-assessment.json",
        files.json,
        name="year_json",
    ),
    path(
        "published/<slug:slug>/<year:year>/v<int:version>/",
        public.publication_page,
        name="version",
    ),
    path(
        "published/<slug:slug>/<year:year>/v<int:version>/self-assessment.pdf",
        files.pdf,
        name="version_pdf",
    ),
    path(
        "published/<slug:slug>/<year:year>/v<int:version>/self-assessment.json",
        files.json,
        name="version_json",
    ),
]
