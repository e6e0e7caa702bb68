"""Addresses of assessments: one namespace over what people do with them."""

from django.urls import include, path

from assessments.asking.urls import urlpatterns as asking
from assessments.batches.urls import urlpatterns as batches
from assessments.bulk.urls import urlpatterns as bulk
from assessments.carrying.urls import urlpatterns as carrying
from assessments.evidence.urls import urlpatterns as evidence
from assessments.filling.urls import urlpatterns as filling
from assessments.filling.views_landlord import landlord
from assessments.intake.urls import urlpatterns as intake
from assessments.links.urls import urlpatterns as links
from assessments.notes.urls import urlpatterns as notes
from assessments.questions.urls import urlpatterns as questions
from assessments.review.urls import urlpatterns as review
from assessments.views_account import account_data

pages = [
    *filling,
    *asking,
    *carrying,
    *bulk,
    *batches,
    *intake,
    *notes,
    *questions,
    *review,
    *evidence,
    *links,
]
urlpatterns = [
    path("landlords/<slug:slug>/", landlord, name="landlord"),
    path("account/data/", account_data, name="account_data"),
    path("", include((pages, "assessments"))),
]
