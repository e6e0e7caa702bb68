"""How a financial year stands in an address: import this before using it in a pattern."""

from django.urls import register_converter

from selfassess.common.financial_year import FinancialYear


class YearConverter:
    """A label such as 2025-26; one that is no year (2025-27) is no address."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> FinancialYear:
        return FinancialYear.parse(value)

    def to_url(self, value: FinancialYear | str) -> str:
        return str(value)


register_converter(YearConverter, "year")
