"""The totals of an edition, of tables that are there or of a store, part by part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.config import Project
from briefpress.errors import ProjectError
from briefpress.press import lock
from briefpress.press.build import made_of
from briefpress.press.data import CACHE, ready
from briefpress.press.files import NAME as FILES
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import of_data
from briefpress.press.steady import Steady

if TYPE_CHECKING:
    import pandas as pd


def sums(project: Project, out: Path, say: Callable[[str], None]) -> pd.DataFrame:
    """Return the ``totals`` of all activities, with no more than a part of them in memory.

    The tables are kept in ``out`` as a build keeps them. Raises ProjectError when
    the data is wrong, DiskError when the disk does not take the tables. ``say``
    is told what is waited for.
    """
    from briefpress.measures.totals import merged, totals
    from briefpress.model.slices import Slice

    with lock.held(out, True, say):
        steady, hashes = Steady(project), Hashes(out / CACHE / FILES)
        is_of = made_of(project, hashes, [])
        key = of_data(project, is_of.inputs, is_of.versions)
        reading = ready(project, out / CACHE, key, steady)
        if reading.errors:
            raise ProjectError(reading.errors)
        hashes.write()
        edition = project.edition
        parts = reading.store.each() if reading.store else [reading.tables]
        return merged(totals(Slice(edition, part, "edition", edition.period)) for part in parts)
