"""The Codes as the database holds them, loaded from fixtures/codes/ by `load_codes`."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse

from codes.enums import Change, Level
from codes.validators import FAMILY_MAX_LENGTH, SHORT_TITLE_MAX_LENGTH, numbered_title

NEWEST_FIRST = ("-in_force_from", "edition")


class Family(models.Model):
    """Whose Code it is: the editions of one Ombudsman, each taking the place of the one before.

    A landlord may assess itself against several families in one year. Nothing of one, be it a
    count, a version or an earlier answer, is ever mixed with another's.
    """

    # Its name in addresses, which never changes: what refers to a family holds this very word.
    slug = models.CharField(max_length=FAMILY_MAX_LENGTH, primary_key=True)
    title = models.CharField(max_length=200)
    # The Ombudsman's name, and what residents are told about it.
    publisher = models.CharField(max_length=200)
    advice = models.CharField(max_length=500)
    website = models.URLField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=200, blank=True)
    # Whether landlords send the Ombudsman each self-assessment, by its deadline.
    is_submitted = models.BooleanField(default=False)
    # The usual words of a committee paper.
    legal = models.TextField(blank=True)
    risk = models.TextField(blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.title


class CodeQuerySet(models.QuerySet["Code"]):
    def in_force(self, on: date, family: str) -> Code | None:
        """The family's Code in force on a day: the newest that had begun and was not superseded."""
        return self.filter(family=family)._in_force(on).first()

    def all_in_force(self, on: date) -> list[Code]:
        """The Codes in force on a day, one of each family, the newest first."""
        found: dict[str, Code] = {}
        for code in self._in_force(on):
            found.setdefault(code.family_id, code)
        return list(found.values())

    def _in_force(self, on: date) -> CodeQuerySet:
        begun = self.filter(in_force_from__lte=on).exclude(superseded_on__lte=on)
        return begun.order_by(*NEWEST_FIRST)


class Code(models.Model):
    """One edition of a complaint handling code, with its self-assessment form."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="codes")
    edition = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)
    in_force_from = models.DateField()
    superseded_on = models.DateField(null=True, blank=True)
    form_title = models.CharField(max_length=200)
    # The form's column headings, in order; the last one or two hold what the landlord writes.
    columns = models.JSONField(default=list)
    must_heading = models.CharField(max_length=200, blank=True)
    should_heading = models.CharField(max_length=200, blank=True)
    rules = models.JSONField(default=list)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = NEWEST_FIRST

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("codes:code", args=[self.edition])

    @property
    def has_single_text_column(self) -> bool:
        """True where the form has one column for evidence and commentary (2022's does)."""
        return len(self.columns) == 4

    @property
    def evidence_heading(self) -> str:
        return str(self.columns[3])

    @property
    def commentary_heading(self) -> str:
        """The commentary column's heading; empty where the form has a single text column."""
        return "" if self.has_single_text_column else str(self.columns[4])


class Section(models.Model):
    """A numbered section of a Code."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="sections")
    number = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="section_number_in_code")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Provision(models.Model):
    """One provision: what the landlord must or should do. Its number is text ("5.10" ≠ "5.1")."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="provisions")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="provisions")
    number = models.CharField(max_length=12)
    level = models.CharField(max_length=6, choices=Level.choices)
    stage = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    # A few words of ours for lists, never in place of the wording. Empty where a file gives none.
    short_title = models.CharField(max_length=SHORT_TITLE_MAX_LENGTH, blank=True)
    # The place in the form, which is not the order of the numbers.
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="provision_number_in_code")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def numbered_title(self) -> str:
        """How a list names it: the number with its short title, where it has one."""
        return numbered_title(self.number, self.short_title)


class Correspondence(models.Model):
    """Where one provision of a later Code comes from in an earlier one."""

    from_code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    to_provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="origins")
    change = models.CharField(max_length=12, choices=Change.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_code", "to_provision"], name="correspondence_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.to_provision}: {self.change}"


class CorrespondenceSource(models.Model):
    """An earlier provision that a later one takes up; the first position is the closest."""

    correspondence = models.ForeignKey(
        Correspondence, on_delete=models.CASCADE, related_name="sources"
    )
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="successors")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["correspondence", "provision"], name="correspondence_source_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.provision)
