"""What each table that is measured of a slice says, column by column: for who writes with them.

Numbers say it themselves (``Number.rule``). A test holds this against what
``describe`` gives, so that neither is without the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal[
    "text", "count", "money", "number", "percent", "day", "year", "theme", "place",
    "organisation", "scope", "places", "themes", "organisations", "language", "currency", "ids",
]  # fmt: skip
"""What a value is, by which it is printed: a code has a name, an amount a currency."""


@dataclass(frozen=True)
class Column:
    """One column: what it is, its sort, and its unit, "" where it has none."""

    name: str
    sort: Sort
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One table: what a row of it is, how a chart has the same, and its columns."""

    meaning: str
    in_chart: str
    columns: tuple[Column, ...]


_ROWS = Column("rows", "ids", "the ids of the data's rows behind it, as 'trace' has them")
_ACTIVITIES = Column("activities", "count", "activities that touch it, each once", "activities")


def _counted(first: Column, meaning: str, in_chart: str) -> Table:
    return Table(meaning, in_chart, (first, _ACTIVITIES, _ROWS))


def _organisations(meaning: str, in_chart: str) -> Table:
    return Table(
        meaning,
        in_chart,
        (
            Column("organisation", "organisation", "the organisation's id"),
            Column("name", "text", "its name in the data"),
            Column("type", "text", "its type, as IATI's list has it; '' where it is not said"),
            _ACTIVITIES,
            _ROWS,
        ),
    )


_MONEY = (
    Column("budget", "money", "budgets; none: there is none of it", "currency"),
    Column("committed", "money", "incoming commitments", "currency"),
    Column("received", "money", "incoming funds", "currency"),
    Column("spent", "money", "disbursements and expenditure", "currency"),
    _ROWS,
)
_DAYS = (
    Column("start", "day", "its first day, as 2024-12-31; '' where it is not given"),
    Column("end", "day", "its last day"),
)
_IN_DESCRIBE = 'describe(part).tables["{}"]'

