"""The data of an edition: read, checked, converted, at one level; from the cache if it is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefpress import sources
from briefpress.config import Project
from briefpress.press.publish import explained
from briefpress.press.steady import Steady
from briefpress.sources import Reading

CACHE = ".cache"
"""Where in the output folder the tables are kept between builds."""
CHARTS = "charts"
"""Where in that folder the pictures are kept."""


def ready(
    project: Project,
    cache: Path | None = None,
    key: str = "",
    steady: Steady | None = None,
    *,
    keep: bool = True,
) -> Reading:
    """Return the edition's tables as measures need them, and all that is wrong with the data.

    With a ``cache`` folder the tables are kept there under ``key``, the hash of
    all that they are made of, unless ``keep`` is false. Data with errors is not
    prepared and not kept. Raises DiskError when the disk does not take them, and
    ProjectError when the files are not what they were when ``steady`` was taken.
    """
    from briefpress.measures.currencies import read_rates
    from briefpress.measures.prepare import prepare
    from briefpress.sources import cache as kept

    if cache and (found := kept.read(cache, key)):
        return Reading(*found)
    reading = sources.read(project)
    if steady:
        steady.require_data()
    if reading.errors:
        return reading
    tables, mistakes = prepare(reading.tables, project.edition, read_rates(project))
    reading = replace(reading, tables=tables, mistakes=(*reading.mistakes, *mistakes))
    if cache and keep and not reading.errors:
        with explained(cache):
            kept.write(cache, key, reading.tables, reading.mistakes)
    return reading
