"""People, landlords, and who does what for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.enums import LandlordKind, Role
from accounts.validators import (
    validate_embed_sites,
    validate_slug_not_reserved,
    validate_year_end,
)


class UserManager(BaseUserManager["User"]):
    """Makes users that sign in by email."""

    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        """A saved user. Without a password the account waits for one to be set by mail."""
        user = self.model(email=email.strip().lower(), name=name.strip())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do hangs on their memberships, not on the user."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField("full name", max_length=150)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # Values of MailKind; what is not named here is wanted, so a new kind of mail arrives.
    unwanted_mail = models.JSONField("mail turned off", default=list, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class LandlordQuerySet(models.QuerySet["Landlord"]):
    def visible_to(self, user: Any) -> LandlordQuerySet:
        """The landlords that the person belongs to; none for a visitor who is signed out."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user).distinct()


class Landlord(models.Model):
    """A member of the Housing Ombudsman Scheme that assesses itself."""

    name = models.CharField("name", max_length=200)
    slug = models.SlugField(
        "address",
        max_length=60,
        unique=True,
        validators=[validate_slug_not_reserved],
        help_text="The landlord's part of its public address, fixed once something is published.",
    )
    # Set by the first publication: addresses that people have been given stay good.
    slug_is_fixed = models.BooleanField(default=False, editable=False)
    kind = models.CharField("kind of landlord", max_length=24, choices=LandlordKind.choices)
    homes = models.PositiveIntegerField("homes owned or managed", validators=[MinValueValidator(1)])
    year_end = models.CharField(
        "financial year end",
        max_length=5,
        default="03-31",
        validators=[validate_year_end],
        help_text="Month and day, as MM-DD.",
    )
    website = models.URLField("website", blank=True)
    governing_body = models.CharField(
        "governing body", max_length=120, default="Board", help_text="For example Cabinet or Board."
    )
    complaints_contact = models.TextField(
        "complaints contact",
        blank=True,
        max_length=2000,
        help_text="Address, telephone and email for complaints and for other formats.",
    )
    mrc_title = models.CharField(
        "title of the Member Responsible for Complaints",
        max_length=200,
        default="Member Responsible for Complaints",
    )
    subsidiaries = models.TextField(
        "subsidiaries covered", blank=True, max_length=2000, help_text="One name a line."
    )
    paper_is_public = models.BooleanField("committee papers are published", default=False)
    # Web sites that may show what is published inside their own pages.
    embed_sites = models.TextField(
        "sites that may embed", blank=True, max_length=2000, validators=[validate_embed_sites]
    )
    # Where there is a logo: a PNG in Django's storage, named by the SHA-256 of what is in it.
    logo_digest = models.CharField(max_length=64, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_alt = models.CharField("alternative text of the logo", max_length=200, blank=True)
    accent = models.CharField("accent colour", max_length=7, blank=True, help_text="As #005ea5.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LandlordQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("landlord", args=[self.slug])

    @property
    def logo_name(self) -> str:
        """Where the logo lies in storage; empty where there is none."""
        return f"logos/{self.logo_digest[:2]}/{self.logo_digest}.png" if self.logo_digest else ""

    @property
    def subsidiary_names(self) -> list[str]:
        return [line.strip() for line in self.subsidiaries.splitlines() if line.strip()]

    @property
    def embed_origins(self) -> list[str]:
        """The sites that may embed, as origins such as https://www.landlord.example."""
        return self.embed_sites.split()


class FormerSlug(models.Model):
    """A slug that a landlord once had, so that its old addresses redirect."""

    slug = models.SlugField(max_length=60, unique=True)
    landlord = models.ForeignKey(Landlord, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class MembershipQuerySet(models.QuerySet["Membership"]):
    def with_role(self, *roles: Role) -> MembershipQuerySet:
        """Memberships that hold at least one of the roles."""
        return self.filter(roles__role__in=roles).distinct()


class Membership(models.Model):
    """A person's place at one landlord."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    landlord = models.ForeignKey(Landlord, on_delete=models.CASCADE, related_name="memberships")
    job_title = models.CharField("job title", max_length=150, blank=True)
    is_mrc = models.BooleanField(
        "Member Responsible for Complaints",
        default=False,
        help_text="One member of the governing body is the MRC (Code 2024, 9.5).",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "landlord"], name="membership_once"),
            models.UniqueConstraint(
                fields=["landlord"],
                condition=models.Q(is_mrc=True),
                name="membership_one_mrc_a_landlord",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.landlord}"

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles held; prefetch `roles` to ask many memberships."""
        return frozenset(Role(row.role) for row in self.roles.all())


class MembershipRole(models.Model):
    """One role of one membership."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=24, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "role"], name="membership_role_once")
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> InvitationQuerySet:
        """Neither accepted nor withdrawn; the late ones too, which can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """An offer of a place in a landlord's team, for the person at one email address.

    The address in the mail holds a token; only its digest is kept, so nobody who reads the
    database can use it. Sending it again makes a new token, and the one before is worth nothing.
    """

    landlord = models.ForeignKey(Landlord, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("email address")
    name = models.CharField("full name", max_length=150, blank=True)
    job_title = models.CharField("job title", max_length=150, blank=True)
    # Values of Role.
    roles = models.JSONField(default=list)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="invitations_sent"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="invitations_accepted"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "landlord",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.landlord}"

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles)

    @property
    def role_labels(self) -> list[str]:
        """The roles in words, in their usual order."""
        return [role.label for role in Role if role in self.role_set]

    @property
    def is_late(self) -> bool:
        return self.expires_at <= timezone.now()
