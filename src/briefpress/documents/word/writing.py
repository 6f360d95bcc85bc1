"""Blocks to the body of a document: sections, tables, panels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefpress.documents.word import frame, styles
from briefpress.documents.word.blocks import (
    Block,
    Columns,
    Pair,
    Panel,
    Paragraph,
    Strip,
    Table,
)
from briefpress.documents.word.grid import laid_out, widths_of
from briefpress.documents.word.ooxml import local, shade, twips, w
from briefpress.documents.word.runs import Ink

GAP = 6.0
"""Millimetres between two columns."""

_SPACER, _GAP = Paragraph("Spacer"), Paragraph("Gap")


@dataclass(frozen=True)
class Part:
    """Blocks of one section: what Word sets in one column, in two, or on a page of its own."""

    kind: str
    """``one``, ``two`` or ``cover``."""
    blocks: tuple[Block, ...]


def parts(blocks: Iterable[Block]) -> list[Part]:
    """Return blocks in the sections that they need."""
    found: list[Part] = []
    plain: list[Block] = []
    for block in blocks:
        if isinstance(block, Columns):
            if plain:
                found.append(Part("one", tuple(plain)))
            found.append(Part("two", tuple(one for group in block.groups for one in group)))
            plain = []
        elif isinstance(block, Panel) and block.whole_page:
            if plain:
                found.append(Part("one", tuple(plain)))
            found.append(Part("cover", (block,)))
            plain = []
        else:
            plain.append(block)
    if plain or not found:
        found.append(Part("one", tuple(plain)))
    return found


def write(body: Any, ink: Ink, sections: frame.Sections) -> None:
    """Write all blocks of the page into the body of a document."""
    found = parts(ink.page.blocks)
    for at, part in enumerate(found):
        # half a millimetre less: programs round the widths of columns, and cut pictures off
        width = (frame.WIDTH - GAP) / 2 - 0.5 if part.kind == "two" else frame.WIDTH
        written = list(_blocks(part.blocks, ink, width))
        properties = sections.of(part.kind, first=at == 0, before=found[at - 1].kind if at else "")
        last = at + 1 == len(found)
        # a section ends with a paragraph that says so; a table cannot
        if not written or local(written[-1]) != "p":
            written.append(ink.paragraph(_SPACER))
        body.extend(written)
        if last:
            body.append(properties)
        else:
            written[-1][0].append(properties)  # which is the last of a paragraph's properties


def _blocks(
    blocks: Iterable[Block], ink: Ink, width: float, *, white: bool = False
) -> Iterator[Any]:
    after_table = False
    for block in blocks:
        if isinstance(block, Paragraph):
            yield ink.paragraph(block, white=white, width=width)
        elif isinstance(block, Columns):  # in a cell, where no section can be
            flat = [one for group in block.groups for one in group]
            yield from _blocks(flat, ink, width, white=white)
        else:
            if after_table:  # two tables without a paragraph between them become one
                yield ink.paragraph(_GAP if isinstance(block, Pair) else _SPACER)
            if isinstance(block, Table):
                yield _table(block, ink, width, white)
            elif isinstance(block, Strip):
                yield _strip(block, ink, width)
            elif isinstance(block, Pair):
                yield _beside(block, ink, width, 2, GAP)
            else:
                yield _panel(block, ink)
        after_table = not isinstance(block, Paragraph | Columns)


def _cell(
    blocks: Sequence[Block],
    ink: Ink,
    width: float,
    *properties: Any,
    white: bool = False,
    inner: float = 0,
) -> Any:
    """Return a cell, ``inner`` millimetres wide without its margins if it has any.

    It ends with a paragraph, as Word wants it.
    """
    inside = list(_blocks(blocks, ink, inner or width, white=white))
    if not inside or local(inside[-1]) != "p":
        inside.append(ink.paragraph(_SPACER))
    return w("tc", w("tcPr", w("tcW", w=twips(width), type="dxa"), *properties), *inside)


def _table(block: Table, ink: Ink, width: float, white: bool) -> Any:
    lines = laid_out(block.rows)
    widths = widths_of(lines, width)
    rtl = block.direction == "rtl"
    first_column = any(cell.heads for line in lines[block.head :] for cell, _, _ in line[:1])
    rows = []
    for at, line in enumerate(lines):
        cells, column = [], 0
        for cell, columns, merged in line:
            wide = sum(widths[column : column + columns])
            column += columns
            cells.append(
                _cell(
                    cell.blocks if merged != "continue" else (),
                    ink,
                    wide,
                    w("gridSpan", val=columns) if columns > 1 else None,
                    w("vMerge", val=merged) if merged else None,
                    w("vAlign", val="bottom") if at < block.head else None,
                    white=white,
                )
            )
        repeated = w("tblHeader") if at < block.head else None
        rows.append(w("tr", w("trPr", w("cantSplit"), repeated), *cells))
    head = block.head > 0
    look = w(
        "tblLook",
        val=f"{0x0600 | 0x0020 * head | 0x0080 * first_column:04X}",  # the same in bits
        firstRow=int(head),
        lastRow=0,
        firstColumn=int(first_column),
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val="BriefTable"),
            w("bidiVisual") if rtl else None,
            w("tblW", w=twips(width), type="dxa"),
            w("tblInd", w=0, type="dxa"),
            w("tblLayout", type="fixed"),
            look,
        ),
        w("tblGrid", *(w("gridCol", w=twips(one)) for one in widths)),
        *rows,
    )


_MOST_NUMBERS = 4
"""In a row: as many as the PDF has, which has five only of short ones."""


def _strip(block: Strip, ink: Ink, width: float) -> Any:
    """Return numbers side by side, in rows of as many as go beside each other."""
    count = min(len(block.cells), 5 if len(block.cells) == 5 else _MOST_NUMBERS) or 1
    return _beside(block, ink, width, count, 5)


def _beside(block: Strip | Pair, ink: Ink, width: float, count: int, gap: float) -> Any:
    """Return cells without lines, ``count`` a row and ``gap`` millimetres apart.

    The table is wider than the text by half a gap at each side: which side of a cell is its
    left, programs see differently from right to left.
    """
    rows = [block.cells[at : at + count] for at in range(0, len(block.cells), count)]
    empty: tuple[Block, ...] = ()
    wide, side = (width + gap) / count, twips(gap / 2)
    sides = [w(name, w=side, type="dxa") for name in ("left", "right")]
    return w(
        "tbl",
        w(
            "tblPr",
            w("bidiVisual") if block.direction == "rtl" else None,
            w("tblW", w=twips(width + gap), type="dxa"),
            w("tblInd", w=-side, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblCellMar", *sides),
        ),
        w("tblGrid", *(w("gridCol", w=twips(wide)) for _ in range(count))),
        *(
            w(
                "tr",
                w("trPr", w("cantSplit")),
                *(
                    _cell(one, ink, wide, inner=wide - gap)
                    for one in (*row, *[empty] * (count - len(row)))
                ),
            )
            for row in rows
        ),
    )


def _panel(block: Panel, ink: Ink) -> Any:
    """Return white words on the brand's colour, wider than the text by what is around them."""
    full = frame.PAGE_WIDTH - 2 * frame.EDGE
    side = styles.BAND_SIDE
    cells = block.cells
    rtl = block.direction == "rtl"

    def cell(blocks: tuple[Block, ...], width: float, *more: Any, inner: float = 0) -> Any:
        return _cell(blocks, ink, width, shade(ink.look.colour), *more, white=True, inner=inner)

    if block.whole_page:
        heights = _heights(len(cells))
        rows = [
            w(
                "tr",
                w("trPr", w("cantSplit"), w("trHeight", val=twips(height), hRule="atLeast")),
                cell(blocks, full, w("vAlign", val="bottom") if 0 < at == len(cells) - 1 else None),
            )
            for at, (blocks, height) in enumerate(zip(cells, heights, strict=True))
        ]
        widths = [full]
    else:
        most = ink.look.density.picture
        widths = [full - (most + side) * (len(cells) - 1), *[most + side] * (len(cells) - 1)]
        rows = [
            w(
                "tr",
                w("trPr", w("cantSplit")),
                *(
                    cell(
                        blocks,
                        wide,
                        w("vAlign", val="center"),
                        _margins(0) if at else None,
                        inner=most if at else 0,
                    )
                    for at, (blocks, wide) in enumerate(zip(cells, widths, strict=True))
                ),
            )
        ]
    indent = 0 if block.whole_page else -side
    # a band begins lower than in the PDF: its words do not
    top = 7.0 if block.whole_page else ink.look.density.head - 3.5
    bottom = 6.0 if block.whole_page else ink.look.density.head - 4
    return w(
        "tbl",
        w(
            "tblPr",
            w("bidiVisual") if rtl else None,
            w("tblW", w=twips(full), type="dxa"),
            w("tblInd", w=twips(indent), type="dxa"),
            w("tblLayout", type="fixed"),
            w(
                "tblCellMar",
                w("top", w=twips(top), type="dxa"),
                w("left", w=twips(side), type="dxa"),
                w("bottom", w=twips(bottom), type="dxa"),
                w("right", w=twips(side), type="dxa"),
            ),
        ),
        w("tblGrid", *(w("gridCol", w=twips(wide)) for wide in widths)),
        *rows,
    )


def _margins(size: float) -> Any:
    """Return the same margin at both sides of a cell: which is left, programs see differently."""
    sides = (w(side, w=twips(size), type="dxa") for side in ("left", "right"))
    return w("tcMar", *sides)


def _heights(count: int) -> list[float]:
    """Return the heights of a cover's rows: a narrow first and last, the words of it between."""
    whole = frame.PAGE_HEIGHT - 2 * frame.EDGE - 3
    if count < 3:
        return [whole / max(count, 1)] * count
    return [80.0, *[(whole - 120) / (count - 2)] * (count - 2), 40.0]
