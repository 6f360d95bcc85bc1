"""Countries by number of activities: where most of the work is."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks
from briefpress.drawing.house import House
from briefpress.drawing.wording import together
from briefpress.language import Text
from briefpress.measures import count
from briefpress.model.slices import Slice

MOST = 45
"""Countries that are drawn; how many more there are is said."""


def table(part: Slice) -> pd.DataFrame:
    """Columns: country (ISO alpha-3), activities (count), total (activities in all), rows.

    One row a country, most activities first; no row if there is only one.
    """
    countries = count.by_country(part.tables)
    countries.insert(2, "total", len(part.tables.activities))
    return countries if len(countries) > 1 else countries.iloc[:0]


def size(table: pd.DataFrame) -> tuple[float, float]:
    deep = -(-min(len(table), MOST) // _columns(table))
    return (84 if _columns(table) == 1 else 174), deep * marks.LIST + _foot(table)


def heading(table: pd.DataFrame, text: Text) -> str:
    most = int(table["activities"].max())
    leaders = list(table.loc[table["activities"] == most, "country"])
    if len(leaders) == 1 and most == table["total"].max():
        return text.ngettext(
            "{country} shares its activities with {count} other country",
            "{country} shares its activities with {count} other countries",
            len(table) - 1,
        ).format(country=text.place(leaders[0]), count=text.words(len(table) - 1, "country"))
    if len(leaders) == 1:
        count, total = together(text, most, int(table["total"].max()))
        return text.gettext("{country} has the most activities: {count} of {total}").format(
            country=text.place(leaders[0]), count=count, total=total
        )
    return text.ngettext(
        "Activities in {count} country or area",
        "Activities in {count} countries and areas",
        len(table),
    ).format(count=text.words(len(table), "country"))


def measure(table: pd.DataFrame, text: Text) -> str:
    sentence = text.gettext("Activities, of {total} in all; one can be in several countries")
    return sentence.format(total=text.number(int(table["total"].max())))


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    rows = marks.counted(_pairs(table.head(MOST), house.text), house)
    marks.bars(axes, rows, house, step=marks.LIST, columns=_columns(table))
    marks.note(axes, house, _more(table, house.text))


def alt(table: pd.DataFrame, text: Text) -> str:
    opening = text.gettext("Bar chart. {measure}.").format(measure=measure(table, text))
    return alttext.composed(text, opening, alttext.counted(_pairs(table, text), text))


def _pairs(table: pd.DataFrame, text: Text) -> list[tuple[str, int]]:
    """Return name and count of countries, those of one count by their names."""
    named = zip(table["country"].map(text.place), table["activities"], strict=True)
    return sorted(named, key=lambda pair: (-pair[1], text.order(pair[0])))


def _columns(table: pd.DataFrame) -> int:
    return 1 if len(table) <= 12 else 3


def _foot(table: pd.DataFrame) -> float:
    return marks.NOTE if len(table) > MOST else 0


def _more(table: pd.DataFrame, text: Text) -> str:
    """Say how many countries are not shown; "" if all are."""
    rest = len(table) - MOST
    if rest <= 0:
        return ""
    return text.ngettext(
        "And {count} more country or area.", "And {count} more countries and areas.", rest
    ).format(count=text.words(rest, "country"))
