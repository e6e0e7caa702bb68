"""The numbers by which readers decide, each with what it was calibrated on.

Lengths are points of a page unless said otherwise. "Generated forms" are those of
tests/importing/layouts.py in both Codes, printed by WeasyPrint, Chromium and LibreOffice.
"""

from __future__ import annotations

# Text whose columns are kept apart with spaces: `pdftotext -layout` of generated forms and of
# forms as 20 landlords lay them out, printed by Chromium. Lengths are characters.
# The share of lines with more than one run of words, from which a text may have columns.
APART = 0.25
# A page's line is much shorter, also one that lies on its side; longer ones took minutes.
WIDEST_LINE = 1_000
# Lines that a row of headings may take, words that one of them has on a line, and on a later one.
HEADING_LINES, HEADING_WORDS, REST_WORDS = 4, 8, 3
FEWEST_COLUMNS = 3
# Bars in a row of a table, and lines that a page's title stands on; forms of 26 landlords.
FEWEST_BARS, TITLED, SHORTEST_TITLE = 2, 3, 8
# A label stands so many times in a text with labels beside texts.
FEWEST_LABELS = 2
# No longer than the longest heading of the Code's own form.
LONGEST_LABEL = 60
# A label in a narrow column takes so many lines; where its first says nothing, it has few words,
# and stands more often.
LABEL_LINES, LABEL_WORDS, FEWEST_BROKEN = 3, 4, 3
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
# The share of a page's height at its top and bottom that headers and footers take: generated forms
# with furniture, and our own PDFs.
MARGIN = 0.1
# On so many pages, of those so near, the same line at the same height is a page's furniture: three
# of nine finds headers of left pages alone, and those of an appendix.
REPEATED = 3
NEARBY_PAGES = 4
SAME_PLACE = 4.0
# The share of all pages that carry a stamp.
STAMPED = 0.6
# A sheet that is so much wider than high may hold two pages: two of A4 or Letter on one.
WIDE = 1.2
# No paper has this shape, but two landscape pages beside each other have.
WIDER_THAN_PAPER = 2.0
# Half the space that two pages leave free in a sheet's middle, at least.
GUTTER = 4.0
# The share of sheets that may have something in their middle, such as a cover.
CROSSED_SHEETS = 0.1
# How much the margins of two pages on a sheet may differ: generated forms, imposed two on one.
SAME_MARGIN = 6.0
# How far from its heading a column's text may begin: generated forms without lines.
SAME_COLUMN = 4.0
# Letters closer than this share of their size touch, and may be of two words that are printed over
# each other; a file where so many touch letters that were drawn elsewhere is drawn in another order
# than it is read. Columns of ticks whose neighbours' words are too long, by WeasyPrint.
TOUCHING = 0.1
ELSEWHERE = 0.05
# How much lower a letter may stand and be of the same line: raised figures, mixed fonts.
SAME_LINE = 2.0
# In narrower cells long words may be torn: eight columns on a portrait page, by LibreOffice.
NARROW = 110.0
# So far into a word it has begun: italics and bullets may lean over a cell's border.
BEGINNING = 2.0
# So many times the next letter's width a line's room may be where a word was torn: LibreOffice
# tears words a little before they reach the end of narrow columns.
ROOM = 1.35
# So many letters are torn off a word that is known without them.
TORN_OFF = 2
# So much of a letter may lie outside its cell's box and it still counts as shown: LibreOffice's and
# WeasyPrint's boxes fit the letters' own closely.
BARELY_CUT = 0.45
# With no more room than this share of a letter's size, a spreadsheet's line was cut at its cell's
# edge: lines of LibreOffice Calc that do not wrap.
EDGE = 1.0
# A page is a scan where pictures cover this share of it, and no more letters stand on it: a header
# and a page number put on later.
MOSTLY_PICTURE = 0.5
FEW_LETTERS = 80
# The share of letters without a name where text cannot be read: bullets alone are far fewer.
MOSTLY_UNNAMED = 0.3
# Words of one line are closer than this share of their height; columns of narrow cells are not.
BETWEEN_WORDS = 0.5
# Borders nearer than this are one band of a table: double lines in LibreOffice's PDFs.
BORDERS_APART = 4.0
# Where this share of a page's words is in no cell, shades tell only every other row's.
PATCHY = 0.1
# Where this share of a page's words is in no cell, its tables have no lines.
LOOSE = 0.6
# So many times the usual size, and letters are no text of a form: stamps such as "DRAFT".
LARGE = 2.2
# By these shares of their height words on one line may stand apart, and have to overlap.
SAME_HEIGHT, OVERLAP = 0.3, 0.5
# A file cuts words with hyphens where so many, and such a share, of what it cuts stand whole
# elsewhere: justified and hyphenated forms by WeasyPrint.
FEWEST_CUT, HYPHENATED = 3, 0.5
# The share of a cell's width that its longest line fills, at least, unless it is short.
FILLED = 0.6
# So much room between lines, in heights, and a paragraph begins; so far in, and an item does.
BETWEEN_PARAGRAPHS, INDENT = 0.7, 3.0
# The share of the width that was free when a line was broken by hand: behind an item of a list,
# and behind the end of a sentence.
LISTED_ROOM, ENDED_ROOM = 0.1, 0.12
# Letters further apart than this share of their size are of two words.
LETTERS_APART = 0.2
# How far off a cell may be, in sum, for each point that the gap above is wider: web pages printed
# by Chromium, whose cells stand at the top of their rows or in the middle.
ROWS_APART = 1.0
# The rest of what sets rows without lines, all in heights of a line and on the same pages. A cell
# that is further off counts as no worse; a number may stand so far below its row's head (a
# paragraph has room above it); a cell is not empty for so long between two of its texts.
FAR_OFF, BELOW_HEAD, EMPTIED = 3.0, 1.3, 2.5
# What a paragraph is lower by costs so much less.
SLIGHT = 0.1
# And a cell that is so far off is not sure to be its row's.
ASTRAY = 1.6
# A band without text that is wider may part rows.
WHITE = 0.5
# How many lines a row of column headings takes, and how close to each other, in heights.
HEAD_LINES, CLOSE_LINES = 4, 1.4
# A heading between tables is so much larger than what stands in them.
LARGER = 1.2
# Words of one text are closer than this, in heights of a line.
SPACE = 0.4
# The share of the way to the heading before in which a column's border is looked for.
BEFORE_HEAD = 0.9
# Tables with neither lines nor headings: a band is so wide, this share of lines may go across it
# and this share begins right of it; and this share of a column are numbers or labels.
BAND, ACROSS_BAND, BESIDE_BAND, MOST_BEGIN = 5.0, 0.03, 0.03, 0.5
# So far above and below a table its outer lines are, and its last row reaches.
AROUND, BELOW = 20.0, 50.0
# What goes over this share of a sheet is its background.
WHOLE_SHEET = 0.99
# How many lines one row of copied text may take, and how many empty ones it may hold in a row.
MOST_LINES, EMPTY_LINES = 120, 2
# No row of column headings is longer.
LONGEST_HEAD = 400
# The share of a text's pages on which its furniture stands.
ON_MOST_PAGES = 0.6
# So many numbered rows of a line each show that a copied table has no rows of more; on the layouts
# of tests/accuracy.
FEWEST_ROWS = 3
# So many words of a web page's menu or footer say what it was.
WORDS_AROUND = 16
