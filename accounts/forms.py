"""What an administrator fills in about the landlord and its team."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from accounts import colours, year_end
from accounts.enums import ROLE_SUMMARIES, LandlordKind, Role
from accounts.invitations import Invitee
from accounts.logo_field import LogoField
from accounts.logos import Look
from accounts.models import Landlord, Membership
from accounts.services import LandlordDetails, Place, slug_is_free
from accounts.validators import clean_embed_sites, validate_slug_not_reserved
from selfassess.common.forms import (
    CheckboxesField,
    EmailAddressField,
    LongTextField,
    RadiosField,
    ShortTextField,
    WebAddressField,
)

MOST_HOMES = 9_999_999
SLUG_TAKEN = "Another landlord has used this web address. Choose a different one"


def _helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    return helper


def _initial(landlord: Landlord) -> dict[str, Any]:
    fields = (*LandlordDetails.__dataclass_fields__, "slug")
    return {field: getattr(landlord, field) for field in fields} | {
        "year_end": year_end.shown(landlord.year_end),
        "homes": f"{landlord.homes:,}",
    }


class LandlordForm(forms.Form):
    """The landlord's details. Its address is asked for only while it may change."""

    name = ShortTextField(
        label="Name",
        help_text="Enter the name that residents know.",
        error_messages={"required": "Enter the landlord’s name"},
    )
    slug = ShortTextField(
        label="Part of the web address",
        max_length=60,
        help_text="This is part of the web address of all your pages. Use lower case letters, "
        "numbers and hyphens. You cannot change it once you have published something.",
        error_messages={"required": "Enter a part for the web address, for example alderbrook"},
    )
    kind = RadiosField(
        label="Kind of landlord",
        choices=LandlordKind.choices,
        error_messages={"required": "Select what kind of landlord it is"},
    )
    homes = ShortTextField(
        label="Homes owned or managed",
        help_text="For example, 4,250.",
        error_messages={"required": "Enter how many homes the landlord owns or manages"},
    )
    year_end = ShortTextField(
        label="Last day of the financial year",
        help_text="For example, 31 March.",
        error_messages={
            "required": "Enter the last day of the financial year, for example 31 March"
        },
    )
    website = WebAddressField(
        label="Website",
        required=False,
        help_text="Leave this blank if the landlord has no website.",
    )
    governing_body = ShortTextField(
        label="Name of the governing body",
        max_length=120,
        help_text="For example, Cabinet or Board.",
        error_messages={"required": "Enter what the governing body is called, for example Board"},
    )
    mrc_title = ShortTextField(
        label="Title of the Member Responsible for Complaints",
        help_text="For example, Cabinet Member for Housing.",
        error_messages={"required": "Enter the title of the Member Responsible for Complaints"},
    )
    complaints_contact = LongTextField(
        label="Contact for complaints and other formats",
        max_length=2000,
        rows=4,
        required=False,
        help_text="Enter a phone number, an email address and a postal address. "
        "This will be published.",
    )
    subsidiaries = LongTextField(
        label="Subsidiaries covered",
        light=False,
        max_length=2000,
        rows=4,
        required=False,
        help_text="If one complaints policy covers a whole group, enter each subsidiary on its own "
        "line.",
    )
    paper_is_public = forms.BooleanField(
        label="Publish the committee paper with the self-assessment",
        required=False,
        help_text="This applies to everything you publish from now on.",
    )
    embed_sites = LongTextField(
        label="Websites that may show the published pages inside their own",
        light=False,
        max_length=2000,
        rows=3,
        required=False,
        help_text="Enter one on each line, for example https://www.alderbrook.example. "
        "No other website can show your pages.",
    )

    def __init__(self, *args: Any, landlord: Landlord | None = None, **kwargs: Any) -> None:
        """`landlord`: the one that is changed; None for a new one."""
        self.landlord = landlord
        super().__init__(*args, **kwargs | {"initial": _initial(landlord) if landlord else {}})
        if landlord and landlord.slug_is_fixed:
            del self.fields["slug"]
        for field in ("homes", "year_end"):
            self.fields[field].widget.attrs["class"] = "govuk-input--width-10"
        self.fields["homes"].widget.attrs["inputmode"] = "numeric"
        self.helper = _helper()

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        try:
            validate_slug(slug)
        except ValidationError:
            raise ValidationError(
                "Use only lower case letters from a to z, numbers and hyphens, "
                "for example alderbrook-homes"
            ) from None
        validate_slug_not_reserved(slug)
        if not slug_is_free(slug, self.landlord):
            raise ValidationError(SLUG_TAKEN)
        return slug

    def clean_homes(self) -> int:
        typed = self.cleaned_data["homes"].replace(",", "").replace(" ", "")
        if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed) <= MOST_HOMES:
            raise ValidationError(
                f"Homes must be a whole number from 1 to {MOST_HOMES:,}, for example 4,250"
            )
        return int(typed)

    def clean_embed_sites(self) -> str:
        return clean_embed_sites(self.cleaned_data["embed_sites"])

    def clean_year_end(self) -> str:
        try:
            return year_end.parse(self.cleaned_data["year_end"])
        except ValueError:
            raise ValidationError("Enter a day and a month, for example 31 March") from None

    def details(self) -> LandlordDetails:
        """What was typed; only of a valid form."""
        fields = LandlordDetails.__dataclass_fields__
        return LandlordDetails(**{field: self.cleaned_data[field] for field in fields})


