"""Addresses of publishing: what the landlord's team does, and what everyone may read."""

from publishing.correcting import urls as correcting
from publishing.office import urls as office
from publishing.site import urls as site

app_name = "publishing"

urlpatterns = [*office.urlpatterns, *correcting.urlpatterns, *site.urlpatterns]
