"""Results: what was achieved, against what was meant to be."""

from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks
from briefpress.drawing.house import House
from briefpress.drawing.wording import exact, opening, series, together
from briefpress.language import Text
from briefpress.measures.results import results
from briefpress.model.number import SUPPRESSED
from briefpress.model.slices import Slice
from briefpress.model.tables import plain

MOST = 12
"""Results that are shown; how many more there are is said."""
LENGTHS = ("unit", "percentage")
"""Measures (IATI IndicatorMeasure) whose values have a zero and a length; a rank has neither."""
VALUES = ["baseline", "target", "actual"]


def table(part: Slice) -> pd.DataFrame:
    """Columns: indicator, measure, unit, start, end (ISO), baseline, target, actual, rows.

    One row a result that has a target or an actual value, in the data's order:
    those of ``measures.results``, about everyone, and added only where they are
    counts of the same thing.
    """
    names = ["indicator", "measure", "unit", "start", "end", *VALUES, "rows"]
    found = results(part.tables)
    rows = [row for row in found if row["target"] is not None or row["actual"] is not None]
    return pd.DataFrame({name: [row[name] for row in rows] for name in names})


def size(table: pd.DataFrame) -> tuple[float, float]:
    shown = min(len(table), MOST)
    return 174, shown * marks.BULLET + (marks.NOTE if len(table) > MOST else 0)


def heading(table: pd.DataFrame, text: Text) -> str:
    both = _comparable(table)
    if not both:
        return text.gettext("Results and targets so far")
    reached = sum(map(_reached, both))
    if not reached:
        return text.gettext("No target is reached yet")
    if reached == len(both):
        return text.ngettext("The target is reached", "All targets are reached", reached)
    count, total = together(text, reached, len(both), noun="target")
    sentence = text.ngettext(
        "{count} of {total} targets is reached", "{count} of {total} targets are reached", reached
    )
    return opening(sentence.format(count=count, total=total))


def measure(table: pd.DataFrame, text: Text) -> str:
    if all(_most(row) is None for row in plain(table)[:MOST]):
        return text.gettext("Actual values, as reported")
    return text.gettext(
        "Bar: actual value. Thick line: target. Thin line: baseline."
        " Each bar has its own scale, from zero"
    )


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    rows = []
    for row in plain(table)[:MOST]:
        actual, target, baseline, period = _printed(row, house.text)
        rows.append(
            marks.Bullet(
                label=row["indicator"],
                printed=actual,
                below=" · ".join(filter(None, [target, baseline, period])),
                most=_most(row),
                **{name: None if row[name] is SUPPRESSED else row[name] for name in VALUES},
            )
        )
    marks.bullets(axes, rows, house)
    marks.note(axes, house, _more(table, house.text))


def alt(table: pd.DataFrame, text: Text) -> str:
    shown = plain(table)[:MOST]
    values = [(row["indicator"], text.commas(filter(None, _printed(row, text)))) for row in shown]
    silent = [row["indicator"] for row in shown if row["actual"] is None]
    sentences = [
        text.gettext("Bullet chart. Actual value against target, each on its own scale."),
        _reached_of(table, text),
        alttext.missing(text, silent),
        text.gettext("{values}.").format(values=series(text, values)),
        _more(table, text),
    ]
    return " ".join(filter(None, sentences))


def _reached_of(table: pd.DataFrame, text: Text) -> str:
    """Say how many targets are reached, of results that can be compared; "" if none can."""
    both = _comparable(table)
    reached = sum(map(_reached, both))
    return (
        text.gettext("Targets reached: {count} of {total}.").format(
            count=text.number(reached), total=text.number(len(both))
        )
        if both
        else ""
    )


def _comparable(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows that have a target and an actual value, of which none is suppressed."""
    return [
        row
        for row in plain(table)
        if row["measure"] in LENGTHS
        and None not in (row["target"], row["actual"])
        and SUPPRESSED not in [row[name] for name in VALUES]
    ]


def _reached(row: dict[Any, Any]) -> bool:
    """Higher is better, as IATI assumes, unless the baseline lies above the target."""
    if row["baseline"] is not None and row["baseline"] > row["target"]:
        return bool(row["actual"] <= row["target"])
    return bool(row["actual"] >= row["target"])


def _most(row: dict[Any, Any]) -> Decimal | None:
    """Return the end of the row's scale; None where a bar would have nothing to be measured by."""
    given: list[Decimal] = [row[name] for name in VALUES if row[name] not in (None, SUPPRESSED)]
    if not given:
        return None
    if row["measure"] == "percentage" and min(given) >= 0:
        return max(Decimal(100), *given)
    measured = row["target"] is not None or row["baseline"] is not None
    if row["measure"] == "unit" and measured and min(given) >= 0 and max(given) > 0:
        return max(given)
    return None


def _printed(row: dict[Any, Any], text: Text) -> tuple[str, str, str, str]:
    """Return actual value, target, baseline and period in words; "" for what is not given."""

    def value(name: str) -> str:
        return exact(text, row[name], percent=percent)

    percent = row["measure"] == "percentage"
    actual = text.gettext("no data") if row["actual"] is None else value("actual")
    if row["unit"] and row["actual"] not in (None, SUPPRESSED) and not percent:
        actual = text.gettext("{number} {unit}").format(number=actual, unit=row["unit"])
    target, baseline = text.gettext("no target"), ""
    if row["target"] is not None:
        target = text.gettext("target {number}").format(number=value("target"))
    if row["baseline"] is not None:
        baseline = text.gettext("baseline {number}").format(number=value("baseline"))
    return actual, target, baseline, text.period(row["start"], row["end"])


def _more(table: pd.DataFrame, text: Text) -> str:
    """Say how many results are not shown; "" if all are."""
    rest = len(table) - MOST
    if rest <= 0:
        return ""
    return text.ngettext("And {count} more result.", "And {count} more results.", rest).format(
        count=text.words(rest, "result")
    )