class _RolesForm(forms.Form):
    """A job title and roles at the landlord."""

    job_title = ShortTextField(
        label="Job title", required=False, max_length=150, help_text="For example, Housing manager."
    )
    roles = CheckboxesField(
        label="Roles",
        choices=Role.choices,
        hints={role.value: summary for role, summary in ROLE_SUMMARIES.items()},
        help_text="Select all that apply.",
        error_messages={"required": "Select at least one role"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper()

    def place(self) -> Place:
        """What was chosen; only of a valid form."""
        return Place(
            roles=frozenset(Role(role) for role in self.cleaned_data["roles"]),
            job_title=self.cleaned_data["job_title"],
            is_mrc=self.cleaned_data.get("is_mrc", False),
        )


class PlaceForm(_RolesForm):
    """What an administrator may change about a person of the team."""

    is_mrc = forms.BooleanField(
        label="This person is the Member Responsible for Complaints",
        required=False,
        help_text="Only one governing body member can have this role. This will replace the "
        "current person.",
    )

    def __init__(self, *args: Any, membership: Membership | None = None, **kwargs: Any) -> None:
        if membership is not None:
            kwargs["initial"] = {
                "job_title": membership.job_title,
                "roles": sorted(membership.role_set),
                "is_mrc": membership.is_mrc,
            }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("is_mrc") and Role.GOVERNING_BODY_MEMBER not in data.get("roles", []):
            self.add_error(
                "is_mrc",
                "Only a governing body member can be the Member Responsible for Complaints. "
                "Select that role too, or untick this box",
            )
        return data


class InviteForm(_RolesForm):
    """Whom an administrator invites into the team."""

    email = EmailAddressField(
        help_text="We will send the invitation to this address. Only this address can accept it."
    )
    name = ShortTextField(label="Full name", max_length=150, required=False)

    field_order = ("email", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # These are someone else's, so the browser should not offer one's own.
        for field in ("name", "email"):
            self.fields[field].widget.attrs["autocomplete"] = "off"

    def invitee(self) -> Invitee:
        """What was typed; only of a valid form."""
        return Invitee(self.cleaned_data["email"], self.cleaned_data["name"], self.place())


class LookForm(forms.Form):
    """The landlord's logo and accent colour."""

    logo = LogoField(
        required=False,
        label="Logo",
        help_text="Upload a PNG, JPEG or WebP picture of up to 2 MB. We show it up to 480 pixels "
        "wide and 160 pixels high.",
    )
    logo_alt = ShortTextField(
        label="What the logo says or shows",
        required=False,
        help_text="Describe the logo for people who use a screen reader. For example, Alderbrook "
        "Council. You need this if there is a logo.",
    )
    remove_logo = forms.BooleanField(label="Remove the logo", required=False)
    accent = ShortTextField(
        label="Line colour",
        required=False,
        max_length=20,
        help_text="Enter # and 6 numbers or letters, for example #005ea5. We use it for a line and "
        "for the landlord’s name. Leave this blank for no colour.",
    )

    def __init__(self, *args: Any, landlord: Landlord, **kwargs: Any) -> None:
        self.landlord = landlord
        initial = {"logo_alt": landlord.logo_alt, "accent": landlord.accent}
        super().__init__(*args, **kwargs | {"initial": initial})
        if not landlord.logo_digest:
            del self.fields["remove_logo"]
        self.fields["accent"].widget.attrs |= {
            "class": "govuk-input--width-10",
            "spellcheck": "false",
        }
        self.helper = _helper()

    def clean_accent(self) -> str:
        typed: str = self.cleaned_data["accent"]
        return colours.check(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        keeps = self.landlord.logo_digest and not data.get("remove_logo")
        if (data.get("logo") or keeps) and not data.get("logo_alt") and "logo_alt" in data:
            self.add_error(
                "logo_alt", "Enter what the logo says or shows, for people who cannot see it"
            )
        return data

    def look(self) -> Look:
        """What was chosen; only of a valid form."""
        data = self.cleaned_data
        return Look(
            accent=data["accent"],
            logo_alt=data["logo_alt"],
            logo=data["logo"],
            remove_logo=data.get("remove_logo", False),
        )
