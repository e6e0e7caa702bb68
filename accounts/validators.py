"""Rules that forms, commands and models share."""

import re

from django.core.exceptions import ValidationError

# Words that public and private addresses use where a landlord's slug would stand.
RESERVED_SLUGS = frozenset(
    {
        "all",
        "api",
        "data",
        "embed",
        "feed",
        "files",
        "index",
        "latest",
        "new",
        "schema",
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
            "“%(slug)s” is not available. Choose a different one, such as “%(slug)s-homes”.",
            code="reserved",
            params={"slug": slug},
        )


# Anything else could end the header that names the sites, or open it to every site.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(rf"https://(?:{_LABEL}\.)+{_LABEL}(?::[1-9]\d{{0,4}})?")


def clean_embed_sites(typed: str) -> str:
    """The sites that may embed, one origin a line, in small letters and each once.

    Raises ValidationError, which names the first line that is no origin.
    """
    found = []
    for line in filter(None, map(str.strip, typed.splitlines())):
        origin = line.lower().removesuffix("/")
        if not _ORIGIN.fullmatch(origin):
            raise ValidationError(
                "“%(line)s” is not the start of a secure web address. "
                "Enter one such as https://www.alderbrook.example, with nothing after it",
                code="origin",
                params={"line": line[:100]},
            )
        found.append(origin)
    return "\n".join(dict.fromkeys(found))


def validate_embed_sites(value: str) -> None:
    """Refuses what `clean_embed_sites` refuses. Raises ValidationError."""
    clean_embed_sites(value)


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
            "Enter the last day of the financial year, for example 31 March", code="year_end"
        ) from None
