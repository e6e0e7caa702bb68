"""The Codes' fixed words."""

from django.db import models


class Level(models.TextChoices):
    MUST = "must", "Must"
    SHOULD = "should", "Should"


class Change(models.TextChoices):
    """How an earlier Code's requirement has changed in a later Code."""

    UNCHANGED = "unchanged", "Unchanged"
    REWORDED = "reworded", "Reworded"
    CHANGED = "changed", "Changed"
    STRENGTHENED = "strengthened", "Strengthened"
    NEW = "new", "New"
