"""An edition's tables kept as partitioned Parquet: what is larger than memory is read in pieces.

A store is a folder of parts, each a folder with a file a table and whole
activities in it, and of the *spine*: what is to be known of all activities at
once to say which briefs there are and which activities each is of. A part's
rows lie in the order of their activities' first places, so that the rows of a
country are a few row groups and not all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from briefpress.errors import Mistake
from briefpress.model.specs import SPECS
from briefpress.model.tables import Tables
from briefpress.sources import cache
from briefpress.sources.columns import from_arrow, joined, to_arrow
from briefpress.sources.scatter import ORDER

PARTS = "parts.json"
"""The file of a store that says what it consists of: of each file, its hash."""

_SPINE = "spine"
_AT = "_at"
_GROUP = 8_192
"""Rows of a row group: some hundred activities."""

OF_ACTIVITIES = tuple(name for name in SPECS if name != "vocabularies")
"""Tables whose rows belong to an activity."""


@dataclass(frozen=True)
class Store:
    """A store on the disk. ``spine`` has the tables' names, but not all columns and rows."""

    folder: Path
    spine: Tables
    mistakes: tuple[Mistake, ...]
    parts: tuple[str, ...]

    def each(self) -> Iterator[Tables]:
        """Give each part, whole; together they are the edition."""
        for part in self.parts:
            found = read_part(self.folder / part)
            plain = {name: table.drop(columns=ORDER) for name, table in found.items()}
            yield self._whole(plain)

    def of(self, activities: Iterable[str]) -> Tables:
        """Return all rows of these activities, in the order of their files, and vocabularies."""
        ids = list(dict.fromkeys(activities))
        where = self._where.loc[ids]
        wanted = {
            part: where["at"][where["part"] == part].sort_values().to_numpy()
            for part in where["part"].unique().tolist()
        }
        found = {}
        for name in OF_ACTIVITIES:
            pieces = [self._read(part, name, at) for part, at in wanted.items()]
            if not (filled := [one for one in pieces if len(one)]):
                filled = [self._read(0, name, [])]  # the columns of nothing
            found[name] = from_arrow(joined(filled).sort_by(ORDER).drop_columns([_AT, ORDER]))
        return self._whole(found)

    def _read(self, part: int, name: str, wanted: Any) -> Any:
        return _read(self.folder / self.parts[part] / f"{name}.parquet", wanted)

    def rows(self, activities: Iterable[str]) -> int:
        """Count the rows of these activities, without reading them."""
        return int(self._where.loc[list(dict.fromkeys(activities)), "rows"].sum())

    @cached_property
    def _where(self) -> pd.DataFrame:
        return self.spine.activities.set_index("id")[["part", "at", "rows"]].astype("int64")

    def _whole(self, tables: Mapping[str, pd.DataFrame]) -> Tables:
        spine = self.spine
        return Tables(
            **tables,
            vocabularies=spine.vocabularies,
            rejected=spine.rejected,
            other_levels=spine.other_levels,
        )


@contextlib.contextmanager
def making(cache_folder: Path, key: str) -> Iterator[Path]:
    """Give a folder to make a store in; it gets its name if it has become one.

    Stores of other data are removed then: two of them are as large as all else.
    """
    cache_folder.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=cache_folder, prefix=".making-"))
    try:
        yield folder
        if not (folder / PARTS).exists():
            return
        others = {path.parent for path in cache_folder.glob(f"*/{PARTS}")} - {folder}
        for other in {cache_folder / key, *others}:
            shutil.rmtree(other, ignore_errors=True)
        folder.rename(cache_folder / key)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seal(folder: Path, spine: Tables, mistakes: Iterable[Mistake], parts: Iterable[str]) -> None:
    """Write the spine, then what the store consists of. Raises OSError."""
    cache.write(folder, _SPINE, spine, list(mistakes))
    listed = list(parts)
    hashes = {
        path.relative_to(folder).as_posix(): _digest(path)
        for part in listed
        for path in sorted((folder / part).iterdir())
    }
    content = json.dumps({"parts": listed, "files": hashes})
    (folder / PARTS).write_text(content, encoding="utf-8")


def opened(folder: Path) -> Store | None:
    """Return a store; None where there is none, or one that is not as it was written."""
    try:
        said = json.loads((folder / PARTS).read_text(encoding="utf-8"))
        sound = all(_digest(folder / name) == digest for name, digest in said["files"].items())
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    found = cache.read(folder, _SPINE)
    return Store(folder, *found[:2], tuple(said["parts"])) if sound and found else None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_part(folder: Path, tables: Tables) -> pd.DataFrame:
    """Write one part; its tables have the column ORDER. Raises OSError.

    Returns its activities: ``id``, ``at`` (where in the part's order each stands)
    and ``rows`` (how many rows of all tables it has).
    """
    import pyarrow as pa
    from pyarrow import parquet

    folder.mkdir(exist_ok=True)
    placed = _placed(tables)
    for name in OF_ACTIVITIES:
        table = tables.each()[name]
        of = table["id" if name == "activities" else "activity"]
        at = placed["at"].reindex(of).to_numpy()
        arrow = to_arrow(table.drop(columns=ORDER))
        arrow = arrow.append_column(_AT, pa.array(at, pa.int64()))
        arrow = arrow.append_column(ORDER, pa.array(table[ORDER], pa.int64()))
        parquet.write_table(
            arrow.sort_by([(_AT, "ascending"), (ORDER, "ascending")]),
            folder / f"{name}.parquet",
            row_group_size=_GROUP,
            compression="zstd",
            compression_level=1,
        )
        placed["rows"] += of.value_counts().reindex(placed.index, fill_value=0)
    return placed.reset_index()


def _placed(tables: Tables) -> pd.DataFrame:
    """Put the activities of a part in the order of their first places."""
    codes = tables.places["country"] + tables.places["region"]
    first = dict(zip(tables.places["activity"][::-1], codes[::-1], strict=True))
    ids = sorted(tables.activities["id"], key=lambda one: (first.get(one, ""), one))
    frame = pd.DataFrame({"at": range(len(ids)), "rows": 0}, pd.Index(ids, name="id", dtype=str))
    return frame.astype("int64")


def read_part(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a part in the order of their files, with the column ORDER."""
    found = {}
    for name in OF_ACTIVITIES:
        arrow = _read(folder / f"{name}.parquet").sort_by(ORDER)
        frame = from_arrow(arrow.drop_columns([_AT, ORDER]))
        found[name] = frame.assign(**{ORDER: arrow[ORDER].to_numpy()})
    return found


def _read(path: Path, wanted: Any = None) -> Any:
    """Read a table of a part: all, or the rows of the activities that stand ``at`` these places."""
    import pyarrow as pa
    from pyarrow import compute, parquet

    file = parquet.ParquetFile(path)
    groups = list(range(file.num_row_groups))
    if wanted is None:
        return file.read_row_groups(groups, use_threads=False)
    column = file.schema_arrow.get_field_index(_AT)
    groups = [at for at in groups if _has(file.metadata.row_group(at).column(column), wanted)]
    arrow = file.read_row_groups(groups, use_threads=False)
    return arrow.filter(compute.is_in(arrow[_AT], value_set=pa.array(wanted, pa.int64())))


def _has(group: Any, wanted: Any) -> bool:
    """Say whether any of these places, which are sorted, lies between the first and the last."""
    if group.statistics is None:  # a group without rows
        return False
    first, after = np.searchsorted(wanted, [group.statistics.min, group.statistics.max + 1])
    return bool(first < after)
