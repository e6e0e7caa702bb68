"""Addresses of the front page, the landlord's details and team, and signing in."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from accounts.views import account, inviting, joining, landlord, look, mail, public, team
from accounts.views.unsubscribe import unsubscribe

# django-allauth's own names, and only those of its pages that are in use. An authenticator app,
# passkeys and single sign-on bring their addresses along: include("allauth.mfa.urls") and so on.
signing_in = [
    path("accounts/login/", allauth_views.login, name="account_login"),
    path("accounts/logout/", allauth_views.logout, name="account_logout"),
    path("accounts/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("accounts/signup/", allauth_views.signup, name="account_signup"),
    path("accounts/reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path(
        "accounts/password/change/", allauth_views.password_change, name="account_change_password"
    ),
    path("accounts/password/set/", allauth_views.password_set, name="account_set_password"),
    path("accounts/password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("", public.home, name="home"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("cookies/", public.cookies, name="cookies"),
    path("landlords/<slug:slug>/details/", landlord.details, name="landlord_details"),
    path("landlords/<slug:slug>/team/", team.team, name="landlord_team"),
    path("landlords/<slug:slug>/team/invite/", inviting.invite, name="landlord_invite"),
    path(
        "landlords/<slug:slug>/team/invitations/<int:pk>/",
        inviting.invitation,
        name="landlord_invitation",
    ),
    path("landlords/<slug:slug>/team/<int:pk>/", team.change, name="landlord_team_change"),
    path("landlords/<slug:slug>/team/<int:pk>/remove/", team.remove, name="landlord_team_remove"),
    path("landlords/<slug:slug>/leave/", joining.leave, name="landlord_leave"),
    path("landlords/<slug:slug>/mail/", mail.team_mail, name="landlord_mail"),
    path("landlords/<slug:slug>/look/", look.look, name="landlord_look"),
    path("landlords/<slug:slug>/style.css", look.style, name="landlord_style"),
    path("landlords/<slug:slug>/logo-<slug:digest>.png", look.logo, name="landlord_logo"),
    path("invitations/<str:token>/", joining.accept, name="invitation"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("account/", account.account, name="account"),
    path("account/menu/", account.menu, name="account_menu"),
    path("account/name/", account.name, name="account_name"),
    path("account/mail/", account.mail, name="account_mail"),
    path("account/sessions/", account.signed_in, name="account_sessions"),
    *signing_in,
]
