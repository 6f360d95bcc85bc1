"""The paragraph styles of a document: their sizes and spaces are those of brief.css."""

from __future__ import annotations

from dataclasses import dataclass

from briefpress.documents.word.look import QUIET, SOFT, Look

POINTS = 72 / 25.4
"""In a millimetre."""


@dataclass(frozen=True)
class Style:
    """A paragraph style. Sizes and spaces are in points; 0 or "" is as in what it is based on."""

    name: str
    based: str = "Normal"
    follows: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    colour: str = ""
    before: float = -1
    after: float = -1
    line: float = 0
    """Of the height that a line of the font has."""
    level: int = 0
    """Of a heading, as Word's outline has it: 1 to 9."""
    keep: bool = False
    indent: float = 0
    track: float = 0
    """Between letters, in em; none between Arabic ones, which are joined."""


def paragraph_styles(look: Look) -> list[Style]:
    """Return every paragraph style that a document can have, spaced as brief.css has it.

    The larger of two spaces between paragraphs counts, in Word as in CSS.
    """
    accent, dense = look.colour, look.density
    em, gap, half = dense.size, dense.gap * POINTS, dense.half * POINTS
    headings = [
        Style("Heading 1", size=30, bold=True, before=3, after=7, line=0.9, level=1, keep=True,
              track=-0.015),
        Style("Heading 2", size=1.5 * em, bold=True, before=gap, after=7, line=0.9, level=2,
              keep=True),
        Style("Heading 3", size=1.1 * em, bold=True, before=0, after=3, line=0.9, level=3,
              keep=True),
        *(
            Style(f"Heading {n}", size=em, bold=True, before=6, after=2, line=0.9, level=n,
                  keep=True)
            for n in (4, 5, 6)
        ),
    ]  # fmt: skip
    variants = [
        Style(f"Heading {n} {kind}", f"Heading {n}", size=size, before=before, after=after,
              track=-0.01 if kind == "Chapter" else 0)
        for n in range(1, 7)
        for kind, size, before, after in (
            ("Chapter", 22, 0, 11),
            ("Section", 1.5 * em, gap, 7),
            ("Figure", 1.1 * em, gap, 0),
            ("Beside", 1.1 * em, 0, 0),
            ("Panel", 1.1 * em, gap, 2),
        )
    ]  # fmt: skip
    return [
        *headings,
        *variants,
        Style("Heading 1 Long", "Heading 1", size=22, track=-0.015),
        *(Style(f"Heading {n} Cover", f"Heading {n}", size=46, before=8, after=17,
                track=-0.02) for n in (1, 2)),
        Style("Cover Brand", "Brand Line", size=11),
        Style("Cover Kicker", size=13, after=0),
        Style("Cover Subtitle", "Subtitle", size=20),
        Style("Cover Line", size=9),
        Style("Lead", size=1.28 * em, before=half, after=4, line=1.04),
        Style("Kicker", size=9, colour=accent, after=0, keep=True, bold=True),
        Style("Kicker Ruled", "Kicker", before=13 * POINTS),
        Style("Band Kicker", size=8.5, after=0, keep=True),
        Style("Subtitle", size=9, after=0),
        Style("Brand Line", size=8, bold=True, after=dense.head * POINTS / 2, line=1),
        Style("Number", size=24, bold=True, colour=accent, before=half, after=0, line=0.8,
              keep=True),
        Style("Sum", "Number", size=13, line=1),
        Style("Number Label", size=8, colour=SOFT, after=0, line=0.9),
        Style("Place", size=0.85 * em, colour=SOFT, before=0, after=3, line=1, keep=True),
        Style("Card", "Place"),
        Style("Meta", size=0.82 * em, colour=QUIET, before=1, after=0, line=1),
        Style("Measure", size=0.85 * em, colour=SOFT, before=1, after=6, line=1, keep=True),
        Style("Picture", after=0, line=1),
        Style("Band Picture", "Picture"),
        Style("Caption", size=7, colour=QUIET, before=5, after=0, line=0.95),
        Style("Table Caption", "Caption", size=0.85 * em, colour=SOFT, before=10, after=4),
        Style("Small", size=7 if em >= 9 else 6.7, colour=SOFT, before=4, after=0, line=1.02),
        Style("Panel", size=0.92 * em, after=0),
        Style("Table Text", size=0.9 * em, before=3, after=3, line=1),
        Style("Table Heading", "Table Text", bold=True, size=0.83 * em),
        Style("Table Row", "Table Text", bold=True),
        Style("Table Id", "Table Text", size=0.8 * em, colour=SOFT),
        Style("Contents Line", size=10.5, before=4.5, after=4.5, line=1),
        Style("Index Line", before=3, after=3, line=1),
        Style("List Bullet", after=2),
        Style("List Number", after=2),
        Style("Quote", italic=True, indent=8),
        Style("Preformatted", size=8.5, after=4, line=1),
        Style("Term", bold=True, after=0, keep=True),
        Style("Definition", after=3, indent=8),
        Style("Rule", size=2, after=4, line=1),
        Style("Spacer", size=1, before=0, after=0, line=0.1),
        Style("Gap", "Spacer", before=gap),
        Style("Running", size=7, colour=QUIET, after=0, line=1),
        Style("header", "Running"),
        Style("footer", "Running"),
    ]  # fmt: skip
