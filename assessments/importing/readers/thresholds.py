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
