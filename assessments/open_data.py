"""What our files and the import of them have to agree on: names, and protected texts.

A spreadsheet program takes a text that begins with "=", "+", "-" or "@" for a formula. Such a
text has an apostrophe put before it, and so has one that begins with an apostrophe itself, so that
taking one leading apostrophe away from any value that has one gives every text exactly as typed.
"""

from __future__ import annotations

EDITION, PROVISION, REQUIREMENT = "code_edition", "provision", "requirement"
# In the workbook: the form, and what did not fit into its cells.
FORM_SHEET, LONG_SHEET = "Self-assessment", "Long texts"

# What stands above the items that an answer cites, in the Word file and the workbook. They are not
# typed there, and not read back.
CITED = "Evidence items cited"

# White space and the full-width signs are what some programs skip or read as the plain ones.
_GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def protect(text: str) -> str:
    """The text so that no spreadsheet program takes it for a formula; see `unprotect`."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unprotect(text: str) -> str:
    """What `protect` was given."""
    return text.removeprefix("'")