TABLES: dict[str, Table] = {
    "themes": _counted(
        Column("theme", "theme", "the theme's code"),
        "one row a theme of the edition's vocabulary, in its order, also those with none",
        "count.by_theme(part.tables, part.edition.vocabulary)",
    ),
    "regions": _counted(
        Column("region", "place", "the region's M49 code; 001 is the whole world"),
        "one row a region of the world, most activities first",
        "count.by_region(part.tables)",
    ),
    "countries": _counted(
        Column("country", "place", "the country's ISO code"),
        "one row a country or area, most activities first",
        "count.by_country(part.tables)",
    ),
    "years": _counted(
        Column("year", "year", "the calendar year"),
        "one row a year from the first to the last; an activity is in each year in which it ran",
        "count.by_year(part.tables)",
    ),
    "scopes": _counted(
        Column("scope", "scope", "the scope's code; '' where none is given"),
        "one row a scope, from the whole world to a part of a country",
        "count.by_scope(part.tables)",
    ),
    "partners": _organisations(
        "one row an organisation that takes part, most activities first",
        "count.by_organisation(part.tables, PARTNER_ROLES)",
    ),
    "donors": _organisations(
        "one row an organisation that is named as funding, most activities first",
        'count.by_organisation(part.tables, ["funding"])',
    ),
    "coverage": Table(
        "one row each thing that an activity may give: place, theme, date, partner, …",
        "coverage(part.tables)",
        (
            Column("field", "text", "place, theme, date, partner, donor, budget or result"),
            Column("given", "count", "activities that give it", "activities"),
            Column("total", "count", "activities in all", "activities"),
            _ROWS,
            Column("missing", "ids", "the ids of the activities' rows that do not"),
        ),
    ),
    "forms": Table(
        "one row a theme of every other vocabulary that is worked on here",
        _IN_DESCRIBE.format("forms"),
        (
            Column("theme", "theme", "the theme's code"),
            _ACTIVITIES,
            _ROWS,
            Column("vocabulary", "text", "the vocabulary that it is of"),
        ),
    ),
    "activities": Table(
        "one row an activity, in the order of the data",
        _IN_DESCRIBE.format("activities"),
        (
            Column("id", "text", "its id in the data"),
            Column("title", "text", "its title, in the brief's language where the data has it"),
            Column("summary", "text", "what was done; '' where it is not said"),
            Column("scope", "scope", "its scope's code; '' where none is given"),
            *_DAYS,
            Column("places", "places", "the codes of its countries, then of its regions"),
            Column("themes", "themes", "the codes of its themes"),
            Column("donors", "organisations", "the ids of who funds it"),
            Column("partners", "organisations", "the ids of who takes part"),
            _ROWS,
            Column(
                "title_language", "language", "the title's language where it is not the brief's"
            ),
            Column("summary_language", "language", "the same of the summary"),
        ),
    ),
    "index": Table(
        "one row a country or area, in the order of the codes",
        _IN_DESCRIBE.format("index"),
        (
            Column("country", "place", "the country's ISO code"),
            Column("activities", "ids", "the ids of its activities"),
        ),
    ),
    "funding_years": Table(
        "one row a year: the money of each kind that is dated in it",
        _IN_DESCRIBE.format("funding_years"),
        (Column("year", "year", "the calendar year"), *_MONEY),
    ),
    "funding_places": Table(
        "one row a place, and one with the place '' for what is allocated to none",
        _IN_DESCRIBE.format("funding_places"),
        (Column("place", "place", "the code of a country or region; ''"), *_MONEY),
    ),
    "funding_donors": Table(
        "one row a donor, most money first: funds received, or commitments where none is",
        _IN_DESCRIBE.format("funding_donors"),
        (
            Column("donor", "organisation", "the donor's id; '' where none is named"),
            Column("amount", "money", "what came from it", "currency"),
            _ROWS,
        ),
    ),
    "earmarking": Table(
        "one row a category of the Grand Bargain; none where the data gives no category",
        _IN_DESCRIBE.format("earmarking"),
        (
            Column("earmarking", "text", "the category in English; '' where it is not stated"),
            Column("amount", "money", "what came in so", "currency"),
            _ROWS,
        ),
    ),
    "unconverted": Table(
        "one row a kind of money and currency without a rate: in no sum",
        _IN_DESCRIBE.format("unconverted"),
        (
            Column("kind", "text", "budget, committed, received or spent"),
            Column("currency", "currency", "the amounts' own currency"),
            Column("value", "number", "their sum", "its own currency"),
            _ROWS,
        ),
    ),
    "rates": Table(
        "one row a currency and source of the rates that were used",
        _IN_DESCRIBE.format("rates"),
        (
            Column("currency", "currency", "what was converted"),
            Column("source", "text", "whose rates they are"),
            Column("start", "day", "the day of the first rate"),
            Column("end", "day", "the day of the last"),
            Column("amounts", "count", "amounts that were converted", "rows"),
            _ROWS,
        ),
    ),
    "results": Table(
        "one row an indicator and period",
        "results(part.tables)",
        (
            Column("indicator", "text", "its name in the data"),
            Column("measure", "text", "unit, percentage, nominal, ordinal or qualitative"),
            Column("unit", "text", "what is counted; '' where it is not said"),
            Column("ascending", "text", "'no' where less is better"),
            *_DAYS,
            Column("baseline", "number", "the value before; none: not reported", "its unit"),
            Column("target", "number", "the value aimed at", "its unit"),
            Column("actual", "number", "the value reached", "its unit"),
            Column("achieved", "percent", "the actual value in per cent of the target", "per cent"),
            Column("activities", "count", "activities that report it", "activities"),
            Column("refused", "text", "why rows of several activities are not added; ''"),
            _ROWS,
        ),
    ),
    "people": Table(
        "one row a group of people by sex and age; groups are never added up",
        "people(part.tables)",
        (
            Column("indicator", "text", "what was counted"),
            Column("unit", "text", "in what unit"),
            *_DAYS,
            Column("sex", "text", "female, male, unknown; '' where it is not told apart"),
            Column("age", "text", "the age group, as the data has it"),
            Column("value", "number", "how many", "its unit"),
            _ROWS,
        ),
    ),
}
"""Every table of ``describe``, by its name."""
