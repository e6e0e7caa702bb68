"""Addresses of reviewing and approving."""

from django.urls import URLPattern, path

from assessments.review import views

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/read/", views.read, name="read"),
    path("assessments/<int:pk>/submit/", views.submit, name="submit"),
    path("assessments/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("assessments/<int:pk>/return/", views.return_, name="return"),
    path("assessments/<int:pk>/approve/", views.approve, name="approve"),
    path("assessments/<int:pk>/minute/", views.minute, name="minute"),
    path("assessments/<int:pk>/response/", views.body_response, name="body_response"),
    path(
        "assessments/<int:pk>/response/confirm/",
        views.confirm_body_response,
        name="confirm_body_response",
    ),
]
