"""`briefpress add chart`: a chart that draws, its test, a picture of it, its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.config import Project, load
from briefpress.drawing.files import find
from briefpress.errors import ProjectError, did_you_mean
from briefpress.growing.changes import Changes
from briefpress.growing.kinds import Added
from briefpress.growing.tree import FIGURE
from briefpress.measures.meanings import TABLES

if TYPE_CHECKING:
    from briefpress.press.task import Task

PREVIEWS = "previews"
"""The folder in build/ for pictures of charts."""


@dataclass(frozen=True)
class _Start:
    """What a chart is begun with: its table's key column, how that is printed, what is counted."""

    column: str
    printed: str
    measure: str


_EACH = "an activity counts in each of its"
_STARTS = {
    "themes": _Start(
        "theme",
        "text.theme(one)",
        "Activities by theme; an activity counts under each of its themes",
    ),
    "countries": _Start(
        "country", "text.place(one)", f"Activities by country or area; {_EACH} countries"
    ),
    "regions": _Start("region", "text.place(one)", f"Activities by region; {_EACH} regions"),
    "scopes": _Start("scope", "text.scope(one)", "Activities by scope"),
    "years": _Start(
        "year", "str(one)", "Activities by year; an activity counts in each year in which it ran"
    ),
    "partners": _Start(
        "organisation", "text.organisation(one)", "Organisations named in these activities"
    ),
    "donors": _Start(
        "organisation", "text.organisation(one)", "Organisations named in these activities"
    ),
}
"""The tables that count activities, in words that briefpress has in its languages already."""


def add(root: Path, name: str, of: str, into: str, out: Path) -> Added:
    """Write ``charts/NAME.py`` and its test, draw it, and put it ``into`` a kind's template.

    ``of`` is the table that it is begun with. Without ``into`` the line to put into a
    template is told. Raises ProjectError, and BriefError where it cannot be drawn; then
    nothing is written.
    """
    project = load(root)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ProjectError(f"'{name}' is no name for a chart: use a-z, 0-9 and '_'")
    there = find(project.folders)
    if name in there:
        whose = "is there already" if root in there[name].parents else "comes with briefpress"
        raise ProjectError(f"charts/{name}.py: {whose}, and is not overwritten. Give another name")
    if of not in _STARTS:
        raise ProjectError(
            f"'{of}' is no table that a chart is begun with.{did_you_mean(of, _STARTS)} There is:"
            f" {', '.join(_STARTS)}"
        )
    kinds = {kind.name: kind for kind in project.kinds}
    if into and into not in kinds:
        hint = did_you_mean(into, kinds)
        raise ProjectError(f"briefs.toml has no kind '{into}'.{hint} There is: {', '.join(kinds)}")
    lines = [f"charts/{name}.py: the chart, for you to change", f"tests/test_{name}.py: its test"]
    with Changes(root) as changes:
        changes.new(f"charts/{name}.py", source(name, of))
        changes.new(f"tests/test_{name}.py", test(name))
        if into:
            template = kinds[into].template
            changes.write(f"templates/{template}", placed(_template(project, template), name))
            lines.append(f"templates/{template}: it is in the page")
        brief, picture, words = preview(load(root), out, name, into)
    if picture:
        lines += [f"{picture}: as it is in {brief}", *(f"  {one}" for one in words)]
    else:
        lines.append("Nothing to draw: its table is empty in every brief that was looked at.")
    if not into:
        lines.append(f"Put it where you want it in a template: {FIGURE.format(f'charts.{name}')}")
    return Added(tuple(lines), into)


def _template(project: Project, name: str) -> str:
    path = next(
        (path for folder in project.folders if (path := folder / "templates" / name).is_file()),
        None,
    )
    if path is None:
        raise ProjectError(f"there is no templates/{name}")
    return path.read_text(encoding="utf-8")


_PLACES = ('{% include "blocks/tail.html" %}', '<section class="chapter" id="who">', "</main>")
"""What a chart is put before: the foot of a brief, the last chapter of the summary, the end."""


def placed(template: str, name: str) -> str:
    """Return a template with a chart before its tail, else at the end of its main part.

    Raises ProjectError where neither is there.
    """
    figure = FIGURE.format(f"charts.{name}") + "\n"
    for sign in _PLACES:
        before, found, after = template.rpartition(sign)
        if found:
            return before + figure + found + after
    raise ProjectError(f"the template has no place that could be told. Put in: {figure.strip()}")


