"""Addresses of putting right, assessing again and withdrawing what is published."""

from django.urls import URLPattern, path

from publishing.correcting import views

urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/correct/", views.correct, name="correct"),
    path("assessments/<int:pk>/reassess/", views.reassess, name="reassess"),
    path("assessments/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
