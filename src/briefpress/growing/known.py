"""What is known of one brief: from its finished facts, or measured now from the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from briefpress import language
from briefpress.config import DIMENSIONS, Project
from briefpress.documents.facts import Facts, Part
from briefpress.drawing.chart import Chart
from briefpress.drawing.files import find
from briefpress.errors import ProjectError
from briefpress.language import Names, Text
from briefpress.measures.meanings import TABLES
from briefpress.model.number import SUPPRESSED, Number


@dataclass(frozen=True)
class Known:
    """One brief's facts with the words of its language; ``how`` says where they are from.

    ``chapters`` are the keys of each dimension that the brief can have chapters of, where
    that is known.
    """

    facts: Facts
    text: Text
    how: str
    chapters: Mapping[str, list[str]]
    rows: Mapping[str, int]
    """How many rows the slice has of each canonical table; empty where that is not known."""


def of(project: Project, out: Path, brief: str, *, anew: bool = False) -> Known:
    """Return what is known of a brief.

    The facts that a build has left are taken where the brief is as a build would make it
    now, unless ``anew``. Raises ProjectError when the data is wrong or there is no such
    brief, BriefError when a chart cannot be drawn.
    """
    from briefpress.press import build, manifest

    there = manifest.read(out)["briefs"]
    if there and not anew and build.is_finished(project, out, brief):
        return _finished(project, out, brief)
    if not there:
        why = "nothing is built yet"
    else:
        why = "asked for anew" if anew else "the brief is not built, or something has changed"
    return _measured(project, out, brief, why)


def _measured(project: Project, out: Path, brief: str, why: str) -> Known:
    from briefpress.documents.needs import Needs
    from briefpress.press import build, make

    task = build.task(project, out, brief)
    text = language.text(task.job.language, task.names, project.root)
    everything = Needs(charts={"": list(find(project.folders))})
    facts = make.facts_of(task, text, everything)
    chapters = {over: task.slice.keys(over) for over in DIMENSIONS}
    rows = {name: len(table) for name, table in task.slice.tables.each().items()}
    return Known(facts, text, f"measured now from the data: {why}", chapters, rows)


def _finished(project: Project, out: Path, brief: str) -> Known:
    from briefpress.press import manifest
    from briefpress.press.plan import select
    from briefpress.review import finished

    plain = finished.facts_of(out, brief)
    built = manifest.read(out)["briefs"]
    entry = built[select(built, [brief])[0]]
    facts = facts_from(plain, project)
    code = facts.brief.rpartition("/")[2]
    names = Names(plain["names"]["themes"], plain["names"]["organisations"])
    chapters = {over: [part.key for part in parts] for over, parts in facts.parts.items()}
    how = f"from the finished brief, {out / entry['facts']}"
    return Known(facts, language.text(code, names, project.root), how, chapters, {})


def facts_from(plain: Mapping[str, Any], project: Project) -> Facts:
    """Return facts that a build wrote as JSON, as they were: amounts are numbers again."""
    kind, key, _ = plain["brief"].split("/")
    over = {one.name: one.over for one in project.kinds}.get(kind)
    if over is None:
        raise ProjectError(f"{plain['brief']}: briefs.toml has no kind '{kind}' any more")
    split: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for what in ("numbers", "tables", "charts", "texts"):
        for flat, value in plain[what].items():
            at, name = _apart(what, flat)
            split.setdefault(at, {}).setdefault(what, {})[name] = value
    parts: dict[str, list[Part]] = {}
    for (of, code), found in split.items():
        if of:
            parts.setdefault(of, []).append(_part(code, found))
    whole = split.get(("", ""), {})
    own = {name: text for name, text in whole.get("texts", {}).items() if name != "description"}
    return Facts(
        brief=plain["brief"],
        title=plain["title"],
        region=plain["region"],
        edition=project.edition,
        sources=tuple(plain["edition"]["sources"]),
        whole=_part(key, whole),
        parts=parts,
        texts=own,
        names=plain["names"],
    )


_DOTS = {"numbers": 2, "tables": 1, "charts": 1, "texts": 1}
"""How many parts the name itself has, behind chapter and key: a key may have dots too."""


def _apart(what: str, flat: str) -> tuple[tuple[str, str], str]:
    """Split ``theme.prevention.activities.total`` into its chapter and its name."""
    over, _, rest = flat.partition(".")
    if over not in DIMENSIONS:
        return ("", ""), flat
    code, *name = rest.rsplit(".", _DOTS[what])
    return (over, code), ".".join(name)


def _part(key: str, found: Mapping[str, Mapping[str, Any]]) -> Part:
    return Part(
        key,
        tuple(_number(name, one) for name, one in found.get("numbers", {}).items()),
        {name: [_row(name, row) for row in rows] for name, rows in found.get("tables", {}).items()},
        {name: _chart(name, one) for name, one in found.get("charts", {}).items()},
        str(found.get("texts", {}).get("description", "")),
    )


def _number(name: str, one: Mapping[str, Any]) -> Number:
    value = Decimal(one["value"]) if isinstance(one["value"], str) else one["value"]
    status, precision = one["status"], one["precision"]
    return Number(name, value, one["unit"], one["rule"], tuple(one["rows"]), status, precision)


def _row(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    numeric = {
        column.name
        for column in (TABLES[table].columns if table in TABLES else ())
        if column.sort in ("money", "number", "percent")
    }
    return {name: _decimal(value) if name in numeric else value for name, value in row.items()}


def _decimal(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return Decimal(value)
    except InvalidOperation:
        return SUPPRESSED


def _chart(name: str, one: Mapping[str, Any]) -> Chart:
    return Chart(name, 0, 0, one["heading"], one["measure"], one["alt"], one["table"], b"")
