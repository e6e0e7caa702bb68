"""Addresses of assessments: one namespace over what people do with them."""

from django.urls import include, path

from assessments.filling.urls import urlpatterns as filling
from assessments.review.urls import urlpatterns as review

urlpatterns = [path("", include(([*filling, *review], "assessments")))]
