"""Addresses of the questions about a self-assessment."""

from django.urls import URLPattern, path

from assessments import converters  # noqa: F401 - registers <provision:number>
from assessments.questions import views

_ONE = "assessments/<int:pk>/questions/<int:question_pk>/"
_ASK = "assessments/<int:pk>/<provision:number>/question/"
urlpatterns: list[URLPattern] = [
    path("assessments/<int:pk>/questions/", views.questions, name="questions"),
    path(_ONE, views.question, name="question"),
    path(f"{_ONE}draft/", views.question_draft, name="question_draft"),
    path(f"{_ONE}close/", views.close, name="close_question"),
    path(_ASK, views.ask, name="ask_question"),
    path(f"{_ASK}draft/", views.ask_draft, name="ask_question_draft"),
]
