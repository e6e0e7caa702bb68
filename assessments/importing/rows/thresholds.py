"""What the rows' stage counts with, each with what it was set by."""

# divided.py, borders.py: costs of a text in a column, of one scale with the points that a wording
# differs by (0 to 100). Set by hand, then tried on pasted forms of both Codes (12 kinds of cells).
NEVER = float("inf")
ODD_NUMBER = 60.0
NO_WORDING = 60.0
NO_ANSWER = 4.0
ANSWER_AND_WORDS = 3.0
UNREADABLE_ANSWER = 8.0
ODD_ANSWER = 40.0
ANSWER_ELSEWHERE = 6.0
MERGED = 5.0
ODD_TAB = 5.0
# A cell of more lines than any of 26 published forms has.
MOST_LINES = 120
# So many characters of a wording, at such a likeness, begin a row that has a number. The Code's
# shortest wording has 50.
HEADS, BEGINS = (90, 45), 75.0
# How like a wording's beginning a text has to begin to be held against all of it.
ALIKE = 60.0
# Longer texts are neither an answer nor the Code's wording.
LONGEST_ANSWER, LONGER = 300, 1.5
# spaced.py: from here on a text is a provision's wording, with words of other cells at most.
SAME_WORDING = 80.0
# A single word of fewer letters stands in many texts.
TELLING = 7
# A line no longer than this may be a title.
TITLE = 80
