"""Addresses of the Codes."""

from django.urls import path

from codes import views

app_name = "codes"
urlpatterns = [
    path("", views.code_list, name="list"),
    path("<slug:edition>/", views.code_page, name="code"),
]
