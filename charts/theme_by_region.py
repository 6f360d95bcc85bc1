"""Themes by region: what is worked on where, and what is not."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, matrix
from briefpress.drawing.house import House
from briefpress.drawing.wording import region, series, together
from briefpress.language import Text
from briefpress.measures import count
from briefpress.model.places import WORLD
from briefpress.model.slices import Slice

HEAD = 7.0
MOST = 24
"""Themes that fit a page: those of the most activities."""


def table(part: Slice) -> pd.DataFrame:
    """Columns: theme (code), region (M49, 001 for worldwide), activities (count), rows.

    One row for each pair of a theme of the main vocabulary and a region that
    both occur here, zeros too; regions by code, the world last. No more than
    MOST themes; no row if there is only one theme or one region.
    """
    vocabulary = part.edition.vocabulary
    found = count.by_theme_and_region(part.tables, vocabulary)
    order = count.by_theme(part.tables, vocabulary)
    most = order[order["theme"].isin(found["theme"])].nlargest(MOST, "activities")
    themes = list(most.sort_index()["theme"])
    regions = sorted(set(found["region"]), key=lambda code: (code == WORLD, code))
    if len(themes) < 2 or len(regions) < 2:
        return found.iloc[:0]
    return matrix.complete(found, theme=themes, region=regions)


def size(table: pd.DataFrame) -> tuple[float, float]:
    wide = table["region"].nunique() > 2
    return (174 if wide else 84), HEAD + table["theme"].nunique() * matrix.CELL


def heading(table: pd.DataFrame, text: Text) -> str:
    named = table[table["region"] != WORLD]
    all_regions = named["region"].nunique()
    if all_regions < 2:
        return text.gettext("Where each theme is worked on")
    everywhere = int((named.groupby("theme")["activities"].min() > 0).sum())
    if not everywhere:
        return text.gettext("No theme is worked on in every region shown")
    counts = everywhere, table["theme"].nunique(), all_regions
    count, themes, regions = together(text, *counts, noun="theme")
    sentence = text.ngettext(
        "Of the {themes} themes shown, {count} is worked on in each of the {regions} regions",
        "Of the {themes} themes shown, {count} are worked on in each of the {regions} regions",
        everywhere,
    )
    return sentence.format(count=count, themes=themes, regions=regions)


def measure(table: pd.DataFrame, text: Text) -> str:
    return text.gettext("Activities; one can stand in several cells")


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    themes, regions = list(table["theme"].unique()), list(table["region"].unique())
    grid = matrix.Matrix(
        rows=[house.text.theme(code) for code in themes],
        columns=[region(house.text, code) for code in regions],
        head=HEAD,
    )
    counts = {
        (themes.index(theme), regions.index(code)): count
        for theme, code, count in table[["theme", "region", "activities"]].itertuples(index=False)
    }
    matrix.tints(axes, grid, counts, house)


def alt(table: pd.DataFrame, text: Text) -> str:
    pair, cell = text.gettext("{theme} ({counts})"), text.gettext("{theme} – {region}")
    rows, values = [], []
    for theme, cells in table.groupby("theme", sort=False):
        name = text.theme(str(theme))
        pairs = [
            (region(text, code), int(count))
            for code, count in zip(cells["region"], cells["activities"], strict=True)
        ]
        rows.append(pair.format(theme=name, counts=series(text, pairs)))
        named = [(cell.format(theme=name, region=where), count) for where, count in pairs]
        values += alttext.counted(named, text)
    return alttext.composed(
        text,
        text.gettext("Matrix. {measure}.").format(measure=measure(table, text)),
        values,
        listed=text.gettext("{values}.").format(values=text.series(rows)),
    )
