"""What can come of looking at a web address."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """The label says it of a link, after "Result:" or alone."""

    WORKS = "works", "Works"
    MOVED = "moved", "Works, and has moved"
    NOT_FOUND = "not_found", "Page not found"
    NO_NAME = "no_name", "No website has this name"
    CLOSED = "closed", "We could not tell, because the website did not let us in"
    FAULT = "fault", "The website has a fault"
    LOOP = "loop", "The website redirects too many times"
    SILENT = "silent", "The website did not answer"
    CERTIFICATE = "certificate", "The website’s security certificate is not valid"
    PRIVATE = "private", "Not a page on the public internet"
    INVALID = "invalid", "Not a complete web address"
