"""IATI activity files, versions 1.0x to 2.03, to rows of the canonical tables."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from briefpress.errors import Mistake, ProjectError
from briefpress.sources.grid import Raw
from briefpress.sources.iati import about, activity, money, results, where
from briefpress.sources.iati.activity import Activity, File
from briefpress.sources.iati.rows import Rows
from briefpress.sources.iati.stream import activities
from briefpress.sources.statement import ACTIVITIES, Had


def read(
    source: Path | BinaryIO,
    shown: str,
    mistakes: list[Mistake],
    known: dict[str, str] | None = None,
    had: list[Had] | None = None,
) -> list[Raw]:
    """Read an activity file, one activity at a time.

    What cannot be used is added to ``mistakes`` with its line and the
    activity's id; the rest of its activity is read all the same. An activity
    that is ``known`` from here or from an earlier file is left out as a whole,
    and those of this file are added to it. ``had`` is told how many there are, whatever
    becomes of them. Raises ProjectError for a file that
    is none, or is not whole.
    """
    known = {} if known is None else known
    before = len(known)
    rows, file, count = Rows(), File(shown, known), 0
    for count, (_, element) in enumerate(activities(source, shown), start=1):  # noqa: B007
        one = Activity(element, rows, mistakes, file)
        if not _known(one):
            continue
        activity.describe(one)
        activity.relate(one)
        activity.take_part(one)
        where.locate(one, element, one.parts)
        about.classify(one, one.parts)
        about.mark(one)
        money.budgets(one)
        money.planned_disbursements(one)
        money.transactions(one)
        results.results(one)
    if had is not None:
        had.append(Had(shown, ACTIVITIES, count))
    if len(known) == before and not mistakes:
        raise ProjectError([Mistake(shown, found="has no activities in it")])
    return rows.raws(shown)


def _known(activity: Activity) -> bool:
    """Say whether the activity has an id of its own; without one it cannot be used."""
    title = " ".join("".join(activity.element.itertext("title", "narrative")).split())[:200]
    if not activity.id:
        activity.wrong(activity.element, "has no iati-identifier", (title,))
        return False
    known, here = activity.file.known, activity.file.shown
    if activity.id in known:
        file, _, line = known[activity.id].rpartition(", ")
        place = line if file == here else f"{line} of {file}"
        found = f"'{activity.id}' stands in {place} already; all of it is left out here"
        activity.wrong(activity.element, found, (title,))
        return False
    known[activity.id] = f"{here}, line {activity.element.sourceline or 0}"
    return True
