"""`briefpress import FILE`: a source with its columns into briefs.toml, for a person to correct."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.config import FILE, ColumnUse, Source
from briefpress.errors import Mistake, ProjectError, did_you_mean
from briefpress.sourceconfig import IGNORED

if TYPE_CHECKING:
    from briefpress.sources.grid import Grid
    from briefpress.sources.propose import Guess, Proposal


def add_source(root: Path, file: Path, *, again: bool = False, encoding: str = "") -> list[str]:
    """Write a ``[[source]]`` for a table into a project's briefs.toml; return what to tell.

    Columns that are sure or likely are written as proposed, the others as
    comments with the reason or with what is missing: a currency is never
    guessed. The rest of the file stays as it is. A source that is there already
    is left alone unless ``again``, and then it is read as it declares: its
    encoding, sheet and heading row. Raises ProjectError for a file that cannot
    be read, for a folder without briefs.toml, and for a file with rows that are people.
    """
    import tomlkit

    from briefpress.press.publish import write_whole
    from briefpress.sources.propose import key_of, propose

    path = root / FILE
    if not path.is_file():
        raise ProjectError(f"{root}: no {FILE} here. 'briefpress new {root}' makes a project.")
    if not file.is_file():
        raise missing(file)
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    shown = Path(os.path.relpath(file, root)).as_posix()
    there = [one for one in document.get("source", []) if one.get("path") == shown]
    if there and not again:
        return [f"{shown} is a source of {FILE} already; nothing was changed. See --again."]
    lines: list[str] = []
    period = document.get("edition", {}).get("period", {})
    days = {key: str(day) for key, day in period.items()}
    for entry in there or [{}]:
        declared = {key: entry[key] for key in _DECLARED if key in entry}
        if encoding:
            declared["encoding"] = encoding
        at = list(document["source"]).index(entry) if there else None
        grids = grids_of(file, Source(shown, **declared))
        every = _with_others(grids, file, shown, declared)
        hidden = hidden_of(file, Source(shown, **declared))
        allowed = list(document.get("disclosure", {}).get("allowed_columns", []))
        if mistakes := people([*every, *hidden], allowed):
            raise ProjectError(mistakes)
        key = key_of([grid.heading for grid in every])
        for grid in grids:
            proposal = _called(propose(grid, key), document.get("edition", {}))
            lines += [f"{grid.file}: {len(grid.numbers)} rows, {len(grid.heading)} columns"]
            lines += [f"  {told(guess)}" for guess in proposal.guesses]
            lines += [f"  ? {question}" for question in proposal.questions]
            text = section(shown, declared, grid, proposal, days)
            if at is None:
                document = tomlkit.parse(tomlkit.dumps(document).rstrip() + "\n\n" + text)
            else:
                document["source"][at] = tomlkit.parse(text)["source"][0]
                at = None
    write_whole(path, tomlkit.dumps(document).encode())
    return [*lines, f"Written into {path}. Correct it there, then: briefpress check"]


def _called(proposal: Proposal, edition: Mapping[str, Any]) -> Proposal:
    """Take sectors for ``sector`` where the edition tells its themes by that, codes or names."""
    if edition.get("vocabulary") != "sector":
        return proposal
    guesses = []
    for guess in proposal.guesses:
        if guess.use and dict(guess.use.constants).get("vocabulary") in ("dac", "dac-3"):
            use = replace(guess.use, constants=(("vocabulary", "sector"),))
            guess = replace(guess, use=use)
        guesses.append(guess)
    return replace(proposal, guesses=tuple(guesses))


def missing(file: Path) -> ProjectError:
    """Return the error for a file that is not there, with the nearest name beside it."""
    try:
        names = [one.name for one in file.parent.iterdir()]
    except OSError:
        names = []
    found = f"there is no such file.{did_you_mean(file.name, names)}"
    return ProjectError([Mistake(str(file), found=found)])


_DECLARED = ("name", "url", "format", "encoding", "sheet", "heading_row")
"""What a person says of a file, which is not proposed anew."""


def grids_of(file: Path, source: Source, mistakes: list[Mistake] | None = None) -> list[Grid]:
    """Return the tables of a person's file, and add its wrong rows to ``mistakes``.

    Raises ProjectError where it cannot be read, or is an IATI file.
    """
    from briefpress.sources import format_of
    from briefpress.sources.reading import grids

    shown = source.path
    kind = format_of(file, source)
    if kind == "iati":
        raise ProjectError(f'{shown} is an IATI file: it needs no columns, only path = "{shown}"')
    return grids(kind, file, source, shown, [] if mistakes is None else mistakes)


def hidden_of(file: Path, source: Source) -> list[Grid]:
    """Return the hidden sheets of a workbook, which no build reads; none of another file."""
    from importlib import import_module

    from briefpress.sources import format_of

    kind = format_of(file, source)
    if kind not in ("xlsx", "ods"):
        return []
    found: list[Grid] = []
    for name in import_module(f"briefpress.sources.{kind}").hidden(file, source.path):
        try:
            found += grids_of(file, Source(source.path, sheet=name))
        except ProjectError:
            continue  # empty, or no table
    return found


def people(grids: Sequence[Grid], allowed: Sequence[str]) -> list[Mistake]:
    """Return what a build will say of tables whose rows are people, one mistake a heading.

    Of all sheets of a file: a list of people does not belong into a project, read or not.
    """
    from briefpress.sources.persons import person_level

    return [mistake for grid in grids for mistake in person_level(grid, allowed)]


def _with_others(grids: list[Grid], file: Path, shown: str, declared: dict[str, Any]) -> list[Grid]:
    """Return a workbook's other sheets too, where one is declared: they may name its rows."""
    if "sheet" not in declared:
        return grids
    every = {key: value for key, value in declared.items() if key not in ("sheet", "heading_row")}
    try:
        others = grids_of(file, Source(shown, **every))
    except ProjectError:
        return grids
    return [*grids, *(one for one in others if one.file != grids[0].file)]


