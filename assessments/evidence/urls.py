"""Addresses of the library of evidence."""

from django.urls import URLPattern, path

from assessments import converters  # noqa: F401 - registers <provision:number>
from assessments.evidence import views, views_citing

_LIBRARY = "landlords/<slug:slug>/evidence/"
_ANSWER = "assessments/<int:pk>/<provision:number>/evidence/"
_ITEM = f"{_LIBRARY}<int:item>/"
urlpatterns: list[URLPattern] = [
    path(_LIBRARY, views.library, name="evidence"),
    path(f"{_LIBRARY}add/", views.add, name="evidence_add"),
    path(_ITEM, views.item, name="evidence_item"),
    path(f"{_ITEM}change/", views.change, name="evidence_change"),
    path(f"{_ITEM}replace/", views.replace, name="evidence_replace"),
    path(f"{_ITEM}remove/", views.remove, name="evidence_remove"),
    path(f"{_ITEM}file/", views.file, name="evidence_file"),
    path(_ANSWER, views_citing.cite, name="cite"),
    path(f"{_ANSWER}new/", views_citing.cite_new, name="cite_new"),
    path(f"{_ANSWER}<int:citation>/", views_citing.citation, name="citation"),
]
