"""Addresses of what colleagues are asked: one's own list, and the officer's pages."""

from django.urls import URLPattern, path

from assessments.asking import views, views_accept_all, views_officer

_ONE = "asked/<int:pk>/"
_OF_ASSESSMENT = "assessments/<int:pk>/colleagues/"
urlpatterns: list[URLPattern] = [
    path("asked/", views.asked, name="asked"),
    path(_ONE, views.contribution, name="contribution"),
    path(f"{_ONE}ready/", views.ready, name="contribution_ready"),
    path(f"{_ONE}not-mine/", views.not_mine, name="contribution_not_mine"),
    path(f"{_ONE}draft/", views.draft, name="contribution_draft"),
    path(f"{_ONE}accept/", views_officer.accept, name="accept"),
    path(f"{_ONE}send-back/", views_officer.send_back, name="send_back"),
    path(_OF_ASSESSMENT, views_officer.colleagues, name="colleagues"),
    path(f"{_OF_ASSESSMENT}accept/", views_accept_all.accept_all, name="accept_all"),
    path(f"{_OF_ASSESSMENT}ask/", views_officer.ask, name="ask"),
    path(f"{_OF_ASSESSMENT}<int:contribution>/", views_officer.reassign, name="reassign"),
]