_LOOKED_AT = 5
"""Briefs in which the chart may have nothing to say before that is said."""


def preview(
    project: Project, out: Path, name: str, kind: str
) -> tuple[str, Path | None, list[str]]:
    """Draw a chart for the first brief in which it has something to say.

    Returns the brief, its picture (PNG, in build/previews) and its words. Raises BriefError
    when the chart cannot be drawn.
    """
    from briefpress.press import build
    from briefpress.press.publish import write_whole

    seen: dict[str, Task] = {}
    for task in build.tasks(project, out):
        if kind in ("", task.job.kind.name):
            seen.setdefault(task.job.kind.name + task.job.key, task)
    for task in list(seen.values())[:_LOOKED_AT]:
        found = draw(task, name)
        if found:
            path = out / PREVIEWS / f"{name}.png"
            write_whole(path, found[0])
            return task.job.brief, path, found[1]
    return "", None, []


def draw(task: Task, name: str) -> tuple[bytes, list[str]] | None:
    """Return a chart's picture as PNG and its words; None when it has nothing to say of a brief."""
    from briefpress import language
    from briefpress.drawing import chart
    from briefpress.drawing.house import House

    folders = task.project.folders
    text = language.text(task.job.language, task.names, task.project.root)
    house = House(task.project.brand.colour, text)
    drawn = chart.draw(name, task.slice, house, folders)
    if drawn is None:
        return None
    words = [f"heading: {drawn.heading}", f"measure: {drawn.measure}", f"alt: {drawn.alt}"]
    words += [f"look at this: {fault}" for fault in drawn.faults]
    return chart.png(name, task.slice, house, folders), words


def source(name: str, of: str) -> str:
    """Return the file of a chart that counts activities by one thing, as bars."""
    start, table = _STARTS[of], TABLES[of]
    roles = "from briefpress.measures.describe import PARTNER_ROLES\n"
    title = name.replace("_", " ").capitalize()
    return f'''"""{title}: {table.meaning}.

'briefpress facts BRIEF --charts' lists what its functions are handed.
"""

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks
from briefpress.drawing.house import House
from briefpress.language import Text
from briefpress.measures import count
{roles if "PARTNER_ROLES" in table.in_chart else ""}from briefpress.model.slices import Slice

MOST = 12
"""Rows that are shown."""


def table(part: Slice) -> pd.DataFrame:
    """Columns: {start.column}, activities (count), rows. Without a row there is no chart."""
    found = {table.in_chart}
    return found[found["activities"] > 0].head(MOST)


def size(table: pd.DataFrame) -> tuple[float, float]:
    """Millimetres: 84 wide is half of the page, 174 all of it."""
    return 84, len(table) * marks.ROW


def heading(table: pd.DataFrame, text: Text) -> str:
    """What the numbers say. Words of your own: text.gettext("…"), and locale/fr.po for French."""
    label, most = max(_pairs(table, text), key=lambda pair: pair[1])
    said = text.ngettext("{{number}} activity", "{{number}} activities", most)
    value = said.format(number=text.number(most))
    return text.gettext("{{label}}: {{value}}").format(label=label, value=value)


def measure(table: pd.DataFrame, text: Text) -> str:
    """What is counted, and in what unit."""
    return text.gettext("{start.measure}")


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    """In millimetres, from the top left."""
    marks.bars(axes, marks.counted(_pairs(table, house.text), house), house)


def alt(table: pd.DataFrame, text: Text) -> str:
    """The same for who cannot see it: every value."""
    opening = text.gettext("Bar chart. {{measure}}.").format(measure=measure(table, text))
    return alttext.composed(text, opening, alttext.counted(_pairs(table, text), text))


def _pairs(table: pd.DataFrame, text: Text) -> list[tuple[str, int]]:
    labels = [{start.printed} for one in table["{start.column}"]]
    return list(zip(labels, map(int, table["activities"]), strict=True))
'''


def test(name: str) -> str:
    """Return a chart's test, for pytest in the project's folder."""
    return f'''"""The chart {name}: drawn from the project's own data. Run: pytest tests"""

from briefpress.growing.trial import drawn


def test_it_has_something_to_say_in_some_brief() -> None:
    assert drawn("{name}")


def test_every_number_is_in_the_alternative_text() -> None:
    for chart in drawn("{name}"):
        numbers = [str(row["activities"]) for row in chart.table]
        assert not [one for one in numbers if one not in chart.alt.replace(",", "")]
'''
