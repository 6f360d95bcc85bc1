"""What the briefs of an edition must print, kept between builds by what it is made of."""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from briefpress.config import Edition
from briefpress.measures.world import World, world
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables
from briefpress.press import sealed
from briefpress.press.fingerprint import short


def expected(
    edition: Edition,
    tables: Tables,
    keys: Iterable[tuple[str, str]],
    cache: Path | None = None,
    made_of: object = None,
) -> World:
    """Return what the briefs over ``keys`` (dimension, key) must print of an edition's tables.

    It is taken from the folder ``cache``, if it was found before from the same:
    ``made_of`` stands for the rows of ``tables`` and for the engine.
    """
    wanted = sorted(set(keys))
    path = cache / f"expected-{short([made_of, edition, wanted])}" if cache else None
    kept = sealed.read(path) if path else None
    if kept is not None:
        return _unpacked(kept)
    found = world(Slice(edition, tables, "edition", edition.period), wanted)
    if path:
        with contextlib.suppress(OSError):  # a help, no more
            sealed.write(path, _packed(found))
    return found


def _packed(found: World) -> bytes:
    money = [
        (*key, {row: str(amount) for row, amount in rows.items()})
        for key, rows in found.money.items()
    ]
    activities = [(*key, sorted(rows)) for key, rows in found.activities.items()]
    return zlib.compress(json.dumps([money, activities]).encode(), 1)


def _unpacked(content: bytes) -> World:
    money, activities = json.loads(zlib.decompress(content))
    return World(
        {
            (name, over, key): {row: Decimal(amount) for row, amount in rows.items()}
            for name, over, key, rows in money
        },
        {(over, key): frozenset(rows) for over, key, rows in activities},
    )
