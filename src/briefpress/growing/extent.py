"""What an edition of a data file would be: its years, currency, vocabulary, briefs, reporter."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefpress.model.tables import Tables


def reported(tables: Tables) -> tuple[Tables, int, tuple[str, ...]]:
    """Return the tables as an edition counts them, the level that it reports, and what to say.

    Of several levels (IATI ``@hierarchy``) the one with most activities, 0 where there are none.
    """
    from briefpress.measures import levels
    from briefpress.measures.donors import with_donors

    counted = levels.counts(tables)
    there = {level for level, _ in counted} - {0}
    if len(there) < 2:
        return with_donors(tables), 0, ()
    kept = max(there, key=lambda level: (counted[level, "activities"], level))
    at_level, mistakes = levels.one_level(tables, kept)
    said = [one.found.removeprefix("[edition] hierarchy: ") for one in mistakes]
    mend = "A sum over two levels counts money twice; [edition] hierarchy in briefs.toml"
    return with_donors(at_level), kept, tuple(f"  {one}. {mend}" for one in said)


def period(tables: Tables, saved: dt.date) -> tuple[dt.date, dt.date, bool]:
    """Return the years that the data is about: those of its activities, payments and budgets."""
    days: list[dt.date] = []
    for table, columns in (
        (tables.activities, ("start_date", "end_date")),
        (tables.transactions, ("date",)),
        (tables.results, ("start_date", "end_date")),
    ):
        for column in columns:
            days += [day for day in table[column] if day and 1950 <= day.year <= saved.year + 10]
    years = [day.year for day in days] or [saved.year]
    return dt.date(min(years), 1, 1), dt.date(max(years), 12, 31), bool(days)


def currency(tables: Tables) -> tuple[str, bool]:
    """Return the currency of most amounts, and whether there are others.

    Where none is that of half of them, US dollars are what all can be read in.
    """
    counted = Counter([*tables.transactions["currency"], *tables.budgets["currency"]])
    if not counted:
        return "USD", False
    ((most, count),) = counted.most_common(1)
    many = 2 * count >= counted.total()
    return (most if many or "USD" not in counted else "USD"), len(counted) > 1


def vocabulary(tables: Tables) -> str:
    """Return the vocabulary that most activities have a theme of; "" where there is none."""
    themes = tables.themes[["vocabulary", "activity"]].drop_duplicates()
    counted = themes["vocabulary"].value_counts(sort=False)
    order = list(dict.fromkeys(tables.vocabularies["vocabulary"]))
    return max(order, key=lambda one: int(counted.get(one, 0)), default="")


def keys(tables: Tables, vocabulary: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many briefs there would be over each dimension, and the most activities of one."""
    from briefpress.config import Edition
    from briefpress.model import slices

    day = dt.date(2000, 1, 1)
    edition = Edition("", "", day, day, day, ("en",), "USD", vocabulary)
    touched = slices.Touched(tables)
    counts, largest = {"edition": 1}, {"edition": len(tables.activities)}
    for over in ("country", "region", "theme", "donor"):
        keys = slices.keys(tables, edition, over)
        counts[over] = len(keys)
        sizes = [len({*touched.of(over, key)}) for key in keys]
        largest[over] = max(sizes, default=0)
    return counts, largest


def reporter(path: Path) -> str:
    """Return who reports in an IATI file, or in a folder of them; "" where several do."""
    files = sorted(path.glob("*.xml")) if path.is_dir() else [path]
    found = {name for one in files for name in _reporters(one)}
    return found.pop() if len(found) == 1 else ""


def _reporters(path: Path) -> set[str]:
    from lxml import etree

    found: set[str] = set()
    tags = ("iati-activity", "reporting-org")
    try:
        for _, element in etree.iterparse(
            str(path), tag=tags, no_network=True, resolve_entities=False
        ):
            if element.tag == "reporting-org":
                narrative = element.find("narrative")
                said = (narrative if narrative is not None else element).text
                found.add(" ".join((said or "").split()))
            else:
                element.clear()
    except etree.XMLSyntaxError:
        pass  # what is wrong with the file is for its reader to say
    return found
