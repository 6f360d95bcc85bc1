"""From a printed number back to the rows behind it. Reads facts, so nothing is computed again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefpress.errors import ProjectError, did_you_mean
from briefpress.press import manifest
from briefpress.press.plan import select


def facts_of(out: Path, brief: str) -> dict[str, Any]:
    """Return the facts of a finished brief; ``country/PAK`` will do where there is one language.

    Raises ProjectError when it has not been built.
    """
    built = manifest.read(out)["briefs"]
    if not built:
        raise ProjectError(f"{out}: nothing has been built here. 'briefpress build' does it.")
    entry = built[select(built, [brief])[0]]
    try:
        facts: dict[str, Any] = json.loads((out / entry["facts"]).read_bytes())
    except OSError:
        raise ProjectError(f"{out / entry['facts']}: cannot be read. Build it again.") from None
    return facts


def trace(facts: dict[str, Any], name: str) -> Iterator[str]:
    """Give the lines that say what a number is and where it comes from.

    Raises ProjectError for a name that the brief does not have, with the
    nearest one that it has.
    """
    numbers = facts["numbers"]
    if name not in numbers:
        raise ProjectError(
            f"{facts['brief']}: there is no number '{name}'.{did_you_mean(name, numbers)}"
        )
    number = numbers[name]
    shown = number["status"] if number["value"] is None else f"{number['value']} {number['unit']}"
    yield f"{facts['brief']}  {name} = {shown} ({number['status']})"
    yield f"  rule: {number['rule']}"
    rows = number["rows"]
    yield f"  rows: {len(rows)}" if rows else "  rows: none"
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        yield f"    {row:<{width}}  {facts['rows'].get(row, 'not in this brief')}"
