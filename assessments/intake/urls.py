"""Addresses of importing an old form."""

from django.urls import URLPattern, path

from assessments.intake import views, views_remove, views_start, views_year

_ONE = "assessments/<int:pk>/import/"
urlpatterns: list[URLPattern] = [
    path(
        "landlords/<slug:slug>/assessments/start-from-form/",
        views_start.start_from_form,
        name="start_from_form",
    ),
    path(_ONE, views.upload, name="import"),
    path(f"{_ONE}<int:file>/", views.imported, name="imported"),
    path(f"{_ONE}<int:file>/original/", views.original, name="imported_original"),
    path(f"{_ONE}<int:file>/remove/", views_remove.remove, name="imported_remove"),
    path(f"{_ONE}<int:file>/year/", views_year.year, name="imported_year"),
]
