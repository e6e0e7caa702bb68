"""What of a form reached no result: nothing that someone wrote is dropped without a word.

Whatever way the form was read in, its texts are held against the result's, run by run of letters
and figures, so that a text that was joined, reflowed or given other bullets is still known. Each
place of the result accounts for one place of the form: a sentence that stands in the form twice
and in the result once is left over once. The Code's own words account for any number.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from assessments.importing.answers import is_answer
from assessments.importing.headings import column_role, tick_role
from assessments.importing.left_problems import beside, cut
from assessments.importing.result import AROUND, Found, ImportResult, LeftOver, Problem
from assessments.importing.source import Paragraph, Row, Source, Table
from assessments.importing.texts import flat, tidy
from assessments.importing.wording import Wording

# All calibrated on the generated layouts in every format, where nothing is lost: at these values
# titles and introductions alone are left over.
# Letters and figures that find a place where two texts may agree.
_GRAM = 8
# A shorter agreement is chance, unless one of the two texts ends with it.
_RUN = 20
# How many places are compared for one gram.
_MOST_PLACES = 64
# A gap of fewer words inside a text that was used is a label or a mark, and no loss.
_FEWEST_WORDS = 3
# In a text that is mostly the Code's wording: landlords alter a few words of it.
_FEWEST_WORDS_OF_WORDING = 12
# A longer answer is not shown whole beside its provision.
_LONGEST_ANSWER = 80
# Lines that come back on many pages are said once.
_OFTEN = 3
# How much is kept; the form itself has the rest.
_MOST_PARTS, _MOST_CHARACTERS, _MOST_IN_ONE = 400, 200_000, 20_000

_NOT_WORDS = re.compile(r"[\W_]+")
# The number of a provision that a text begins with, after a word or two.
_NUMBER = re.compile(r"(?<![\w.])\d{1,2}\.\d{1,2}(?![\d])")
_LONGEST_NAME = 24
_PAGE = re.compile(r"^(page)?(\d{1,3})(of\d{1,3})?$")
# What labels, headings and answers are made of.
_FORM_WORD = re.compile(
    r"a|actions?|alternatives?|and|answers?|any|applicable|approach|at|by|code|comment(s|ary)?"
    r"|complian(t|ce)|compl(y|ies)|dates?|do(es)?|due|evidence|explain|explanations?|for|form|fully"
    r"|if|in|is|lists?|mandatory|met|must|n|na|no|non|notes?|number|o|of|or|our|owner|page"
    r"|part(ly|ial|ially)?|provisions?|ref(erence)?|requirements?|responses?|section|should|stage"
    r"|target|the|this|to|us|we|what|when|why|with|x|y|yes|you|your|\d{1,2}"
)
_LONGEST_LABEL = 6

# How a text of the form and one of the result agree: both as a whole; the form's as a whole within
# the other; or by runs of letters.
Agreement = Literal["equal", "within", "runs"]
# Which texts of the form are accounted for, by what, and how: those in the row that a provision was
# read from and then all at or after one, by that provision's own texts; then all, by anything.
# What agrees as a whole comes first, so that no run takes the place of another text.
_PASSES: tuple[tuple[Literal["row", "provision", "all"], Literal["texts", "code"], Agreement], ...]
_PASSES = (
    ("row", "texts", "equal"),
    ("row", "texts", "within"),
    ("all", "code", "within"),
    ("row", "texts", "runs"),
    ("provision", "texts", "equal"),
    ("provision", "texts", "within"),
    ("provision", "texts", "runs"),
    ("all", "code", "runs"),
    ("all", "texts", "runs"),
)


@dataclass
class _Piece:
    """One paragraph or cell. `covered` marks the letters and figures that are accounted for.

    `words`: where each begins and ends in the text, and where in `plain`. `owner`: the provision at
    or after which it stands; `is_home`: whether it is in the very row that the provision was read
    from.
    """

    text: str
    where: str = ""
    owner: str = ""
    is_home: bool = False
    column: str = ""
    is_cell: bool = False
    words: list[tuple[int, int, int]] = field(default_factory=list)
    plain: str = ""
    covered: bytearray = field(default_factory=bytearray)
    is_used: bool = False

    def __post_init__(self) -> None:
        parts, at = [], 0
        for word in re.finditer(r"\S+", self.text):
            plain = _plain(word[0])
            if plain:
                self.words.append((word.start(), word.end(), at))
                parts.append(plain)
                at += len(plain)
        self.plain = "".join(parts)
        self.covered = bytearray(at)

    @property
    def is_done(self) -> bool:
        return 0 not in self.covered

    def is_in(self, scope: str) -> bool:
        return {"row": self.is_home, "provision": bool(self.owner)}.get(scope, True)

    def gaps(self) -> Iterator[str]:
        """Each run of words that nothing accounts for, as written."""
        ends = [*(at for _, _, at in self.words), len(self.plain)][1:]
        begun: int | None = None
        for (start, _, at), end in zip(self.words, ends, strict=True):
            if 0 in self.covered[at:end]:
                begun = start if begun is None else begun
            elif begun is not None:
                yield self.text[begun:start].rstrip()
                begun = None
        if begun is not None:
            yield self.text[begun:].rstrip()


class _Ledger:
    """Texts that account for others. `once`: each of their places for one place only."""

    def __init__(self, texts: Iterable[tuple[str, str]], *, once: bool) -> None:
        """`texts`: whose each is, and the text."""
        self._once = once
        self._texts: list[str] = []
        self._used: list[bytearray] = []
        # By whose they are, and for all.
        self._places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for owner, text in texts:
            self._add(owner, _Piece(text))

    def _add(self, owner: str, piece: _Piece) -> None:
        for _, _, at in piece.words:
            for whose in {owner, ""}:
                gram = piece.plain[at : at + _GRAM]
                self._places[whose, gram].append((len(self._texts), at))
        self._texts.append(piece.plain)
        self._used.append(bytearray(len(piece.plain)))

    def account(self, piece: _Piece, kind: Agreement, owner: str = "") -> bool:
        """Marks what of the piece these texts, or the owner's, account for; whether anything is."""
        end, found = 0, False
        for _, _, start in piece.words:
            if start < end or piece.covered[start]:
                continue
            length = self._take(piece, start, kind, owner)
            if length:
                end, found = start + length, True
                piece.covered[start:end] = b"\1" * length
        return found

    def _take(self, piece: _Piece, start: int, kind: Agreement, owner: str) -> int:
        """The length of the longest run from there that one of the texts has; 0 for none."""
        best, chosen = 0, (0, 0)
        rest = piece.plain[start:]
        for index, at in self._open_to(rest, owner):
            text = self._texts[index]
            used = self._used[index].find(1, at)
            length = _agreeing(rest, text[at:] if used < 0 else text[at:used])
            if length > best and _agrees(kind, length, len(piece.plain), len(text), bool(owner)):
                best, chosen = length, (index, at)
        if self._once and best:
            index, at = chosen
            self._used[index][at : at + best] = b"\1" * best
        return best

    def _open_to(self, rest: str, owner: str) -> Iterator[tuple[int, int]]:
        """Where what comes next may stand: in any text, or as the whole of an own short one."""
        yield from self._places.get((owner, rest[:_GRAM]), ())[:_MOST_PLACES]
        for length in range(1, min(_GRAM, len(rest)) if owner else 0):
            for index, at in self._places.get((owner, rest[:length]), ())[:_MOST_PLACES]:
                if len(self._texts[index]) == length:
                    yield index, at


