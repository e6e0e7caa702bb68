"""Addresses of starting and filling in."""

from django.urls import URLPattern, path

from assessments import converters  # noqa: F401 - registers <provision:number>
from assessments.filling import (
    views_carried,
    views_details,
    views_draft,
    views_flag,
    views_history,
    views_landlord,
    views_overview,
    views_provision,
    views_section,
)

_ONE = "assessments/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("landlords/<slug:slug>/assessments/start/", views_landlord.start, name="start"),
    path("landlords/<slug:slug>/assessments/record/", views_landlord.record, name="record"),
    path(_ONE, views_overview.overview, name="overview"),
    path(f"{_ONE}details/", views_details.details, name="details"),
    path(f"{_ONE}discard/", views_landlord.discard, name="discard"),
    path(f"{_ONE}provisions/", views_overview.provisions, name="provisions"),
    path(f"{_ONE}check/", views_overview.check, name="check"),
    path(f"{_ONE}history/", views_history.history, name="history"),
    path(f"{_ONE}section/<provision:number>/", views_section.section, name="section"),
    path(f"{_ONE}<provision:number>/", views_provision.provision, name="provision"),
    path(f"{_ONE}<provision:number>/draft/", views_draft.draft, name="draft"),
    path(f"{_ONE}<provision:number>/carried/", views_carried.carried, name="carried"),
    path(f"{_ONE}<provision:number>/flag/", views_flag.flag, name="flag"),
    path(
        f"{_ONE}<provision:number>/history/",
        views_history.provision_history,
        name="provision_history",
    ),
]
