"""A project's sources in parts of whole activities: read, and checked as any, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from briefpress import garbage
from briefpress.config import Project, Source
from briefpress.errors import Mistake, ProjectError
from briefpress.model.specs import SPECS
from briefpress.model.tables import Tables
from briefpress.sources import canonical, files_of
from briefpress.sources.grid import Raw
from briefpress.sources.joined import joined
from briefpress.sources.partitioned import Piece, pieces
from briefpress.sources.reading import Reader
from briefpress.sources.scatter import ORDER, Buckets

BYTES_A_ROW = 2_000
"""What a row takes at most while it is read or measured: 1.1 kB measured, and room for copies."""


class Parted:
    """The rows of all sources of a project, brought together by activity in a folder.

    ``memory`` says how many bytes the rows of one part may take, about.
    """

    def __init__(self, project: Project, folder: Path, memory: int) -> None:
        self.project, self.folder = project, folder
        self.most = max(1, memory // 2 // BYTES_A_ROW)
        self.reader = Reader(project)
        self.vocabularies: list[Raw] = []
        """Themes belong to no activity: every part has them all."""

    def gather(self) -> list[Mistake]:
        """Read all files into buckets of whole activities; return what is wrong with files.

        Raises OSError when the disk does not take the rows.
        """
        brought: list[Raw | tuple[Source, Piece]] = []
        for source in self.project.sources:
            brought += self._brought(source)
        if any(one.level == "error" for one in self.reader.mistakes):
            return self.reader.mistakes
        said_once = iter(joined(one for one in brought if isinstance(one, Raw)))
        brought = [next(said_once) if isinstance(one, Raw) else one for one in brought]
        rows = sum(len(one.numbers) if isinstance(one, Raw) else one[1].rows for one in brought)
        with Buckets(self.folder, -(-rows // self.most) or 1) as self.buckets:
            for one in brought:
                try:
                    if isinstance(one, Raw):
                        self._add_raw(one)
                    else:
                        self._add_piece(*one)
                except ProjectError as error:  # a file that is damaged in its middle
                    self.reader.mistakes += error.mistakes
        return self.reader.mistakes

    def _brought(self, source: Source) -> Sequence[Raw | tuple[Source, Piece]]:
        if source.partitioned:
            try:
                return [(source, piece) for piece in pieces(source, self.project)]
            except ProjectError as error:
                self.reader.mistakes += error.mistakes
                return []
        before = len(self.reader.raws)
        self.reader.read(source, list(dict.fromkeys(files_of(source, self.project))))
        return self.reader.raws[before:]

    def _add_raw(self, raw: Raw) -> None:
        if raw.table == "vocabularies":
            self.vocabularies.append(raw)
            return
        nothing: dict[str, Any] = {name: [] for name in raw.columns}
        self.buckets.begin(replace(raw, columns=nothing, numbers=()))
        columns = {
            name: pa.array(cells, pa.string())
            for name, cells in raw.columns.items()
            if name in SPECS[raw.table].names
        }
        self.buckets.add(columns, raw.numbers, 0)

    def _add_piece(self, source: Source, piece: Piece) -> None:
        head = piece.head(source)
        if piece.table == "vocabularies":
            columns: dict[str, list[str]] = {name: [] for name in head.columns}
            for batch in piece.batches(source.decimal_mark):
                for name, cells in batch.items():
                    columns[name] += cells.to_pylist()
            numbers = range(2, 2 + piece.rows)
            self.vocabularies.append(replace(head, columns=columns, numbers=numbers))
            return
        self.buckets.begin(head)
        first = 0
        for batch in piece.batches(source.decimal_mark):
            size = len(next(iter(batch.values())))
            self.buckets.add(batch, range(2 + first, 2 + first + size), first)
            first += size

    def parts(self) -> Iterator[tuple[Tables, list[Mistake]]]:
        """Give each part as canonical tables, and what is wrong in it.

        Tables whose rows belong to activities have the column ORDER too.
        """
        for number in range(self.buckets.count):
            raws, orders = self.buckets.bucket(number)
            mistakes: list[Mistake] = []
            kept: dict[str, Sequence[int]] = {}
            with garbage.kept():
                tables = canonical.tables(
                    [*raws, *self.vocabularies], mistakes, self.reader.unread, kept
                )
            ordered = {
                name: tables.each()[name].assign(
                    **{ORDER: orders[name][at] if name in orders else []}
                )
                for name, at in kept.items()
                if name != "vocabularies"
            }
            yield replace(tables, **ordered), mistakes
