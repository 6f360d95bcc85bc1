"""A person's data file: how it is to be read, what it has, and what it lacks.

The file is read as a build will read it, in a project that is made for that and
thrown away: so what is said here is what the first build finds.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from briefpress import importing
from briefpress.errors import ProjectError
from briefpress.growing import extent, telling
from briefpress.growing.chosen import PAGES, chosen
from briefpress.growing.hints import Hints
from briefpress.growing.looked import Looked
from briefpress.growing.protecting import asks, protected, told, without_texts
from briefpress.growing.reading import read
from briefpress.growing.sourcetext import sources


def look(file: Path, hints: Hints) -> Looked:
    """Read a person's file as a build will. Raises ProjectError where nothing can be made of it."""
    if not file.exists():
        raise importing.missing(file)
    file = _only(file)
    with tempfile.TemporaryDirectory(prefix="briefpress-") as folder:
        stage = Path(folder)
        (stage / "data").mkdir()
        place(file, stage)
        return _looked(file, stage, hints)


def _only(file: Path) -> Path:
    """Return a file; of a folder with one table in it, that table."""
    from briefpress.sources import SUFFIXES

    if not file.is_dir():
        return file
    inside = [one for one in file.iterdir() if one.suffix.lower() in SUFFIXES]
    return inside[0] if len(inside) == 1 else file


def place(file: Path, root: Path) -> None:
    """Put a file's data into the folder ``data`` of a project: the file, or tables made of it.

    Raises ProjectError for what cannot be read.
    """
    from briefpress.sources import SUFFIXES

    data = root / "data"
    try:
        if file.is_dir():
            inside = [one for one in sorted(file.iterdir()) if one.suffix.lower() in SUFFIXES]
            if not inside:
                raise ProjectError(f"{file}: there is no table in this folder")
            for one in inside:
                shutil.copyfile(one, data / one.name)
        elif file.suffix.lower() in PAGES:
            from briefpress import narrative

            narrative.import_page(file, data)
            (data / "review.txt").replace(root / "review.txt")
        else:
            shutil.copyfile(file, data / file.name)
    except OSError as error:
        raise ProjectError(f"{error.filename}: cannot be read: {error.strerror}") from None


def _looked(file: Path, stage: Path, hints: Hints) -> Looked:
    reading, of = read(chosen(file, stage, hints), stage)
    tables, level, levels = extent.reported(reading.tables)
    kept = protected(tables, of)
    if fewer := without_texts(of, kept):
        reading, of = read(fewer, stage)
        tables, level, levels = extent.reported(reading.tables)
        kept = protected(tables, of)
    reading = replace(reading, tables=tables)
    saved = dt.date.fromtimestamp(file.stat().st_mtime)
    start, end, dated = extent.period(tables, saved)
    currency, several = extent.currency(tables)
    vocabulary = extent.vocabulary(tables)
    keys, largest = extent.keys(tables, vocabulary)
    return Looked(
        file=file,
        hints=hints,
        sources=sources(of, start, end),
        start=start,
        end=end,
        dated=dated,
        saved=saved,
        currency=hints.currency or currency,
        converted=several,
        vocabulary=vocabulary,
        reporter=extent.reporter(stage / of.path) if of.kind == "iati" else "",
        keys=keys,
        largest=largest,
        hierarchy=level,
        lines=(*telling.lines(of, reading, keys, stage), *levels, *told(kept, of)),
        asks=telling.asks(of) | asks(kept, of),
        disclosure=kept.declared,
    )
