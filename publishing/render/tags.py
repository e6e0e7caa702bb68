"""Makes a tagged PDF good to listen to: what its layout leaves out or apart in the tags.

WeasyPrint tags the part of a table on each page as a separate table, with the head that is
repeated there. A screen reader should meet one table with one head: here the parts are joined in
the structure tree, a row that was split becomes one row again, and the repeated heads become
artifacts, which nobody is read. The ids by which cells name their heads can be looked up, lists
say how they are numbered, and links and drawings are described in words. What is seen on the pages
does not change.
"""

from __future__ import annotations

import io
import re
from codecs import BOM_UTF16_BE
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Pdf

# What only holds blocks, so that a table within may go on from one before it.
_HOLDERS = ("/Sect", "/Div", "/Document")
_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
_ARTIFACT = b"/Artifact BMC"
# A marked content that is one run of text, and the codes of characters in it.
_RUN = re.compile(rb"<<\s*/MCID (\d+)\s*>>\s*BDC((?:(?!BDC).)*?)EMC", re.DOTALL)
_CODES = re.compile(rb"<([0-9a-fA-F]+)>")
# Characters of a bullet's label: the bullet and a space.
_BULLET = 2

# A node of the structure tree. pikepdf's objects are of one class whatever they hold.
Node = Any
# Numbers of marked contents, by the page that they are on.
Hidden = dict[tuple[int, int], set[int]]


@dataclass(frozen=True)
class Described:
    """What links and drawings are told by: a link's words by the place or address that it leads to,
    and a drawing's whole description by its title.
    """

    links: Mapping[str, str] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)


