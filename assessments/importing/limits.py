"""What a file may cost, and the one error that a reader raises."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 5_000
MAX_PAGES = 300
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CHARACTERS = 3_000_000
# One cell, one span: what a real form never reaches.
MAX_CELL = 60_000
MAX_SPAN = 1_000
MAX_DEPTH = 150
MAX_SECONDS = 60
MAX_MEMORY = 2 * 1024 * 1024 * 1024
# How the process is started that reads a file within these.
BOUNDED = "--bounded"


class CannotRead(Exception):
    """The file cannot be read; the message says why and what to do, for the person who sent it."""


def check_size(size: int) -> None:
    """Raises CannotRead for an empty file and for one that is too large."""
    if size == 0:
        raise CannotRead("The file is empty.")
    if size > MAX_BYTES:
        raise CannotRead(
            f"The file is larger than {MAX_BYTES // (1024 * 1024)} MB. Remove pictures, or save "
            "only the self-assessment."
        )


def check_rows(count: int) -> None:
    """Raises CannotRead where tables have more rows than any form."""
    if count > MAX_ROWS:
        raise CannotRead(
            f"The file has more than {MAX_ROWS:,} rows. Keep only the rows of the self-assessment."
        )


def check_characters(count: int) -> None:
    """Raises CannotRead where there is more text than in any form."""
    if count > MAX_CHARACTERS:
        raise CannotRead(
            f"The file has more than {MAX_CHARACTERS:,} characters of text. Keep only "
            "the self-assessment."
        )
