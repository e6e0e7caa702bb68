"""Addresses of the pages about links."""

from django.urls import URLPattern, path

from assessments.links import views

urlpatterns: list[URLPattern] = [
    path("landlords/<slug:slug>/links/", views.links, name="links"),
]
