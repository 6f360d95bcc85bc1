"""What earlier editions have printed of the same rows: it cannot be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefpress.disclosure.counts import COLUMNS
from briefpress.disclosureconfig import Disclosure
from briefpress.errors import ProjectError
from briefpress.model.number import SUPPRESSED
from briefpress.model.tables import sum_of


@dataclass(frozen=True)
class Printed:
    """Values by the name of their cell: as they were, or rounded."""

    exact: Mapping[str, Decimal] = field(default_factory=dict)
    rounded: Mapping[str, float] = field(default_factory=dict)


def printed(root: Path, declared: Disclosure) -> Printed:
    """Return what the ``earlier`` editions have printed.

    Raises ProjectError for one that cannot be read, and for one that was rounded
    otherwise than this one: both together would give more away than each.
    """
    exact: dict[str, Decimal] = {}
    rounded: dict[str, float] = {}
    for folder in declared.earlier:
        manifest = json.loads((root / folder / "manifest.json").read_text(encoding="utf-8"))
        base = manifest.get("rounded", 0)
        if base and (declared.method != "round" or declared.base != base):
            raise ProjectError(
                f"[disclosure] earlier: the counts of '{folder}' are rounded to base {base}; with"
                f' another method both together give counts away. Write method = "round", base ='
                f" {base}"
            )
        for entry in manifest["briefs"].values():
            if not entry["sha256"]:
                continue
            found = _of(root / folder / entry["facts"])
            if base:
                rounded |= {name: float(value) for name, value in found.items()}
            else:
                exact |= found
    return Printed(exact, rounded)


def _of(path: Path) -> dict[str, Decimal]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ProjectError(
            f"{path}: cannot be read. [disclosure] earlier needs whole editions"
        ) from None
    found: dict[str, Decimal] = {}
    for name, rows in facts["tables"].items():
        found |= _table(name.rpartition(".")[2], rows)
    return found


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Decimal]:
    columns = {"results": {one: one for one in COLUMNS}, "people": {"value": "actual"}}
    return {
        sum_of(column, row["rows"]): Decimal(row[printed])
        for printed, column in columns.get(name, {}).items()
        for row in rows
        if row[printed] not in (None, repr(SUPPRESSED))
    }
