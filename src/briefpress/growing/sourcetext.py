"""The ``[[source]]`` of a person's file as TOML: one for each of its sheets that is read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from briefpress import importing
from briefpress.growing.chosen import Chosen, sheet

if TYPE_CHECKING:
    from briefpress.sources.grid import Grid
    from briefpress.sources.propose import Proposal


def sources(of: Chosen, start: dt.date, end: dt.date) -> str:
    """Return the ``[[source]]`` of a file; budgets without dates are from ``start`` to ``end``."""
    import tomlkit

    array = tomlkit.aot()
    if not of.columns:
        source = _begun(of)
        source.update({"encoding": of.hints.encoding} if of.hints.encoding else {})
        if of.kind == "iati":
            source["on_error"] = "set aside"
            source["on_error"].comment("what cannot be used is listed in build/rejected.csv")
        array.append(source)
    for grid, proposal in of.columns:
        array.append(_source(of, grid, proposal, start, end))
    document = tomlkit.document()
    document["source"] = array
    return tomlkit.dumps(document)


def _source(of: Chosen, grid: Grid, proposal: Proposal, start: dt.date, end: dt.date) -> Any:
    import tomlkit

    source = _begun(of)
    if of.sheets > 1:
        source["sheet"] = sheet(grid)
    if of.hints.encoding:
        source["encoding"] = of.hints.encoding
    for key in ("date_format", "decimal_mark"):
        if getattr(proposal, key):
            source[key] = getattr(proposal, key)
    if of.set_aside:
        source["on_error"] = "set aside"
        source["on_error"].comment("such rows are listed in build/rejected.csv")
    columns = tomlkit.table()
    for guess in proposal.guesses:
        if not guess.use:
            continue
        days = {"start_date": start.isoformat(), "end_date": end.isoformat()}
        said = importing.value(guess.use, days if guess.use.to == "budgets.value" else {})
        if guess.sure == "not sure":
            key = tomlkit.item(guess.heading).as_string()
            columns.add(tomlkit.comment(f"{key} = {said.as_string()}   # {guess.why}"))
        else:
            columns[guess.heading] = said
    source["columns"] = columns
    return source


def _begun(of: Chosen) -> Any:
    import tomlkit

    source = tomlkit.table()
    source["path"] = of.path
    source["name"] = of.file.name
    source["name"].comment("as it is printed under charts and tables")
    return source
