"""Activities by scope: from one city to the whole world."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks
from briefpress.drawing.house import House
from briefpress.drawing.wording import together
from briefpress.language import Text
from briefpress.measures import count
from briefpress.model.slices import Slice


def table(part: Slice) -> pd.DataFrame:
    """Columns: scope ("" for none given), activities (count), total (activities in all), rows.

    One row a scope that occurs, the widest first; no row if there is only one.
    """
    scopes = count.by_scope(part.tables)
    scopes.insert(2, "total", len(part.tables.activities))
    return scopes if len(scopes) > 1 else scopes.iloc[:0]


def size(table: pd.DataFrame) -> tuple[float, float]:
    return 84, len(table) * marks.LIST


def heading(table: pd.DataFrame, text: Text) -> str:
    most = int(table["activities"].max())
    leaders = list(table.loc[table["activities"] == most, "scope"])
    if len(leaders) > 1:
        return text.gettext("How far the activities reach")
    _ = text.gettext
    sentences = {
        "global": _("Global work leads, with {count} of {total} activities"),
        "regional": _("Regional work leads, with {count} of {total} activities"),
        "multinational": _("Work in several countries leads, with {count} of {total} activities"),
        "national": _("National work leads, with {count} of {total} activities"),
        "subnational": _("Subnational work leads, with {count} of {total} activities"),
        "": _("No scope is given for {count} of {total} activities"),
    }
    count, total = together(text, most, int(table["total"].max()))
    return sentences[leaders[0]].format(count=count, total=total)


def measure(table: pd.DataFrame, text: Text) -> str:
    sentence = text.gettext("Activities, of {total} in all")
    return sentence.format(total=text.number(int(table["total"].max())))


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    rows = marks.counted(_pairs(table, house.text), house)
    marks.bars(axes, rows, house, step=marks.LIST)


def alt(table: pd.DataFrame, text: Text) -> str:
    opening = text.gettext("Bar chart. {measure}.").format(measure=measure(table, text))
    return alttext.composed(text, opening, alttext.counted(_pairs(table, text), text))


def _pairs(table: pd.DataFrame, text: Text) -> list[tuple[str, int]]:
    return list(zip(table["scope"].map(text.scope), table["activities"], strict=True))