def section(
    shown: str, declared: dict[str, Any], grid: Grid, proposal: Proposal, period: dict[str, str]
) -> str:
    """Return the source as TOML, with the reasons as comments.

    A budget whose table says nothing of time is taken for the edition's ``period``.
    """
    import tomlkit

    source = tomlkit.table()
    source["path"] = shown
    source.update(declared)
    if ", sheet '" in grid.file:
        source["sheet"] = grid.file.partition(", sheet '")[2].rstrip("'")
    for key in ("date_format", "decimal_mark"):
        if getattr(proposal, key):
            source[key] = getattr(proposal, key)
    for question in proposal.questions:
        source.add(tomlkit.comment(question))
    columns = tomlkit.table()
    for guess in proposal.guesses:
        if not guess.heading:
            continue  # reading it says that a column has values and no heading
        said = tomlkit.item(IGNORED)
        if guess.use:
            timeless = guess.use.to == "budgets.value"
            dates = {f"{key}_date": day for key, day in period.items()} if timeless else {}
            said = value(guess.use, dates)
        if guess.sure == "not sure":
            key = tomlkit.item(guess.heading).as_string()
            columns.add(tomlkit.comment(f"{key} = {said.as_string()}   # {guess.why}"))
        else:
            columns[guess.heading] = said
            columns[guess.heading].comment(f"{guess.sure}: {guess.why}")
    source["columns"] = columns
    array = tomlkit.aot()
    array.append(source)
    document = tomlkit.document()
    document["source"] = array
    return tomlkit.dumps(document)


def value(use: ColumnUse, dates: dict[str, str]) -> Any:
    """Return what one column is as ``[source.columns]`` has it; ``dates`` are a budget's."""
    import tomlkit

    more = {
        "separator": use.separator,
        "percentages": use.percentages,
        "marked": use.marked,
        "group": use.group,
        **dict(use.constants),
        "values": dict(use.values),
        **dates,
    }
    given = {key: value for key, value in more.items() if value}
    if not given:
        return tomlkit.item(use.to)
    table = tomlkit.inline_table()
    table["to"] = use.to
    table.update(given)
    return table


def told(guess: Guess) -> str:
    """Return what one column is taken for, and why, as a line."""
    what = guess.use.to if guess.use else "?"
    return f"{guess.heading:<32} {what:<24} {guess.sure}: {guess.why}"
