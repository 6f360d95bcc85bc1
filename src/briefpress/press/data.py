"""The data of an edition: read, checked, converted, at one level; from the cache if it is there."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress import sources
from briefpress.config import Project
from briefpress.press.publish import explained
from briefpress.press.steady import Steady
from briefpress.sources import Reading

if TYPE_CHECKING:
    from briefpress.press.store import Store
    from briefpress.sources.statement import Account

CACHE = ".cache"
"""Where in the output folder the tables are kept between builds."""
CHARTS = "charts"
"""Where in that folder the pictures are kept."""


@dataclass(frozen=True)
class Ready(Reading):
    """Tables as measures need them; where there is a ``store``, they are its spine."""

    store: Store | None = None
    accounts: tuple[Account, ...] = ()
    """What each file had and where it went; not of sources that are read in parts."""


def ready(
    project: Project,
    cache: Path | None = None,
    key: str = "",
    steady: Steady | None = None,
    *,
    keep: bool = True,
) -> Ready:
    """Return the edition's tables as measures need them, and all that is wrong with the data.

    With a ``cache`` folder the tables are kept there under ``key``, the hash of
    all that they are made of, unless ``keep`` is false. Data with errors is not
    prepared and not kept. Raises DiskError when the disk does not take them, and
    ProjectError when the files are not what they were when ``steady`` was taken.
    """
    from briefpress.measures.currencies import read_rates
    from briefpress.measures.prepare import prepare
    from briefpress.sources import cache as kept
    from briefpress.sources import statement

    if any(source.partitioned for source in project.sources):
        return _stored(project, cache, key, steady, keep=keep)
    if cache and (found := kept.read(cache, key)):
        return Ready(found[0], found[1], accounts=found[2])
    reading = sources.read(project)
    if steady:
        steady.require_data()
    if reading.errors:
        return Ready(reading.tables, reading.mistakes)
    tables, mistakes = prepare(reading.tables, project.edition, read_rates(project))
    accounts = tuple(statement.of(reading.had, reading.tables, tables))
    prepared = Ready(tables, (*reading.mistakes, *mistakes), accounts=accounts)
    if cache and keep and not prepared.errors:
        with explained(cache):
            kept.write(cache, key, prepared.tables, prepared.mistakes, accounts)
    return prepared


def _stored(
    project: Project, cache: Path | None, key: str, steady: Steady | None, *, keep: bool
) -> Ready:
    """Return what is larger than memory as a store: kept, or in a folder that goes with it."""
    from briefpress.press import store, storing
    from briefpress.sources import canonical

    if cache and (found := store.opened(cache / key)):
        return Ready(found.spine, found.mistakes, store=found)
    kept = cache if cache and keep else Path(tempfile.mkdtemp(prefix="briefpress-"))
    with explained(kept), store.making(kept, key or "store") as folder:
        mistakes = storing.store(project, folder)
        if steady:
            steady.require_data()
    found = store.opened(kept / (key or "store"))
    if not found:
        if kept != cache:
            shutil.rmtree(kept, ignore_errors=True)
        return Ready(canonical.tables([], []), tuple(mistakes))
    if kept != cache:
        weakref.finalize(found, shutil.rmtree, kept, ignore_errors=True)
    return Ready(found.spine, found.mistakes, store=found)