def _agrees(kind: Agreement, length: int, piece: int, text: int, is_own: bool) -> bool:
    """Whether a run of so many letters is no chance. A provision's own short text is none either,
    where the whole text is there.
    """
    if kind == "equal":
        return length == piece == text
    if kind == "within":
        return length == piece
    return length >= _RUN or length == piece or (length == text and (is_own or length >= _GRAM))


def _agreeing(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    most = min(len(one), len(other))
    low, step = 0, _GRAM
    while low < most and one[low : low + step] == other[low : low + step]:
        low, step = low + step, 2 * step
    high = min(low + step, most)
    low = min(low, most)
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def with_left_over(result: ImportResult, source: Source, wording: Wording) -> ImportResult:
    """The result with what of the source it does not hold; a cell that was cut is a problem."""
    found: list[LeftOver] = []
    problems: list[Problem] = []
    pieces = _accounted(result, source, wording)
    last = max((index for index, piece in enumerate(pieces) if piece.is_home), default=0)
    for index, piece in enumerate(pieces):
        gaps = [gap for gap in piece.gaps() if _counts(piece, gap, wording)]
        # A text that is wholly unused, but for words of the Code in it, is easier to read whole.
        texts = gaps if piece.is_used or not gaps else [piece.text]
        found += [LeftOver(tidy(text), piece.where, piece.owner, piece.column) for text in texts]
        if piece.is_cell and piece.is_used and gaps:
            problems.append(cut(piece.owner, piece.where, gaps[0]))
        elif gaps and source.wrapped and piece.owner and not piece.is_cell and index < last:
            problems += beside(piece.owner, piece.where, gaps[0], result)
    found += [LeftOver(text, AROUND) for text in source.around]
    return replace(
        result,
        problems=(*result.problems, *problems),
        left_over=tuple(_bounded(_said_once(found))),
    )


def _accounted(result: ImportResult, source: Source, wording: Wording) -> list[_Piece]:
    """The source's texts, marked with what of each reached the result or is the Code's."""
    everyone = [*result.responses, *_one_each(result)]
    pieces = list(_pieces(source, _Owners(everyone)))
    texts = _Ledger(((one.number, text) for one in everyone for text in _texts_of(one)), once=True)
    code = _code_ledger(wording)
    for scope, by, kind in _PASSES:
        ledger = texts if by == "texts" else code
        for piece in pieces:
            if piece.is_done or not piece.is_in(scope):
                continue
            done = ledger.account(piece, kind, "" if scope == "all" else piece.owner)
            piece.is_used |= done and ledger is texts
    _account_for_summaries(pieces)
    return pieces


def _account_for_summaries(pieces: list[_Piece]) -> None:
    """A text of a provision's own row says nothing new where a summary names the provision too."""
    homes = [piece for piece in pieces if piece.is_home and piece.is_done]
    said = _Ledger(((piece.owner, piece.text) for piece in homes), once=False)
    for piece in pieces:
        if piece.owner and not piece.is_home and not piece.is_done:
            said.account(piece, "within", piece.owner)


@lru_cache(maxsize=8)
def _code_ledger(wording: Wording) -> _Ledger:
    return _Ledger((("", text) for text in _code_texts(wording)), once=False)


def _one_each(result: ImportResult) -> list[Found]:
    """The offers, once for each row that made them."""
    return list({offer.where or offer.number: offer for offer in reversed(result.offers)}.values())


def _texts_of(found: Found) -> list[str]:
    shown = found.answer_text if len(found.answer_text) <= _LONGEST_ANSWER else ""
    own = (found.action, found.action_owner, found.action_due, found.alternative)
    return [found.evidence, found.commentary, *own, shown, found.number]


def _code_texts(wording: Wording) -> Iterator[str]:
    code = wording.code
    form = code.form
    yield from (code.title, code.publisher, code.family.title, form.title)
    yield from (*form.columns, form.must_heading, form.should_heading, *form.rules)
    for section in code.sections:
        yield f"Section {section.number} {section.title}"
        yield section.title
    for item in wording.provisions:
        yield from (f"{item.number} {item.text}", item.text, item.number, item.stage)


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """The letters and figures alone, in small letters."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())


class _Owners:
    """Which provision a text stands at or after, as one goes through the form."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._by_where = {one.where: one.number for one in found if one.where}
        self._numbers = {one.number for one in found}
        self._now = ""

    def at(self, where: str, text: str) -> tuple[str, bool]:
        """The provision of a place, and whether it was read from there; elsewhere a short line, or
        a beginning, may name it.
        """
        is_home = where in self._by_where
        if is_home:
            self._now = self._by_where[where]
        else:
            named = _NUMBER.search(text[:_LONGEST_NAME])
            if named and named[0] in self._numbers:
                self._now = named[0]
        return self._now, is_home


def _pieces(source: Source, owners: _Owners) -> Iterator[_Piece]:
    """The source's paragraphs and cells, each with the provision that it stands at or after."""
    seen = set[tuple[str, ...]]()
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield _Piece(block.text, block.where, *owners.at(block.where, block.text))
        else:
            yield from _cells(block, owners, seen)


def _cells(table: Table, owners: _Owners, seen: set[tuple[str, ...]]) -> Iterator[_Piece]:
    headings: tuple[str, ...] = ()
    for row in table.rows:
        texts = tuple(cell.text for cell in row.cells)
        if _is_heading(row):
            headings = texts
            continue
        if texts in seen:
            continue  # The same row once more is no news.
        seen.add(texts)
        owner, is_home = owners.at(row.where, next(iter(texts), ""))
        for index, cell in enumerate(row.cells):
            if cell.text.strip() and not cell.below and not cell.beside:
                column = flat(headings[index]) if index < len(headings) else ""
                yield _Piece(cell.text, row.where, owner, is_home, column, is_cell=True)


def _is_heading(row: Row) -> bool:
    """Whether most of the row's cells name columns."""
    texts = [cell.text for cell in row.cells if cell.text.strip() and not cell.beside]
    known = [text for text in texts if column_role(text) or tick_role(text)]
    return len(known) >= 2 and 2 * len(known) > len(texts) and len(set(texts)) > 1


def _counts(piece: _Piece, gap: str, wording: Wording) -> bool:
    """Whether a gap is words that a person wrote, and not a label, a mark or a page's number."""
    words = [plain for plain in map(_plain, gap.split()) if plain]
    is_label = len(words) <= _LONGEST_LABEL and all(map(_FORM_WORD.fullmatch, words))
    if is_label or is_answer(gap) or _PAGE.match("".join(words)):
        return False
    fewest = 1 if not any(piece.covered) else _FEWEST_WORDS
    if not piece.is_used and wording.is_wording(piece.text):
        fewest = _FEWEST_WORDS_OF_WORDING
    return len(words) >= fewest


def _said_once(found: list[LeftOver]) -> Iterator[LeftOver]:
    """Lines of one place together; and a line that stands on many pages once."""
    often = Counter(item.text for item in found if not item.column)
    said = set[str]()
    for item in found:
        if often[item.text] >= _OFTEN:
            if item.text in said:
                continue
            said.add(item.text)
        yield item


def _bounded(found: Iterable[LeftOver]) -> Iterator[LeftOver]:
    """As much as is kept; the form itself has the rest."""
    parts, characters = 0, 0
    for item in found:
        parts, characters = parts + 1, characters + min(len(item.text), _MOST_IN_ONE)
        if parts > _MOST_PARTS or characters > _MOST_CHARACTERS:
            return
        yield replace(item, text=item.text[:_MOST_IN_ONE])
