"""Converters for a financial year and a file name in addresses; importing this registers them."""

from django.urls import register_converter

from publishing.formats import FORMATS, Format
from selfassess.common.financial_year import FinancialYear


class YearConverter:
    """A label such as 2025-26. What is not a year, such as 2025-27, is not found."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> FinancialYear:
        return FinancialYear.parse(value)

    def to_url(self, value: FinancialYear | str) -> str:
        return str(value)


class FormatConverter:
    """A file of a publication by its name, such as self-assessment.pdf."""

    regex = "|".join(name.replace(".", r"\.") for name in FORMATS)

    def to_python(self, value: str) -> Format:
        return FORMATS[value]

    def to_url(self, value: Format | str) -> str:
        return value if isinstance(value, str) else value.name


register_converter(YearConverter, "year")
register_converter(FormatConverter, "format")
