"""One chart, one file, one name: found, loaded, drawn; what a brief gets of it."""

from __future__ import annotations

import re
import sys
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from briefpress.config import starter
from briefpress.drawing import figure
from briefpress.drawing.drawn import NOTHING, Drawn
from briefpress.drawing.files import find
from briefpress.drawing.house import House, Listening
from briefpress.drawing.labels import faults
from briefpress.drawing.operators import Operators
from briefpress.errors import BriefError, GlyphError, did_you_mean
from briefpress.model.slices import Slice
from briefpress.model.tables import plain

PARTS = ("table", "size", "heading", "measure", "draw", "alt")
"""The functions that a chart file has; see CONTRIBUTING.md."""


@dataclass(frozen=True)
class Chart:
    """A chart as a brief prints it: picture, size in millimetres, words, and its table."""

    name: str
    width: float
    height: float
    heading: str
    measure: str
    alt: str
    table: list[dict[str, Any]]
    picture: Operators | bytes
    faults: tuple[str, ...] = ()
    """What is wrong with its labels; see ``labels.faults``."""

    def plain(self) -> dict[str, Any]:
        """Return what the facts keep of it: everything but the picture."""
        return {
            "heading": self.heading,
            "measure": self.measure,
            "alt": self.alt,
            "table": self.table,
        }


def draw(
    name: str, part: Slice, house: House, folders: Sequence[Path], drawn: Drawn = NOTHING
) -> Chart | None:
    """Draw a chart of a slice; None when its table is empty: it has nothing to say.

    A picture that was ``drawn`` before is not drawn again. Raises BriefError with
    the chart's file and line when the chart raises, or says nothing in its alt text;
    GlyphError for a sign that no font has.
    """
    path, fonts = _found(name, folders)
    ours = path.is_relative_to(starter())
    try:
        module = _load(path, path.read_text(encoding="utf-8"))
        table = module.table(part)
        if table.empty:
            return None
        width, height = module.size(table)
        alt = module.alt(table, house.text).strip()
        if not alt:
            raise ValueError("alt() returned no text: a picture that nobody can hear")

        def picture_of() -> tuple[Operators | bytes, bool, tuple[str, ...]]:
            with figure.style(fonts, house.text.language), warnings.catch_warnings():
                warnings.filterwarnings("error", message="Glyph")  # a hole in the picture
                axes, listening = figure.sheet(width, height, again=ours), Listening(house)
                module.draw(table, axes, listening)
                seen = faults(axes)
                picture = figure.picture(axes, alt)
            # SVG has the alternative text as its title
            return picture, listening.asked or isinstance(picture, bytes), seen

        picture, seen = drawn.picture(name, table, alt, picture_of)
        heading, measure = module.heading(table, house.text), module.measure(table, house.text)
    except Warning as error:
        if sign := _hole(error):
            raise GlyphError(sign, "", f"charts/{name}.py") from error
        raise BriefError(f"{type(error).__name__}: {error}", where=_where(error, path)) from error
    except Exception as error:  # whatever a chart's author wrote may raise whatever it likes
        raise BriefError(f"{type(error).__name__}: {error}", where=_where(error, path)) from error
    return Chart(name, width, height, heading, measure, alt, plain(table), picture, seen)


def png(name: str, part: Slice, house: House, folders: Sequence[Path]) -> bytes:
    """Return the picture of a chart that can be drawn (see ``draw``), to look at on a screen."""
    path, fonts = _found(name, folders)
    module = _load(path, path.read_text(encoding="utf-8"))
    table = module.table(part)
    with figure.style(fonts, house.text.language):
        axes = figure.sheet(*module.size(table))
        module.draw(table, axes, house)
        return figure.png(axes)


def _found(name: str, folders: Sequence[Path]) -> tuple[Path, Path]:
    """Return a chart's file and the folder of fonts. Raises BriefError for a chart that is none."""
    path = next(
        (path for folder in folders if (path := folder / f"charts/{name}.py").is_file()), None
    )
    if path is None:
        raise BriefError(f"there is no charts/{name}.py.{did_you_mean(name, find(folders))}")
    return path, next(
        folder / "templates/fonts" for folder in folders if (folder / "templates/fonts").is_dir()
    )


def _hole(error: Warning) -> str:
    """Return the sign that matplotlib warns of, because no font has it."""
    found = re.match(r"Glyph (\d+) ", str(error))
    return chr(int(found[1])) if found else ""


@cache
def _load(path: Path, source: str) -> ModuleType:
    """Run a chart file once for each text it has had; leave no compiled file beside it."""
    module = ModuleType(f"briefpress_chart_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # dataclasses in a chart look their module up
    exec(compile(source, str(path), "exec"), module.__dict__)
    missing = [part for part in PARTS if not callable(getattr(module, part, None))]
    if missing:
        raise AttributeError(f"has no function {' and no function '.join(missing)}")
    return module


def _where(error: Exception, path: Path) -> str:
    """Name the chart's file, and the last of its lines that the error went through."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == str(path)
    ]
    return f"charts/{path.name}" + (f", line {lines[-1]}" if lines else "")
