"""Where each address leads. Includes only; each app names its own pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("assessments.urls")),
    path("", include("accounts.urls")),
    path("codes/", include("codes.urls")),
    path("", include("publishing.urls")),
]
