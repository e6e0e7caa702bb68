"""The files of a publication: their names in addresses, types, and what people call them."""

from __future__ import annotations

from dataclasses import dataclass

from codes.validators import HOUSING_OMBUDSMAN
from selfassess.common.financial_year import FinancialYear

SELF_ASSESSMENT = "self-assessment"
PAPER = "committee-paper"
# What the link to a file says, by the file's stem.
LABELS = {SELF_ASSESSMENT: "Self-assessment", PAPER: "Committee paper"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """`name`: as it ends the address; `kind`: as people call it; `is_shown`: by the browser itself,
    not saved at once.
    """

    name: str
    kind: str
    content_type: str
    is_shown: bool = False

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def is_data(self) -> bool:
        """Whether it is for programs rather than for people to read."""
        return self.ending in ("csv", "json")

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def label(self) -> str:
        """What its link says, without type and size."""
        return LABELS[self.stem]

    def download_name(self, slug: str, year: FinancialYear, family: str, mark: str = "") -> str:
        """The name to save it under: whose it is, which year's, against whose Code where that is
        another than the Housing Ombudsman's, and which version or state.
        """
        other = "" if family == HOUSING_OMBUDSMAN else family
        parts = (slug, self.stem, year.label, other, mark)
        return "-".join(part for part in parts if part) + f".{self.ending}"


# In the order in which they are offered.
FORMATS = {
    found.name: found
    for found in (
        Format(f"{SELF_ASSESSMENT}.pdf", "PDF", "application/pdf", is_shown=True),
        Format(f"{SELF_ASSESSMENT}.docx", "Word", WORD),
        Format(f"{SELF_ASSESSMENT}.xlsx", "Excel", EXCEL),
        Format(f"{SELF_ASSESSMENT}.csv", "CSV", "text/csv; charset=utf-8"),
        Format(f"{SELF_ASSESSMENT}.json", "JSON", "application/json"),
        Format(f"{PAPER}.pdf", "PDF", "application/pdf", is_shown=True),
        Format(f"{PAPER}.docx", "Word", WORD),
    )
}
