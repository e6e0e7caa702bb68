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
# So many of its first words have to be there: a line holds four at least.
FIRST_WORDS = 2
# An answer that stands before a text has no more words.
ANSWER_WORDS = 3
# A single word of fewer letters stands in many texts.
TELLING = 7
# A line no longer than this may be a title.
TITLE = 80

# Columns and cut rows. Calibrated on the layouts of the tests and on a thousand made-up forms of
# three to ten columns (of last year, of another Ombudsman, of colours, scores, owners and dates
# between the form's own; in any order; with and without headings), so that no cell came out wrong
# unsaid.
# Columns: how many texts of one are looked at.
SAMPLE = 200
# Points for what a heading names, and for a column that is full of what a role holds.
NAMED = 3.0
HELD = 3.0
# Points for the wording right of the number, and the answer right of the wording.
BESIDE = 0.5
# A column has to hold this share of what a role asks, where no heading names it.
HOLDS = 0.4
# And this share where one does.
SOME = 0.1
# Another column that could hold the answer has to be this far behind, or nobody can tell.
MARGIN = 1.5
# A column without a heading's words says nothing against being the answer, beside one that has.
UNNAMED = 2.0
# From this share on a column is one of running texts, or of the Code's wording.
MOSTLY = 0.6
HALF = 0.5
# From this share on a column is one of colours, scores, dates or people.
KIND = 0.6
# An answer with words behind it counts this much of one that stands alone.
LEADING = 0.5
# A heading's words: a cell of more than this many, or a row's cell of more letters, is a text.
HEADING_WORDS = 6
HEADING_LETTERS = 120
# The Codes' shortest wording has 50 letters; a heading may be a section's title.
SHORTEST_WORDING = 45
# A text this alike to the beginning of a provision is no heading.
WORDED = 80.0
# Merged, lost and cut cells: more columns are not tried in every order.
ALIGNED = 9
# Headings between rows: a title, and one of a stage, is no longer than this (letters).
TITLE_LETTERS = 140
STAGE_LETTERS = 60
# A section's title may resemble a provision, up to this.
CERTAIN = 90.0
# A first column of labels above this share is a table for each provision.
LABELS = 0.8
# Cut rows: a text this alike to a provision, or to the beginning of one, is no rest of another.
RESEMBLES = 75.0
BEGINNING = 85.0
# And a wording this alike to a whole one is not cut.
WHOLE = 95.0
# Under the number's heading: so many words beside a number are no wording ("1.2 Must").
BESIDE_NUMBER = 4
# From so many letters on, one text in several cells is an echo, and no "Yes" beside a "Yes".
ECHO = 40
# A column's heading stands in this share of its cells; headings stand among so many first rows.
REPEATED = 0.8
TOP_ROWS = 6
# An answer that cannot be read is shown whole up to so many letters.
SHOWN = 120

# --- Forms without the table: labels and where provisions begin (starts, labels, labelled) ---
# Set on made-up forms of both Codes: 18 layouts of web pages, whole, of one section, of two and of
# one provision, with evidence that begins with a label's words and comments that quote the Code.

# From here on a text behind a number is the Code's wording, or begins like it.
STARTS_LIKE = 80.0
BEGINS_BELOW = 75.0
# A heading that holds more is a text.
LONGEST_TITLE = 160
# A wording with neither number nor label needs this many letters to be told from a sentence.
TELLING = 28
# A label stands in this share of the provisions; of fewer provisions, in so many at least.
IN_MOST = 0.6
IN_SOME = 2
# One of the words that forms use as labels needs less, as long as nothing else has its part.
KNOWN_IN_MOST = 0.1
# Up to so many provisions repetition says nothing.
FEW_PROVISIONS = 2
# What is longer, or has more words, is no label.
LONGEST_LABEL = 60
MOST_WORDS = 8
# labels.py: a label goes on into its text without a sign where one of so many provisions has it
# that way; set on pasted forms of both Codes, in which a quarter of the texts are lists.
BARE_IN = 3
# Or where it has so many words.
BARE_WORDS = 4

# foot.py: what stands below a form is a line of no more letters; so many provisions of one
# paragraph each show that a second one is none of the last provision's text.
FOOT_LETTERS, FOOT_ROWS = 200, 6
# labelled.py: so many answers that begin with "Yes / No" show that it is part of their label.
FEWEST_CHOICES = 3
# prose.py: set by hand, then tried on text copied from PDF viewers. So many words amid a wording
# are an answer and more; so much of the wording's rest is looked for behind them, in so many lines.
INSERTED = 3
OPENING, MOST_LINES_OF_REST, SAME_OPENING = 40, 40, 85.0
# A shorter line says nothing about how long lines grow; nearly all of them are no longer than that.
SHORT_LINE, NEARLY_ALL = 20, 0.9

# prose_parts.py: set by hand, then tried on pasted forms and on text copied from PDF viewers.
# Where lines grow longer than this, each is a paragraph that no viewer has broken.
UNBROKEN = 150
# Fewer responses do not show what an empty line means; nor do more than this share with two.
FEW_RESPONSES, MORE_PARTS = 3, 0.02
# An answer, evidence and commentary: a line each where lines are cells.
CELLS = 3
# Forms with so many columns have two for texts.
TWO_TEXTS = 5

# prose_whole.py: calibrated on text copied from PDF viewers in the layouts of tests/accuracy. No
# label has more words; so many letters, or words, of the Code are no accident; so large a share of
# wordings stands without its numbers.
LABEL_WORDS = 4
SHORTEST_PART, PART_WORDS = 25, 5
OUT_OF_ORDER = 0.25
