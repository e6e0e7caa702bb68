"""Rules that forms, commands and models share."""

import re

from django.core.exceptions import ValidationError

# Words that public and private addresses use where a landlord's slug would stand.
RESERVED_SLUGS = frozenset(
    {
        "all",
        "api",
        "embed",
        "feed",
        "files",
        "index",
        "latest",
        "new",
        "search",
        "start",
        "static",
        "team",
        "verify",
    }
)
_YEAR_LIKE = re.compile(r"\d{4}-\d{2}|v\d+")


def validate_slug_not_reserved(slug: str) -> None:
    """Refuses a landlord's slug that an address needs for itself. Raises ValidationError."""
    if slug in RESERVED_SLUGS or _YEAR_LIKE.fullmatch(slug):
        raise ValidationError(
            "“%(slug)s” is used by the service itself. Choose another, such as “%(slug)s-homes”.",
            code="reserved",
            params={"slug": slug},
        )


def validate_year_end(value: str) -> None:
    """Refuses a financial year end that is not a day of the year as MM-DD ("03-31").

    Raises ValidationError.
    """
    from datetime import date

    try:
        # A leap year would let 29 February through, which most years do not have.
        date.fromisoformat(f"2023-{value}")
    except ValueError:
        raise ValidationError(
            "Enter the last day of the financial year, for example 31 March.", code="year_end"
        ) from None
