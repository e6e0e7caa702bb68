"""Addresses of starting and filling in."""

from django.urls import URLPattern, path

from assessments import converters  # noqa: F401 - registers <provision:number>
from assessments.filling import views_landlord, views_overview, views_provision

_ONE = "assessments/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("landlords/<slug:slug>/assessments/start/", views_landlord.start, name="start"),
    path(_ONE, views_overview.overview, name="overview"),
    path(f"{_ONE}details/", views_landlord.details, name="details"),
    path(f"{_ONE}discard/", views_landlord.discard, name="discard"),
    path(f"{_ONE}check/", views_overview.check, name="check"),
    path(f"{_ONE}history/", views_overview.history, name="history"),
    path(f"{_ONE}<provision:number>/", views_provision.provision, name="provision"),
    path(
        f"{_ONE}<provision:number>/history/",
        views_overview.provision_history,
        name="provision_history",
    ),
]
