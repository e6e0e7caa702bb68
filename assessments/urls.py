"""Addresses of assessments: one namespace over what people do with them."""

from django.urls import include, path

from assessments.filling.urls import urlpatterns as filling
from assessments.filling.views_landlord import landlord
from assessments.review.urls import urlpatterns as review

urlpatterns = [
    path("landlords/<slug:slug>/", landlord, name="landlord"),
    path("", include(([*filling, *review], "assessments"))),
]
