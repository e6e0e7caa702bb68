"""Converters for a financial year, a family of Codes and a file name in addresses; importing this
registers them.
"""

from django.urls import register_converter

from codes.validators import HOUSING_OMBUDSMAN, is_family
from publishing.formats import FORMATS, Format
from selfassess.common.financial_year import FinancialYear


class YearConverter:
    """A label such as 2025-26. What is not a year, such as 2025-27, is not found."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> FinancialYear:
        return FinancialYear.parse(value)

    def to_url(self, value: FinancialYear | str) -> str:
        return str(value)


class FamilyConverter:
    """A family of Codes and the slash after it; nothing at all for the Housing Ombudsman's, whose
    addresses are older than families. Never one of the words that mean something in its place.
    """

    regex = r"(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*/)?"

    def to_python(self, value: str) -> str:
        slug = value.removesuffix("/")
        if slug and (slug == HOUSING_OMBUDSMAN or not is_family(slug)):
            raise ValueError(f"{slug} is no family in an address.")
        return slug or HOUSING_OMBUDSMAN

    def to_url(self, value: str) -> str:
        return "" if value == HOUSING_OMBUDSMAN else f"{value}/"


class FormatConverter:
    """A file of a publication by its name, such as self-assessment.pdf."""

    regex = "|".join(name.replace(".", r"\.") for name in FORMATS)

    def to_python(self, value: str) -> Format:
        return FORMATS[value]

    def to_url(self, value: Format | str) -> str:
        return value if isinstance(value, str) else value.name


register_converter(YearConverter, "year")
register_converter(FamilyConverter, "family")
register_converter(FormatConverter, "format")
