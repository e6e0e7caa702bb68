"""How a provision's number stands in an address: import this before using it in a pattern."""

from django.urls import register_converter


class ProvisionNumber:
    """Digits and capitals with dots: "5.10". Words such as "history" are other addresses."""

    regex = r"[0-9A-Z]{1,4}(?:\.[0-9]{1,3}){0,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ProvisionNumber, "provision")
