"""What a brief consists of, between HTML and Word: plain values, in the order of reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Direction = str
"""``ltr`` or ``rtl``."""


@dataclass(frozen=True)
class Run:
    """Words of one kind. ``direction`` is that of an element which says so, else ""."""

    words: str
    style: str = ""
    """The character style; "" for the paragraph's own."""
    bold: bool = False
    italic: bool = False
    script: str = ""
    """``superscript`` or ``subscript``."""
    language: str = ""
    direction: Direction = ""
    kept: bool = False
    """Whether its spaces are printed as they are."""
    link: str = ""
    """A URL, or ``#`` and the id of an element."""


@dataclass(frozen=True)
class Image:
    """A picture in a line; 0 mm is as the file has it. ``content`` is an SVG of the page itself."""

    source: str
    alt: str
    width: float = 0.0
    height: float = 0.0
    content: bytes = b""


@dataclass(frozen=True)
class PageOf:
    """The number of the page on which an element stands; Word fills it in."""

    anchor: str


Inline = Run | Image | PageOf


@dataclass(frozen=True)
class Item:
    """Where a paragraph stands in a list: the list's number here, how deep, its marks."""

    list: int
    level: int
    ordered: bool


@dataclass(frozen=True)
class Paragraph:
    """Words with a style. ``label`` is what a caption counts: ``table`` or ``figure``."""

    style: str
    inlines: tuple[Inline, ...] = ()
    anchors: tuple[str, ...] = ()
    direction: Direction = "ltr"
    item: Item | None = None
    continues: bool = False
    """Whether it belongs to the list item before it, and has no mark of its own."""
    new_page: bool = False
    keep: bool = False
    """Whether the next thing must begin on the same page."""
    loose: bool = False
    """Whether it need not, although its style says so: in a row that no page divides."""
    label: str = ""
    last: bool = False
    """Whether it is the last of several that belong together, with a space below."""
    at_end: bool = False
    """Whether it is aligned to the end of its lines, as numbers in tables are."""


@dataclass(frozen=True)
class Cell:
    """A table's cell, over as many columns and rows as it says."""

    blocks: tuple[Block, ...]
    heads: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """A table of data: the first ``head`` rows are its headings, repeated on each page."""

    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0
    direction: Direction = "ltr"


@dataclass(frozen=True)
class Strip:
    """Numbers side by side, each with what it counts."""

    cells: tuple[tuple[Block, ...], ...]
    direction: Direction = "ltr"


@dataclass(frozen=True)
class Panel:
    """White words on the brand's colour: side by side, or over a whole page from top to bottom."""

    cells: tuple[tuple[Block, ...], ...]
    whole_page: bool = False
    direction: Direction = "ltr"


@dataclass(frozen=True)
class Pair:
    """Figures or cards side by side in rows of two, which no page divides."""

    cells: tuple[tuple[Block, ...], ...]
    direction: Direction = "ltr"


@dataclass(frozen=True)
class Columns:
    """Small words that flow through two columns."""

    groups: tuple[tuple[Block, ...], ...]


Block = Paragraph | Table | Strip | Panel | Pair | Columns


@dataclass(frozen=True)
class Page:
    """A whole brief: what its pages say, and what is said about it."""

    language: str
    direction: Direction
    title: str
    about: Mapping[str, str]
    """The ``<meta>`` of its head, by name."""
    running: Mapping[str, Paragraph]
    """What stands at the head and foot of each page: ``title``, ``edition``, ``date``."""
    blocks: tuple[Block, ...] = field(default=())
