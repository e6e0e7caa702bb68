"""Addresses of importing an old form."""

from django.urls import URLPattern, path

from assessments.intake import views, views_past, views_remove

_ONE = "assessments/<int:pk>/import/"
urlpatterns: list[URLPattern] = [
    path(_ONE, views.upload, name="import"),
    path(f"{_ONE}<int:file>/", views.imported, name="imported"),
    path(f"{_ONE}<int:file>/original/", views.original, name="imported_original"),
    path(f"{_ONE}<int:file>/remove/", views_remove.remove, name="imported_remove"),
    path(f"{_ONE}<int:file>/past/", views_past.past, name="imported_past"),
]
