"""Addresses of reviewing and approving."""

from django.urls import URLPattern, path

from assessments.review import views, views_body

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/read/", views.read, name="read"),
    path("assessments/<int:pk>/submit/", views.submit, name="submit"),
    path("assessments/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("assessments/<int:pk>/return/", views.return_, name="return"),
    path("assessments/<int:pk>/approve/", views.approve, name="approve"),
    path("assessments/<int:pk>/minute/", views.minute, name="minute"),
    path("assessments/<int:pk>/response/", views_body.body_response, name="body_response"),
    path(
        "assessments/<int:pk>/response/confirm/",
        views_body.confirm,
        name="confirm_body_response",
    ),
    path("assessments/<int:pk>/response/draft/", views_body.draft, name="body_response_draft"),
    path(
        "assessments/<int:pk>/response/history/",
        views_body.history,
        name="body_response_history",
    ),
]
