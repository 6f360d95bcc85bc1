"""Activities and their themes: which numbered activity stands under which theme."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, matrix
from briefpress.drawing.house import House
from briefpress.drawing.wording import series, together
from briefpress.language import Text
from briefpress.measures import count
from briefpress.model.slices import Slice

MOST = 12
"""Activities that fit; the brief of more of them is served by activities_by_theme."""
NARROW = 6
"""Activities that fit half the page's width."""

WHOLE = 20
"""Themes of a vocabulary that is shown whole; of a larger one, those that occur."""


def table(part: Slice) -> pd.DataFrame:
    """Columns: theme (code), numbers (of the activities), total (activities in all), rows.

    One row a theme of the main vocabulary, in its order. An activity's number
    is its place in the data, from 1, as on its card. No row if there are more
    than MOST activities, or none has a theme; no theme that does not occur if
    there are more than WHOLE.
    """
    activities, themes = part.tables.activities, part.tables.themes
    number = {activity: at for at, activity in enumerate(activities["id"], start=1)}
    numbered = dict(zip(themes["row"], themes["activity"].map(number), strict=True))
    counted = count.by_theme(part.tables, part.edition.vocabulary)
    # an activity has a row for itself and one for each transaction that names the theme
    numbers = [tuple(sorted({numbered[row] for row in rows})) for rows in counted["rows"]]
    found = pd.DataFrame(
        {
            "theme": counted["theme"],
            "numbers": pd.Series(numbers, dtype=object),
            "total": len(activities),
            "rows": counted["rows"],
        }
    )
    if len(found) > WHOLE:
        found = found[found["numbers"].astype(bool)].reset_index(drop=True)
    return found if any(numbers) and len(activities) <= MOST else found.iloc[:0]


def size(table: pd.DataFrame) -> tuple[float, float]:
    few = table["total"].max() <= NARROW
    return 84 if few else 174, 5 + len(table) * matrix.CELL


def heading(table: pd.DataFrame, text: Text) -> str:
    used, total = int(table["numbers"].astype(bool).sum()), int(table["total"].max())
    if total == 1:
        return text.ngettext(
            "The activity stands under {count} theme",
            "The activity stands under {count} themes",
            used,
        ).format(count=text.words(used, "theme"))
    count, themes = together(text, used, len(table), noun="theme")
    return text.ngettext(
        "The activities stand under {count} of {themes} themes",
        "The activities stand under {count} of {themes} themes",
        used,
    ).format(count=count, themes=themes)


def measure(table: pd.DataFrame, text: Text) -> str:
    total = int(table["total"].max())
    return text.ngettext(
        "Number {total}: the activity, as on its card",
        "Numbers 1 to {total}: the activities, as on their cards",
        total,
    ).format(total=text.number(total))


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    numbers = [house.text.number(at + 1) for at in range(int(table["total"].max()))]
    grid = matrix.Matrix(
        rows=[house.text.theme(code) for code in table["theme"]],
        columns=numbers,
        head=5,
        widest=6.4 if len(numbers) <= NARROW else 11.0,
    )
    filled = {(row, at - 1) for row, under in enumerate(table["numbers"]) for at in under}
    matrix.dots(axes, grid, filled, house)


def alt(table: pd.DataFrame, text: Text) -> str:
    none = text.gettext("none")
    numbers = [
        text.listing([text.number(number) for number in numbers]) or none
        for numbers in table["numbers"]
    ]
    named = list(table["theme"].map(text.theme))
    values = [
        alttext.Value(label, len(under), _activities(text, len(under)))
        for label, under in zip(named, table["numbers"], strict=True)
    ]
    opening = text.gettext("Matrix. Themes, and the activities under each. {measure}.")
    return alttext.composed(
        text,
        opening.format(measure=measure(table, text)),
        values,
        listed=text.gettext("{values}.").format(
            values=series(text, zip(named, numbers, strict=True))
        ),
    )


def _activities(text: Text, count: int) -> str:
    return text.ngettext("{number} activity", "{number} activities", count).format(
        number=text.number(count)
    )
