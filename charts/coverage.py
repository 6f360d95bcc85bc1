"""Coverage: what the data gives for how many activities, and what it does not."""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks
from briefpress.drawing.house import House
from briefpress.language import Text
from briefpress.measures.coverage import coverage
from briefpress.model.slices import Slice


def table(part: Slice) -> pd.DataFrame:
    """Columns: field, given (activities), total (activities), rows. One row a field.

    No row only if there are no activities.
    """
    fields = coverage(part.tables)
    return fields[fields["total"] > 0]


def size(table: pd.DataFrame) -> tuple[float, float]:
    return 84, len(table) * marks.LIST


def heading(table: pd.DataFrame, text: Text) -> str:
    total = int(table["total"].max())
    return text.ngettext(
        "What is known of {count} activity", "What is known of {count} activities", total
    ).format(count=text.words(total))


def measure(table: pd.DataFrame, text: Text) -> str:
    return text.gettext("Activities that give each kind of information")


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    labels, printed = _labels(table, house.text), _printed(table, house.text)
    rows = [
        marks.Bar(label, given, words)
        for label, given, words in zip(labels, table["given"], printed, strict=True)
    ]
    marks.bars(axes, rows, house, step=marks.LIST, full=int(table["total"].max()))


def alt(table: pd.DataFrame, text: Text) -> str:
    opening = text.gettext("Progress bars. {measure}.").format(measure=measure(table, text))
    columns = _labels(table, text), table["given"], _printed(table, text)
    values = [alttext.Value(*value) for value in zip(*columns, strict=True)]
    return alttext.composed(text, opening, values)


def _labels(table: pd.DataFrame, text: Text) -> list[str]:
    return [text.field(one) for one in table["field"]]


def _printed(table: pd.DataFrame, text: Text) -> list[str]:
    """Return ``4 of 37``; ``0`` for none."""
    some = text.gettext("{count} of {total}")
    return [
        some.format(count=text.number(given), total=text.number(total)) if given else text.number(0)
        for given, total in table[["given", "total"]].itertuples(index=False)
    ]
