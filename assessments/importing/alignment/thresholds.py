"""Every number of the alignment. All are points; 100 wording points are a score of 100.

Calibrated on the corpus of damaged rows in tests/importing (48 mixes, both Codes): none of the
rows called sure or likely is wrong there, and the fewest are left open.
"""

from __future__ import annotations

# What each piece of evidence is worth. Any two texts in English score about 45, and what was
# damaged beyond 60 % scores 55: from there on wording speaks for a provision, below against it.
WORDING_ZERO = 55.0
WORDING_SLOPE = 2.0
WORDING_LEAST = -20.0
# Two provisions may differ in one number only: the very wording is more than close.
EXACT = 16.0
# A number is wrong, or another Code's, about once in 30 rows.
NUMBER_AGREES = 24.0
NUMBER_DIFFERS = -12.0
STAGE = 5.0
SECTION = 2.0
LEVEL = 2.0

# What a path costs beside: a row that belongs to nobody, a provision left out, the same again.
UNMATCHED = -6.0
SKIPPED = 2.5
REPEATED = 12.0
# Points for one nat where a chance is known: going back costs the more, the rarer it is.
NAT = 3.5
# No form is without a slip: at least this share of rows is taken to be out of order.
LEAST_JUMPS = 0.02
# A row is plain where its best pair leads by this much: such rows show which order is kept.
PLAIN_LEAD = 15.0
# A step to the next rows of the form goes on by at most this many provisions a row, and so many.
STEP, STRIDE = 2, 2

# How many provisions are looked at for each row.
MOST_CANDIDATES = 12
# Shorter texts are no wording.
SHORTEST_WORDING = 8
# From here on wording says something, is near, and speaks for itself.
ALIKE = 45.0
NEAR = 60.0
STRONG = 75.0
# Another provision's wording contradicts the number where it leads by so much.
AHEAD_OF_STRONG, AHEAD_OF_NEAR = 12.0, 20.0

# From the margin follows what is said of a row.
SURE_MARGIN = 25.0
LIKELY_MARGIN = 14.0
PLACED_MARGIN = 5.0
# Where only the place tells a pair from another: what it has to be worth against the row's own
# evidence, and from which lead on it does not count as against it.
PLACE_MARGIN = 20.0
AGAINST = -3.0
# A file whose jumps cost less keeps to no order.
KEPT_JUMP = 12.0
# Two pairs of a row that differ by less are equals. Its place tells them apart where the rows
# before and after it are at most so many provisions away.
EQUALS = 3.0
NEXT = 3
# What is put to a person beside the likeliest: what the whole loses by it, and how many.
CLOSE = 14.0
MOST_CHOICES = 4

# Another table repeats the form where the form places so many times as many provisions.
MAIN_TIMES = 4

# How well a form fits a Code: from this score on wording says which Code it is; every Code has
# most of the numbers, so that they say little; and a row counts for its likeliest provisions.
FIT_ZERO = 50.0
FIT_NUMBER = 0.23
MOST_FITTING = 3
