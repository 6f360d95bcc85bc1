"""Every loader as a function of bytes: no bytes may be more than a refusal or mistakes."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.measures import currencies
from briefpress.narrative import gazetteer, page
from briefpress.narrative.split import passages
from briefpress.sources import csvfile, hxl, iati, jsonlines, mapping, ods, parquet, xlsx

PLAIN = Source("x")


def _csv(content: bytes) -> None:
    csvfile.read(content, PLAIN, "x.csv", [])


def _mapped(content: bytes) -> None:
    """Rows with hashtags through the mapping: HXL, and what a person maps, are the same code."""
    found: list[Mistake] = []
    for grid in csvfile.read(content, PLAIN, "x.csv", found):
        mapping.raws(grid, hxl.uses(grid), PLAIN, found)


def _jsonl(content: bytes) -> None:
    jsonlines.read(content, PLAIN, "x.jsonl", [])


def _xlsx(content: bytes) -> None:
    xlsx.read(content, PLAIN, "x.xlsx", [])


def _ods(content: bytes) -> None:
    ods.read(content, PLAIN, "x.ods", [])


def _parquet(content: bytes) -> None:
    parquet.read(content, PLAIN, "x.parquet", [])


def _iati(content: bytes) -> None:
    iati.read(io.BytesIO(content), "x.xml", [])


def _page(content: bytes) -> None:
    passages(page.read(content, "x.txt"), gazetteer.countries)


def _rates(content: bytes) -> None:
    path = Path("/dev/shm/briefpress-fuzz-rates.csv")
    path.write_bytes(content)
    currencies.read_table(path, "rates.csv")


LOADERS: dict[str, Callable[[bytes], None]] = {
    "csv": _csv,
    "mapped": _mapped,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
    "ods": _ods,
    "parquet": _parquet,
    "iati": _iati,
    "page": _page,
    "rates": _rates,
}


def once(loader: str, content: bytes) -> None:
    """Read once; a refusal is right, anything else is a fault."""
    with contextlib.suppress(ProjectError):
        LOADERS[loader](content)
