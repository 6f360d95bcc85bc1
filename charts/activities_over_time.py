"""Activities over time: how many ran in each year, and how many give none."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks
from briefpress.drawing.house import House
from briefpress.drawing.wording import opening, together
from briefpress.language import Text
from briefpress.measures import count
from briefpress.model.slices import Slice
from briefpress.model.tables import records


def table(part: Slice) -> pd.DataFrame:
    """Columns: year, activities (count), undated, total (activities), rows.

    One row a year from the first to the last, an activity counted in each in
    which it ran; no row if there are not two years. ``undated`` is how many of
    ``total`` give no year.
    """
    years = count.years(part.tables)
    dates = list(part.tables.rows("activities", "start_date", "end_date"))
    more = {"undated": sum(not (start or end) for start, end in dates), "total": len(dates)}
    rows = [row | more for row in years] if len(years) > 1 else []
    return pd.DataFrame(rows, columns=["year", "activities", "undated", "total", "rows"])


def size(table: pd.DataFrame) -> tuple[float, float]:
    return 84, 36 + (marks.NOTE if table["undated"].any() else 0)


def heading(table: pd.DataFrame, text: Text) -> str:
    undated, total = int(table["undated"].max()), int(table["total"].max())
    most = table["activities"].max()
    peaks = [year for year, one in records(table, "year", "activities") if one == most]
    if undated * 2 >= total:
        count, of = together(text, total - undated, total)
        return text.ngettext(
            "Only {count} of {total} activities gives a year",
            "Only {count} of {total} activities give a year",
            total - undated,
        ).format(count=count, total=of)
    if len(peaks) == 1:
        return text.gettext("{year} had the most activities").format(year=peaks[0])
    first, last = table["year"].min(), table["year"].max()
    return text.gettext("Activities from {first} to {last}").format(first=first, last=last)


def measure(table: pd.DataFrame, text: Text) -> str:
    return text.gettext("Activities in each year in which they ran")


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    gap = _gap(table, house.text)
    rows = marks.counted(_pairs(table), house)
    marks.columns(axes, rows, house, foot=marks.NOTE if gap else 0)
    marks.note(axes, house, gap)


def alt(table: pd.DataFrame, text: Text) -> str:
    opening = text.gettext("Column chart. {measure}.").format(measure=measure(table, text))
    values = alttext.counted(_pairs(table), text)
    return alttext.composed(text, opening, values, over_time=True, note=_gap(table, text))


def _pairs(table: pd.DataFrame) -> list[tuple[str, int]]:
    return [(str(year), one) for year, one in records(table, "year", "activities")]


def _gap(table: pd.DataFrame, text: Text) -> str:
    """Say how many activities are not in the columns; "" if all are."""
    undated, total = int(table["undated"].max()), int(table["total"].max())
    if not undated:
        return ""
    count, of = together(text, undated, total)
    sentence = text.ngettext(
        "{count} of {total} activities gives no year and is not shown.",
        "{count} of {total} activities give no year and are not shown.",
        undated,
    )
    return opening(sentence.format(count=count, total=of))
