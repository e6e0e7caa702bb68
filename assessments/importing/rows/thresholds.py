"""The numbers that the rows' reading turns on, and what each was set on. Scores run to 100."""

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
