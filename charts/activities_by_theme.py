"""Activities by theme: which kinds of work carry the edition."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks
from briefpress.drawing.house import House
from briefpress.drawing.wording import opening, together
from briefpress.language import Text
from briefpress.measures import count
from briefpress.model.slices import Slice
from briefpress.model.tables import records

MOST = 20
"""Themes that are shown; how many more the vocabulary has is said."""


def table(part: Slice) -> pd.DataFrame:
    """Columns: theme (code), activities (count), total (activities in all), rows.

    One row a theme of the main vocabulary, largest first; no row if no
    activity stands under any, or there is only one activity.
    """
    total = part.size
    themes = count.themes(part.tables, part.edition.vocabulary)
    ordered = sorted(themes, key=lambda row: -row["activities"])
    worth = total > 1 and any(row["activities"] for row in ordered)
    rows = [row | {"total": total} for row in ordered] if worth else []
    return pd.DataFrame(rows, columns=["theme", "activities", "total", "rows"])


def size(table: pd.DataFrame) -> tuple[float, float]:
    note = marks.NOTE if len(table) > MOST else 0
    return 84, min(len(table), MOST) * marks.ROW + note


def heading(table: pd.DataFrame, text: Text) -> str:
    most, total = int(table["activities"].max()), int(table["total"].max())
    leaders = [theme for theme, one in records(table, "theme", "activities") if one == most]
    if most == total and table["activities"].sum() == total:
        return text.gettext("All activities stand under one theme")
    if most == total and len(leaders) == 1:
        sentence = text.gettext("All activities stand under {theme}, some under others too")
        return sentence.format(theme=text.theme(leaders[0]))
    if most == 1:
        return text.gettext("No theme has more than one activity")
    count, of = together(text, most, total)
    if len(leaders) == 1:
        sentence = text.gettext("The largest theme is {theme}, with {count} of {total} activities")
        return sentence.format(theme=text.theme(leaders[0]), count=count, total=of)
    sentence = text.ngettext(
        "{themes} theme leads, with {count} of {total} activities",
        "{themes} themes lead, each with {count} of {total} activities",
        len(leaders),
    )
    themes = text.words(len(leaders), "theme")
    return opening(sentence.format(themes=themes, count=count, total=of))


def measure(table: pd.DataFrame, text: Text) -> str:
    sentence = text.gettext("Activities, of {total} in all; one can stand under several themes")
    return sentence.format(total=text.number(int(table["total"].max())))


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    shown = _pairs(table.head(MOST), house.text)
    marks.bars(axes, marks.counted(shown, house), house)
    marks.note(axes, house, _more(table, house.text))


def alt(table: pd.DataFrame, text: Text) -> str:
    opening = text.gettext("Bar chart. {measure}.").format(measure=measure(table, text))
    return alttext.composed(text, opening, alttext.counted(_pairs(table, text), text))


def _pairs(table: pd.DataFrame, text: Text) -> list[tuple[str, int]]:
    return [(text.theme(theme), one) for theme, one in records(table, "theme", "activities")]


def _more(table: pd.DataFrame, text: Text) -> str:
    """Say how many themes are not shown; "" if all are."""
    rest = len(table) - MOST
    if rest <= 0:
        return ""
    return text.ngettext("And {count} more theme.", "And {count} more themes.", rest).format(
        count=text.words(rest, "theme")
    )
