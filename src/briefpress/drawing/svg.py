"""A picture's operators as inline SVG: the figure that is printed is not drawn a second time.

Letters are outlines, as in print, so a chart looks the same whatever fonts a reader has;
each outline stands once on a page, however many labels have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from briefpress.drawing.operators import Operators

_WORDS = re.compile(
    rb"q (?P<at>[^\n]+) cm\n(?P<letters>(?:1 0 0 1 .+ cm\n(?:[^\n]*[mlch]\n)*\n?f?\n?)*)Q"
)
_LETTER = re.compile(rb"1 0 0 1 (\S+) (\S+) cm\n((?:[^\n]* [mlc]\n|h\n)*)(?:\nf)?")
_SEGMENT = re.compile(rb"([-\d. ]+) ([mlc])\n")
_FINE = re.compile(rb"(\.\d)\d+")
_NOTHING = re.compile(rb"\.0(?=\D|$)")


class Letters:
    """The letters and labels of a page's charts, each once: ``definitions`` go before them.

    Their ids begin with an underscore, as those of activities do not.
    """

    def __init__(self) -> None:
        self.letters: dict[bytes, int] = {}
        self.labels: dict[bytes, tuple[int, str]] = {}

    def label(self, drawn: bytes) -> int:
        """Return the number of a label, which is drawn letter by letter from its start."""
        if drawn not in self.labels:
            self.labels[drawn] = len(self.labels) + 1, "".join(self._letters(drawn))
        return self.labels[drawn][0]

    def _letters(self, drawn: bytes) -> Iterator[str]:
        x = 0.0
        for moved, up, outline in _LETTER.findall(drawn):
            x += float(moved)
            if outline:
                y = f' y="{_short(float(up))}"' if float(up) else ""
                number = self.letters.setdefault(outline, len(self.letters) + 1)
                yield f'<use href="#_l{number}" x="{_short(x)}"{y}/>'

    def definitions(self) -> str:
        """Return all of them as an SVG that is not seen; "" where there are none."""
        if not self.labels:
            return ""
        hidden = 'class="letters" width="0" height="0" aria-hidden="true"'
        paths = [
            f'<path id="_l{number}" d="{_path(outline)}"/>'
            for outline, number in self.letters.items()
        ]
        labels = [f'<g id="_w{number}">{drawn}</g>' for number, drawn in self.labels.values()]
        return f"<svg {hidden}><defs>{''.join(paths)}{''.join(labels)}</defs></svg>"


def svg(picture: Operators, alt: str, letters: Letters) -> str:
    """Return a picture as an SVG element whose text alternative is ``alt``."""
    body = "".join(_Reader(picture, letters).elements())
    return (
        f'<svg role="img" aria-label="{escape(alt)}" viewBox="0 0 {_short(picture.width)}'
        f' {_short(picture.height)}"><g transform="matrix(1 0 0 -1 0 {_short(picture.height)})">'
        f"{body}</g></svg>"
    )


class _Reader:
    """Goes through operators line by line, with the state that a PDF's reader would have."""

    def __init__(self, picture: Operators, letters: Letters) -> None:
        self.content, self.letters = picture.content, letters
        self.state: dict[str, str] = {}
        self.path: list[bytes] = []
        self.before: list[tuple[dict[str, str], int]] = []
        """State and number of clips where each ``q`` stood."""
        self.clips = 0

    def elements(self) -> Iterator[str]:
        at = 0
        for found in _WORDS.finditer(self.content):
            yield from self._lines(self.content[at : found.start()])
            yield self._words(found)
            at = found.end()
        yield from self._lines(self.content[at:])

    def _words(self, found: re.Match[bytes]) -> str:
        number = self.letters.label(found["letters"])
        fill, opacity = self.state.get("fill", ""), self.state.get("opacity", "")
        at = found["at"].decode()
        return f'<use href="#_w{number}" transform="matrix({at})"{fill}{opacity}/>'

    def _lines(self, content: bytes) -> Iterator[str]:
        for line in content.split(b"\n"):
            *given, sign = line.split(b" ")
            match sign:
                case b"m" | b"l" | b"c" | b"h":
                    self.path.append(line + b"\n")
                case b"f" | b"S" | b"B":
                    yield self._drawn(sign)
                case b"rg":
                    self.state["fill"] = f' fill="{_colour(given)}"'
                case b"RG":
                    self.state["stroke"] = f' stroke="{_colour(given)}"'
                case b"w":
                    self.state["width"] = f' stroke-width="{_short(float(given[0]), 2)}"'
                case b"J":
                    self.state["cap"] = _named("stroke-linecap", ("", "round", "square"), given)
                case b"j":
                    self.state["join"] = _named("stroke-linejoin", ("", "round", "bevel"), given)
                case b"d":
                    self.state["dashes"] = _dashes(line)
                case b"gs":
                    percent = int(given[0][2:])
                    self.state["opacity"] = f' opacity="{percent / 100:g}"' if percent < 100 else ""
                case b"re":
                    x, y, wide, high = map(float, given)
                    self.path.append(_box(x, y, wide, high))
                case b"n" if given[-1:] == [b"W"]:
                    yield self._clipped()
                case b"q":
                    self.before.append((dict(self.state), self.clips))
                    self.clips = 0
                case b"Q":
                    yield "</g>" * self.clips
                    self.state, self.clips = self.before.pop()

    def _taken(self) -> str:
        path = _path(b"".join(self.path))
        self.path.clear()
        return path

    def _drawn(self, sign: bytes) -> str:
        state = self.state
        filled = state.get("fill", "") if sign in b"fB" else ' fill="none"'
        lined = ""
        if sign in b"SB":
            names = ("stroke", "width", "cap", "join", "dashes")
            lined = "".join(state.get(name, "") for name in names)
        return f'<path d="{self._taken()}"{filled}{lined}{state.get("opacity", "")}/>'

    def _clipped(self) -> str:
        self.clips += 1
        return f"<g style=\"clip-path: path('{self._taken()}')\">"


def _path(outline: bytes) -> str:
    """Return a path of a PDF as one of SVG: operands after the sign, to a tenth of a point."""
    said = _SEGMENT.sub(lambda found: found[2].upper() + found[1], outline)
    said = said.replace(b"h\n", b"Z").replace(b"\n", b"")
    return _NOTHING.sub(b"", _FINE.sub(rb"\1", said)).decode()


def _box(x: float, y: float, wide: float, high: float) -> bytes:
    corners = [(x, y, "m"), (x + wide, y, "l"), (x + wide, y + high, "l"), (x, y + high, "l")]
    return "".join(f"{one:.2f} {other:.2f} {sign}\n" for one, other, sign in corners).encode() + (
        b"h\n"
    )


def _colour(parts: list[bytes]) -> str:
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in parts)


def _named(attribute: str, names: tuple[str, ...], given: list[bytes]) -> str:
    name = names[int(given[0])]
    return f' {attribute}="{name}"' if name else ""


def _dashes(line: bytes) -> str:
    listed, _, rest = line[1:].partition(b"] ")
    if not listed:
        return ""
    offset = float(rest.split()[0])
    return f' stroke-dasharray="{listed.decode()}"' + (
        f' stroke-dashoffset="{_short(offset, 2)}"' if offset else ""
    )


def _short(value: Any, digits: int = 1) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") or "0"
