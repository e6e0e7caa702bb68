"""The fixed words of publishing."""

from django.db import models


class RunState(models.TextChoices):
    """How far a publishing run has come."""

    WAITING = "waiting", "Waiting to begin"
    RENDERING = "rendering", "Making the page and the PDF"
    DONE = "done", "Published"
    FAILED = "failed", "Not published"


ACTIVE_RUN_STATES = frozenset({RunState.WAITING, RunState.RENDERING})


class FileState(models.TextChoices):
    """How far the making of a draft's file has come."""

    WAITING = "waiting", "Waiting to begin"
    MAKING = "making", "Making the file"
    DONE = "done", "Made"
    FAILED = "failed", "Not made"
