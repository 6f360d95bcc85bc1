"""Which indicators look as if they counted people who could be recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefpress.disclosureconfig import Disclosure
from briefpress.errors import Mistake
from briefpress.model.tables import Tables, records

_LOOKS = re.compile(
    r"surviv|victim|incident|\brape|casualt|beneficiar|\babus|assault"
    r"|rescap|bénéficiaire|violée|agress|sobrevivi|víctima|incidente|violación"
    r"|пострадавш|жертв|инцидент|изнасилован|бенефициар"
    r"|ناجي|ناجٍ|ضحي|ضحايا|حادث|حوادث|مستفيد|اغتصاب"
    r"|幸存者|受害|事件|强奸|受益",
    re.IGNORECASE,
)
"""Beginnings of words, in the six languages of the United Nations."""


def undeclared(tables: Tables, declared: Disclosure) -> Iterator[Mistake]:
    """Give a mistake for each indicator that looks sensitive and is declared neither way."""
    seen: set[str] = set()
    for indicator, unit, measure, origin in records(
        tables.results, "indicator", "unit", "measure", "origin"
    ):
        if measure != "unit" or indicator in seen or not _LOOKS.search(f"{indicator} {unit}"):
            continue
        seen.add(indicator)
        if not declared.is_sensitive(indicator) and not declared.is_allowed(indicator):
            yield Mistake(
                origin,
                column="indicator",
                found=f"'{indicator}' looks like a count of people who could be recognised",
                mend='Say in briefs.toml what it is: [disclosure] sensitive = ["…"] hides'
                ' small counts, allowed = ["…"] prints all of them',
            )
