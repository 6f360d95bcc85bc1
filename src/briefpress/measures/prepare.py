"""What is done to an edition's tables once, before anything is measured in any slice of them."""

from __future__ import annotations

from briefpress.config import Edition
from briefpress.errors import Mistake
from briefpress.measures.currencies import Rates, convert
from briefpress.measures.donors import with_donors
from briefpress.measures.levels import one_level
from briefpress.model.tables import Tables


def prepare(tables: Tables, edition: Edition, rates: Rates) -> tuple[Tables, list[Mistake]]:
    """Return the tables at one hierarchy level, with donors, amounts and rates, and what to say."""
    level, mistakes = one_level(tables, edition.hierarchy)
    converted, unconverted = convert(with_donors(level), edition, rates)
    return converted, [*mistakes, *unconverted]
