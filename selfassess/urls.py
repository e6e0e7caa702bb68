"""Where each address leads. Includes only; each app names its own pages."""

from django.urls import include, path

from selfassess.common.typed.views import kept

handler403 = "selfassess.common.typed.pages.permission_denied"
handler404 = "selfassess.common.typed.pages.page_not_found"
handler500 = "selfassess.common.typed.pages.server_error"

urlpatterns = [
    path("", include("assessments.urls")),
    path("", include("accounts.urls")),
    path("codes/", include("codes.urls")),
    path("", include("publishing.urls")),
    path("typed/<str:key>/", kept, name="kept"),
]
