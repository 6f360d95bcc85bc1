"""Partners: who works with us, and on which themes."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks, matrix
from briefpress.drawing.house import House
from briefpress.drawing.wording import series
from briefpress.language import Text
from briefpress.measures import count
from briefpress.measures.describe import PARTNER_ROLES
from briefpress.model.slices import Slice

MOST = 14
"""Partners that are shown; how many more there are is said."""
MOST_THEMES = 8
"""Themes that have room for their names: those of the most activities."""


def table(part: Slice) -> pd.DataFrame:
    """Columns: organisation (id), theme (code), activities (count), total, rows.

    One row for each pair of a partner and a theme of the main vocabulary,
    zeros too. ``total``: the partner's activities, most first. No row if no
    partner's activity has a theme.
    """
    tables, vocabulary = part.tables, part.edition.vocabulary
    partners = count.by_organisation(tables, PARTNER_ROLES)
    named = tables.organisations[tables.organisations["role"].isin(PARTNER_ROLES)]
    themes = tables.themes[tables.themes["vocabulary"] == vocabulary]
    met = named.merge(themes[["activity", "code"]], on="activity").groupby(["organisation", "code"])
    found = pd.DataFrame(
        [
            (*pair, rows["activity"].nunique(), tuple(dict.fromkeys(rows["row"])))
            for pair, rows in met
        ],
        columns=["organisation", "theme", "activities", "rows"],
    )
    order = count.by_theme(tables, vocabulary)["theme"]
    grid = matrix.complete(found, organisation=partners["organisation"], theme=order)
    totals = partners.set_index("organisation")["activities"]
    grid.insert(3, "total", grid["organisation"].map(totals))
    return grid if grid["activities"].any() else grid.iloc[:0]


def size(table: pd.DataFrame) -> tuple[float, float]:
    shown = _shown(table)
    themes = list(shown["theme"].unique())
    rows = shown["organisation"].nunique() * marks.ROW
    height = _head(themes) + rows + (marks.NOTE if any(_rest(table)) else 0)
    return (84 if len(themes) < 3 else 174), height


def heading(table: pd.DataFrame, text: Text) -> str:
    partners = table["organisation"].nunique()
    return text.ngettext(
        "The data names {count} partner", "The data names {count} partners", partners
    ).format(count=text.words(partners, "partner"))


def measure(table: pd.DataFrame, text: Text) -> str:
    return text.gettext("Themes of the activities with each partner, and their number")


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    shown = _shown(table)
    partners, themes = list(shown["organisation"].unique()), list(shown["theme"].unique())
    totals = shown.drop_duplicates("organisation")["total"]
    grid = matrix.Matrix(
        rows=[house.text.organisation(code) for code in partners],
        columns=[house.text.theme(code) for code in themes],
        head=_head(themes),
        row=marks.ROW,
        tail=[house.text.number(total) for total in totals],
        tail_head=house.text.gettext("Activities"),
    )
    met = shown[shown["activities"] > 0]
    filled = {
        (partners.index(who), themes.index(code))
        for who, code in zip(met["organisation"], met["theme"], strict=True)
    }
    matrix.dots(axes, grid, filled, house)
    marks.note(axes, house, _more(table, house.text))


def alt(table: pd.DataFrame, text: Text) -> str:
    shown = _shown(table)
    totals = table.drop_duplicates("organisation")
    values = [
        alttext.Value(text.organisation(who), total, _activities(text, total))
        for who, total in zip(totals["organisation"], totals["total"], strict=True)
    ]
    listed = []
    for who, rows in shown.groupby("organisation", sort=False):
        met = rows.loc[rows["activities"] > 0, "theme"]
        sentence = text.ngettext(
            "{count} activity ({themes})",
            "{count} activities ({themes})",
            int(rows["total"].iloc[0]),
        ).format(
            count=text.number(int(rows["total"].iloc[0])),
            themes=text.commas(map(text.theme, met)) or text.gettext("none of the themes shown"),
        )
        listed.append((text.organisation(str(who)), sentence))
    return alttext.composed(
        text,
        text.gettext("Matrix. {measure}.").format(measure=measure(table, text)),
        values,
        listed=text.gettext("{values}.").format(values=series(text, listed)),
        note=_more(table, text),
    )


def _activities(text: Text, count: int) -> str:
    return text.ngettext("{number} activity", "{number} activities", count).format(
        number=text.number(count)
    )


def _head(themes: list[str]) -> float:
    """Return the height of the columns' labels: narrow ones have more lines."""
    return 14.0 if len(themes) > 5 else 11.0


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the first partners, and of the themes that most of the work is under."""
    partners = table["organisation"].unique()[:MOST]
    sums = table.groupby("theme")["activities"].sum().nlargest(MOST_THEMES)
    themes = sums[sums > 0].index
    return table[table["organisation"].isin(partners) & table["theme"].isin(themes)]


def _rest(table: pd.DataFrame) -> tuple[int, int]:
    """Return how many partners, and how many of their themes, are not shown."""
    themes = table.loc[table["activities"] > 0, "theme"].nunique()
    return max(0, table["organisation"].nunique() - MOST), max(0, themes - MOST_THEMES)


def _more(table: pd.DataFrame, text: Text) -> str:
    """Say what is not shown; "" if all is."""
    partners, themes = _rest(table)
    said = [
        text.ngettext("And {count} more partner.", "And {count} more partners.", partners),
        text.ngettext("And {count} more theme.", "And {count} more themes.", themes),
    ]
    counts = (text.words(partners, "partner"), text.words(themes, "theme"))
    parts = zip(said, counts, (partners, themes), strict=True)
    return " ".join(sentence.format(count=count) for sentence, count, rest in parts if rest)