def finish_tags(data: bytes, described: Described) -> bytes:
    """The same PDF with its tags made good, compressed; the same bytes for the same bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = pdf.Root.StructTreeRoot
        joined = _join(tree.K)
        _hide(pdf, joined.hidden)
        nodes = [node for kid in _kids(tree) for node in _nodes(kid)]
        _index_ids(tree, nodes)
        _number_lists(pdf, nodes)
        _describe_drawings(nodes, described.drawings)
        _describe_links(pdf, described.links)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _index_ids(tree: Node, nodes: Iterable[Node]) -> None:
    """Lists every id that a node has, so that a reader finds the heads that a cell names."""
    import pikepdf

    found = {bytes(node.ID): node for node in nodes if "/ID" in node}
    # A name tree of one leaf; its names are sorted as bytes.
    names = [part for name in sorted(found) for part in (pikepdf.String(name), found[name])]
    if names:
        ends = pikepdf.Array([names[0], names[-2]])
        leaf = pikepdf.Dictionary(Names=pikepdf.Array(names), Limits=ends)
        tree.IDTree = pikepdf.Dictionary(Kids=pikepdf.Array([leaf]))


def _number_lists(pdf: Pdf, nodes: Iterable[Node]) -> None:
    """Says of each list whether it has bullets, letters or neither: a letter's label is longer
    than a bullet's by the full stop behind it.
    """
    import pikepdf

    labels = _Labels({_number(page): page for page in pdf.pages})
    for node in nodes:
        if _kind(node) == "/L":
            sizes = [labels.size(part) for item in _kids(node) for part in _kids(item)]
            longest = max(sizes, default=0)
            kind = "/LowerAlpha" if longest > _BULLET else "/Disc" if longest else "/None"
            node.A = pikepdf.Dictionary(O=pikepdf.Name.List, ListNumbering=pikepdf.Name(kind))


@dataclass
class _Labels:
    """Reads how many characters the labels of list items have; each page's text is read once."""

    pages: Mapping[tuple[int, int], Node]
    texts: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)

    def size(self, node: Node) -> int:
        if _kind(node) != "/Lbl":
            return 0
        return sum(self._on(page).get(mark, 0) for page, mark in _marks(node))

    def _on(self, page: Node) -> dict[int, int]:
        """The number of characters of each marked content of a page that has one run of text."""
        number = _number(page)
        if number not in self.texts:
            text = self.pages[number].Contents.read_bytes()
            self.texts[number] = {
                int(found[1]): sum(len(codes) // 4 for codes in _CODES.findall(found[2]))
                for found in _RUN.finditer(text)
            }
        return self.texts[number]


def _describe_drawings(nodes: Iterable[Node], words: Mapping[str, str]) -> None:
    import pikepdf

    for node in nodes:
        if _kind(node) == "/Figure" and str(node.get("/Alt", "")) in words:
            node.Alt = pikepdf.String(words[str(node.Alt)])


def _describe_links(pdf: Pdf, words: Mapping[str, str]) -> None:
    """Links are described by where they lead, which for a place in the file is its bare name."""
    import pikepdf

    for page in pdf.pages:
        for note in page.get("/Annots", []):
            target = str(note.get("/Contents", ""))
            if note.get("/Subtype") == "/Link" and target in words:
                # Some programs, the import's among them, read other letters in no other encoding.
                text = words[target]
                wide = BOM_UTF16_BE + text.encode("utf-16-be")
                note.Contents = pikepdf.String(text.encode() if text.isascii() else wide)


def _nodes(node: Node) -> Iterator[Node]:
    """A node of the structure tree and all below it."""
    if _kind(node):
        yield node
        for kid in _kids(node):
            yield from _nodes(kid)


@dataclass
class _Joined:
    """What was joined: the marked contents of repeated heads, by page."""

    hidden: Hidden = field(default_factory=dict)

    def hide(self, head: Node) -> None:
        for page, number in _marks(head):
            self.hidden.setdefault(_number(page), set()).add(number)


def _join(root: Node) -> _Joined:
    joined = _Joined()
    first: Node = None
    for table, holders in list(_blocks(_kids(root))):
        if first is None or table is None or not _goes_on(first, table):
            first = table
            continue
        _append(first, table, joined)
        _take_out(table, holders)
    return joined


def _blocks(nodes: list[Node], holders: tuple[Node, ...] = ()) -> Iterator[tuple[Node, Any]]:
    """In reading order each table with what holds it, outermost first; None for anything else."""
    for node in nodes:
        kind = _kind(node)
        if kind == "/Table":
            yield node, holders
        elif kind in _HOLDERS and _kids(node):
            yield from _blocks(_kids(node), (*holders, node))
        else:
            yield None, holders


def _goes_on(first: Node, table: Node) -> bool:
    """Whether a table is the rest of the one right before it: same columns, no caption."""
    parts = [_kind(part) for part in _kids(table)]
    return (
        "/Caption" not in parts
        and "/THead" in parts
        and len(_columns(first)) == len(_columns(table))
        and len(_columns(table)) > 0
    )


def _columns(table: Node) -> list[Node]:
    """The cells of the table's head."""
    heads = [part for part in _kids(table) if _kind(part) == "/THead"]
    return _kids(_kids(heads[0])[0]) if heads else []


def _append(first: Node, table: Node, joined: _Joined) -> None:
    """Puts the rows of the table below those of the first, and hides its head."""
    ids = [str(cell.get("/ID", "")) for cell in _columns(first)]
    names = dict(zip((str(cell.get("/ID", "")) for cell in _columns(table)), ids, strict=True))
    body = [part for part in _kids(first) if _kind(part) == "/TBody"][-1]
    is_first_row = True
    for part in _kids(table):
        if _kind(part) == "/THead":
            joined.hide(part)
            continue
        for row in _kids(part):
            last = _kids(body)[-1] if is_first_row else None
            is_first_row = False
            _rename_heads(row, names)
            if last is not None and _is_rest_of_row(row, last):
                _append_row(last, row)
            else:
                row.P = body
                body.K.append(row)


def _is_rest_of_row(row: Node, last: Node) -> bool:
    """Whether a row began on the page before: the cell that heads it has nothing more to say."""
    cells = _kids(row)
    if len(cells) != len(_kids(last)) or _kind(cells[0]) != "/TH" or any(_marks(cells[0])):
        return False
    # A cell's own marked contents could not leave their page; WeasyPrint makes none.
    return not any(isinstance(kid, int) for cell in cells for kid in _kids(cell))


def _append_row(last: Node, row: Node) -> None:
    for cell, rest in zip(_kids(last), _kids(row), strict=True):
        for kid in _kids(rest):
            if any(_marks(kid)):
                kid.P = cell
                cell.K.append(kid)


def _rename_heads(row: Node, names: dict[str, str]) -> None:
    """Its cells name the heads above them, which are now those of the first table."""
    for cell in _kids(row):
        attributes = cell.get("/A", {})
        heads = attributes.get("/Headers", [])
        for index, head in enumerate(heads):
            if str(head) in names:
                heads[index] = names[str(head)]


def _take_out(table: Node, holders: tuple[Node, ...]) -> None:
    """Takes a node out of what holds it, and that too where nothing is left in it."""
    import pikepdf

    taken = table
    for holder in reversed(holders):
        kept = [kid for kid in _kids(holder) if not _same(kid, taken)]
        holder.K = pikepdf.Array(kept)
        if kept:
            return
        taken = holder
    raise ValueError("A document holds nothing but the rest of a table.")


def _hide(pdf: Pdf, hidden: Hidden) -> None:
    """Makes marked contents artifacts: in the pages, and in the tree that leads back from them."""
    import pikepdf

    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in pdf.pages:
        marks = hidden.get(_number(page), set())
        if not marks:
            continue
        text = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(_MARKED.sub(_Replacement(marks), text))
        for number in marks:
            parents[int(page.StructParents)][number] = pikepdf.Object.parse(b"null")


def _number(page: Node) -> tuple[int, int]:
    """By which a page is known in its file."""
    number, generation = page.objgen
    return int(number), int(generation)


@dataclass(frozen=True)
class _Replacement:
    """What a marked content begins with: of those that are hidden an artifact's beginning."""

    marks: set[int]

    def __call__(self, found: re.Match[bytes]) -> bytes:
        return _ARTIFACT if int(found[1]) in self.marks else found[0]


def _marks(node: Node) -> Iterator[tuple[Node, int]]:
    """The marked contents of a node and all within it, each with its page."""
    for kid in _kids(node):
        if isinstance(kid, int):
            yield node.Pg, kid
        else:
            yield from _marks(kid)


def _kids(node: Node) -> list[Node]:
    """The children of a node, or the members of an array."""
    import pikepdf

    if isinstance(node, pikepdf.Array):
        return list(node)
    if not isinstance(node, pikepdf.Dictionary):
        return []
    kids: Node = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _kind(node: Node) -> str:
    import pikepdf

    return str(node.get("/S", "")) if isinstance(node, pikepdf.Dictionary) else ""


def _same(one: Node, other: Node) -> bool:
    return not isinstance(one, int) and one.objgen == other.objgen
