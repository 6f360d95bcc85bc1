"""Activities by region: where in the world the work is done."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks
from briefpress.drawing.house import House
from briefpress.drawing.wording import region, together
from briefpress.language import Text
from briefpress.measures import count
from briefpress.model.places import WORLD
from briefpress.model.slices import Slice


def table(part: Slice) -> pd.DataFrame:
    """Columns: region (M49, 001 for worldwide), activities (count), total, rows.

    ``total``: activities in all. One row a region that is touched, most first;
    no row if there is only one, which is no comparison.
    """
    regions = count.by_region(part.tables)
    regions.insert(2, "total", len(part.tables.activities))
    return regions if len(regions) > 1 else regions.iloc[:0]


def size(table: pd.DataFrame) -> tuple[float, float]:
    return 84, len(table) * marks.LIST


def heading(table: pd.DataFrame, text: Text) -> str:
    most, total = int(table["activities"].max()), int(table["total"].max())
    leaders = list(table.loc[table["activities"] == most, "region"])
    if len(leaders) > 1:
        return _spread(table, text)
    if leaders[0] == WORLD:
        sentence = text.gettext("Worldwide work leads, with {count} of {total} activities")
    elif most == total:
        sentence = text.gettext("All activities touch {region}, and some reach further")
    else:
        sentence = text.gettext("{region} has the most activities: {count} of {total}")
    count, of = together(text, most, total)
    return sentence.format(region=text.place(leaders[0]), count=count, total=of)


def measure(table: pd.DataFrame, text: Text) -> str:
    sentence = text.gettext("Activities, of {total} in all; one can touch several regions")
    return sentence.format(total=text.number(int(table["total"].max())))


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    rows = marks.counted(_pairs(table, house.text), house)
    marks.bars(axes, rows, house, step=marks.LIST)


def alt(table: pd.DataFrame, text: Text) -> str:
    opening = text.gettext("Bar chart. {measure}.").format(measure=measure(table, text))
    return alttext.composed(text, opening, alttext.counted(_pairs(table, text), text))


def _pairs(table: pd.DataFrame, text: Text) -> list[tuple[str, int]]:
    names = [region(text, code) for code in table["region"]]
    return list(zip(names, table["activities"], strict=True))


def _spread(table: pd.DataFrame, text: Text) -> str:
    """Say in how many regions; the world is none of them."""
    regions = int((table["region"] != WORLD).sum())
    sentence = text.ngettext(
        "Activities in {count} region", "Activities in {count} regions", regions
    )
    if regions < len(table):
        sentence = text.ngettext(
            "Activities in {count} region, and worldwide",
            "Activities in {count} regions, and worldwide",
            regions,
        )
    return sentence.format(count=text.words(regions, "region"))
