"""The numbers by which readers decide, each with what it was calibrated on.

Lengths are points of a page unless said otherwise. "Generated forms" are those of
tests/importing/layouts.py in both Codes, printed by WeasyPrint, Chromium and LibreOffice.
"""

from __future__ import annotations

# Lines of a grid that are so near are one: borders of neighbouring cells in generated forms.
SNAP = 3.0
# How far from each other two lines may end and still meet: thick borders in Word's PDFs.
MEET = 1.0
# A border this short is a mark in a picture, not one of a cell's: bullets drawn as boxes.
SHORTEST_BORDER = 3.0
# A smaller box is a thick line, or the tick box of a form: LibreOffice's double borders.
SMALLEST_CELL = (6.0, 4.0)
# A line under a link is no rule of a table: links in generated forms.
SHORTEST_RULE = 15.0
# The share of a page's width that the rules of a table without upright lines go across.
RULE_ACROSS = 0.3
# So far beyond the outer upright lines, level ones show that a table has no border at its side.
OPEN_SIDE = 10.0
# A run of upright lines that is shorter is no row of a table.
LEAST_ROW = 8.0
# The share of its length by which a letter may lean and still stand: stamps lie at 45 degrees.
SLANT = 0.1
# Between which shares of a letter's height a line strikes it out: Word's and LibreOffice's PDFs.
STRUCK = (0.4, 0.75)
# How high a line of a form's field is, at most, and a tick box: what Acrobat sets by default.
FIELD_LINE = 12.0
TICK_BOX = 9.0
# How far a line's ends may differ and it still be straight: pages that were drawn turned.
STRAIGHT = 0.5

# Text whose columns are kept apart with spaces: `pdftotext -layout` of generated forms and of
# forms as 20 landlords lay them out, printed by Chromium. Lengths are characters.
# The share of lines with more than one run of words, from which a text may have columns.
APART = 0.25
# A page's line is much shorter, also one that lies on its side; longer ones took minutes.
WIDEST_LINE = 1_000
# Lines that a row of headings may take, words that one of them has on a line, and on a later one.
HEADING_LINES, HEADING_WORDS, REST_WORDS = 4, 8, 3
FEWEST_COLUMNS = 3
# Two headings have a single space between them where so many of the next lines part there.
LINES_BELOW, FEWEST_BEGUN = 40, 2
# What a place gains as a border by each run that begins there, and loses by each that crosses it.
# More than a few begin at a list's bullets as well.
BEGUN, MOST_BEGUN, CROSSED, CROSSED_BETWEEN_WORDS = 0.5, 3, 3.0, 0.4
# What each letter costs by which two columns stand nearer or further apart than usual.
STRETCHED = 0.25
# And each by which one stands elsewhere than usual: a whole row may be moved.
MOVED = 0.05
# By how much a page's columns may be nearer to each other than on the page with the headings, or
# further apart; so many of its rows tell.
SCALES, TRIED = (1.0, 0.6, 0.7, 0.8, 0.9, 1.1, 1.25, 1.4), 8
# How far a row's columns may stand left and right of where they stand below their headings.
DRIFT_LEFT, DRIFT_RIGHT = 14, 24
# A line's own word may begin so far off the border.
OFF = 2
# A border within a run of words is looked for so near its usual place.
SPLIT_WITHIN = 10
# So far left of its heading a row's number may stand.
DRIFT = 4
# A tick that is alone in a row may stand so far off its column.
TICKS_APART = 10
# So many rows tell how far two columns stand apart; it is worked out so many times.
ROWS_THAT_TELL, ROUNDS = 3, 2
# A run that begins so early is still its column's; so much of one behind a border may be either's.
EARLY, OVER = 2, 3
LONGEST_TITLE, LONGEST_STAGE = 140, 24
