"""Which indicators look as if they counted people who could be recognised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from briefpress.disclosureconfig import Disclosure
from briefpress.errors import Mistake
from briefpress.model.tables import Tables, plain, records

_LOOKS = re.compile(
    r"surviv|victim|incident|\brape|casualt|beneficiar|\babus|assault"
    r"|rescap|bénéficiaire|violée|agress|sobrevivi|víctima|incidente|violación"
    r"|пострадавш|жертв|инцидент|изнасилован|бенефициар"
    r"|ناجي|ناجٍ|ضحي|ضحايا|حادث|حوادث|مستفيد|اغتصاب"
    r"|幸存者|受害|事件|强奸|受益",
    re.IGNORECASE,
)
"""Beginnings of words, in the six languages of the United Nations."""


PEOPLE = "of people who could be recognised"


def looking(tables: Tables) -> dict[str, str]:
    """Return the indicators that look sensitive, each with the origin of its first row."""
    found: dict[str, str] = {}
    for indicator, unit, measure, origin in records(
        tables.results, "indicator", "unit", "measure", "origin"
    ):
        if measure == "unit" and indicator not in found and _LOOKS.search(f"{indicator} {unit}"):
            found[indicator] = origin
    return found


def undeclared(tables: Tables, declared: Disclosure) -> Iterator[Mistake]:
    """Give a mistake for each indicator that looks sensitive and is declared neither way."""
    for indicator, origin in looking(tables).items():
        if not declared.is_sensitive(indicator) and not declared.is_allowed(indicator):
            yield Mistake(
                origin,
                column="indicator",
                found=f"'{indicator}' looks like a count {PEOPLE}",
                mend='Say in briefs.toml what it is: [disclosure] sensitive = ["…"] hides'
                ' small counts, allowed = ["…"] prints all of them',
            )


_SEVERAL = 3
"""Rows of one person each that are no accident: two small groups may each have one person."""


def one_by_one(tables: Tables, declared: Disclosure) -> Iterator[Mistake]:
    """Give a mistake for each indicator of an activity whose rows are single people.

    Such rows have the actual value 1, and say the same group again, or an age in
    years: a count would be one row with how many there are.
    """
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    if tables.results.empty:
        return
    for row in plain(tables.results):
        if row["measure"] == "unit" and declared.is_sensitive(row["indicator"]):
            found.setdefault((row["activity"], row["indicator"], row["unit"]), []).append(row)
    for rows in found.values():
        ones = [row for row in rows if row["actual"] == 1 and (row["sex"] or row["age"])]
        groups = Counter(tuple(row[name] for name in _GROUP) for row in ones)
        single = [
            row
            for row in ones
            if groups[tuple(row[name] for name in _GROUP)] > 1 or re.fullmatch(r"\d+", row["age"])
        ]
        if len(single) >= _SEVERAL:
            yield Mistake(
                single[0]["origin"],
                column="actual",
                found=f"the rows of '{single[0]['indicator']}' look like single people"
                f" ({len(single)} rows of 1)",
                mend="Count them first: one row for each period and group, with how many they"
                " are. No file of single people belongs into a project",
            )


_GROUP = ("start_date", "end_date", "result", "sex", "age", "dimension")
