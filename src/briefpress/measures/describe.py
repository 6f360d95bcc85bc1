"""Everything that is measured of a slice: its numbers by name, its tables by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from briefpress.measures import count, funding
from briefpress.measures.allocation import Placed, activity_places
from briefpress.measures.changes import changes
from briefpress.measures.coverage import COLUMNS, covered
from briefpress.measures.results import people, results
from briefpress.measures.shares import total_share
from briefpress.model.number import SUPPRESSED, Number
from briefpress.model.slices import Slice

PARTNER_ROLES = ("implementing", "extending", "accountable")


@dataclass(frozen=True)
class Measured:
    """The numbers and tables of one slice; a table is a list of rows of plain values."""

    numbers: tuple[Number, ...]
    tables: dict[str, list[dict[str, Any]]]
    description: str

    def number(self, name: str) -> Number:
        """Return a number by its name, ``activities.total``. Raises KeyError for one it is not."""
        return {one.name: one for one in self.numbers}[name]


def describe(part: Slice) -> Measured:
    """Measure a slice: the same names for a country, a theme, a donor and the whole edition."""
    tables = part.tables
    rows = {
        "themes": count.themes(tables, part.edition.vocabulary),
        "regions": count.regions(tables),
        "countries": count.countries(tables),
        "years": count.years(tables),
        "scopes": count.scopes(tables),
        "partners": count.organisations(tables, PARTNER_ROLES),
        "donors": count.organisations(tables, ["funding"]),
        "coverage": covered(tables),
    }
    rows["forms"] = _forms(part)
    rows["activities"] = _cards(part)
    rows["index"] = _index(part)
    placed = activity_places(tables)
    numbers = [
        *_counts(part, rows, placed),
        *_coverage(rows["coverage"]),
        *_quality(part, placed),
        *_disclosure(part),
    ]
    funds = funding.of(part)
    numbers += funding.numbers(part, funds)
    rows |= funding.tables(part, funds)
    rows["results"] = results(part.tables)
    rows["people"] = people(part.tables)
    more, changed = changes(part, numbers, rows)
    numbers += more
    rows |= changed
    return Measured(tuple(numbers), rows, _description(part))


def _description(part: Slice) -> str:
    if part.over != "theme":
        return ""
    listed = part.tables.rows("vocabularies", "code", "description")
    return next((str(description) for code, description in listed if code == part.key), "")


def _counts(
    part: Slice, counted: dict[str, list[dict[str, Any]]], placed: list[Placed]
) -> Iterable[Number]:
    tables = part.tables
    unit = "activities"
    rows = tuple(row for (row,) in tables.rows("activities", "row"))
    yield Number("activities.total", len(rows), unit, "activities here, each counted once", rows)
    yield from _own_share(part, placed)
    countries: dict[str, set[str]] = {}
    for activity, country in tables.rows("places", "activity", "country"):
        countries.setdefault(activity, set()).update({country} - {""})
    activities = list(tables.rows("activities", "id", "row", "scope"))
    several = tuple(row for one, row, _ in activities if len(countries.get(one, ())) > 1)
    yield Number(
        "activities.shared",
        len(several),
        unit,
        "activities here that name more than one country",
        several,
    )
    for scope in ("global", "regional"):
        rows = tuple(row for _, row, of in activities if of == scope)
        yield Number(
            f"activities.{scope}", len(rows), unit, f"activities here whose scope is {scope}", rows
        )
    for name, thing in (
        ("countries", "countries and areas"),
        ("partners", "partners"),
        ("donors", "donors"),
    ):
        table = counted[name]
        rule = f"distinct {thing} named here"
        yield Number(f"{name}.total", len(table), thing, rule, _behind(table))
    regions = [row for row in counted["regions"] if row["region"] != "001"]
    yield Number(
        "regions.total",
        len(regions),
        "regions",
        "distinct M49 top regions that a place here lies in, the world as a whole left out",
        _behind(regions),
    )
    themes = counted["themes"]
    worked_on = [row for row in themes if row["activities"]]
    yield Number(
        "themes.total",
        len(worked_on),
        "themes",
        f"distinct themes of the vocabulary '{part.edition.vocabulary}' worked on here",
        _behind(worked_on),
    )
    listed = tables.rows("vocabularies", "vocabulary", "row")
    yield Number(
        "themes.possible",
        len(themes),
        "themes",
        f"themes that the vocabulary '{part.edition.vocabulary}' has",
        tuple(row for vocabulary, row in listed if vocabulary == part.edition.vocabulary),
    )


def _behind(table: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(row for counted in table for row in counted["rows"])


def _own_share(part: Slice, placed: list[Placed]) -> Iterable[Number]:
    """The share of a country in its activities sums over countries; the count does not."""
    if part.over != "country":
        return
    own = [one for one in placed if one.country == part.key]
    shares = tuple(one.share for one in own)
    value, status = total_share(shares, [one.status for one in own])
    yield Number(
        "activities.share",
        value,
        "activities",
        "sum of the country's shares in its activities; equal parts where none is given",
        tuple(one.row for one in own),
        "estimated" if status == "estimated" else "exact",
        precision=0 if value == value.to_integral() else 2,
        shares=shares,
    )


def _coverage(table: list[dict[str, Any]]) -> Iterable[Number]:
    for row in table:
        field, given, total, rows, missing = (row[name] for name in COLUMNS)
        unit = "activities"
        yield Number(f"coverage.{field}", given, unit, f"activities that give a {field}", rows)
        rule = f"activities that give no {field}"
        yield Number(f"coverage.{field}_missing", total - given, unit, rule, missing)


def _quality(part: Slice, placed: list[Placed]) -> Iterable[Number]:
    """How much of the data could not be used as it is; see also ``coverage``."""
    rejected = part.tables.rows_rejected
    yield Number("rows.rejected", rejected, "rows", "rows of the edition's data set aside")
    elsewhere = tuple(row for (row,) in part.tables.rows("other_levels", "row"))
    rule = "budgets and transactions of the edition at hierarchy levels that are not counted"
    yield Number("rows.other_levels", len(elsewhere), "rows", rule, elsewhere)
    known = {(one.activity, one.status) for one in placed}
    activities = list(part.tables.rows("activities", "id", "row"))
    for status in ("rebased", "estimated"):
        rows = tuple(row for one, row in activities if (one, status) in known)
        rule = {
            "rebased": "activities whose percentages by place do not total 100 and were rebased",
            "estimated": "activities whose places have equal parts, because none are given",
        }[status]
        yield Number(f"activities.{status}", len(rows), "activities", rule, rows)


def _disclosure(part: Slice) -> Iterable[Number]:
    """What is kept back of the results here; nothing where nothing is."""
    tables = part.tables
    hidden = tuple(
        row
        for row, *values in tables.rows("results", "row", "baseline", "actual")
        if any(value is SUPPRESSED for value in values)
    )
    if hidden:
        rule = "rows of results here of which something is suppressed"
        yield Number("disclosure.suppressed", len(hidden), "rows", rule, hidden)
    if tables.rounded and len(tables.results):
        rule = "the base to whose multiples counts of people are rounded"
        yield Number("disclosure.rounded", tables.rounded, "people", rule)
    unnamed = set(tables.unnamed)
    rows = tuple(row for one, row in tables.rows("activities", "id", "row") if one in unnamed)
    if rows:
        rule = "activities here whose organisations are not named"
        yield Number("disclosure.unnamed", len(rows), "activities", rule, rows)


def _forms(part: Slice) -> list[dict[str, Any]]:
    """The themes of all other vocabularies that are worked on here."""
    vocabularies = dict.fromkeys(one for (one,) in part.tables.rows("vocabularies", "vocabulary"))
    return [
        row | {"vocabulary": vocabulary}
        for vocabulary in vocabularies
        if vocabulary != part.edition.vocabulary
        for row in count.themes(part.tables, vocabulary)
        if row["activities"]
    ]


def _cards(part: Slice) -> list[dict[str, Any]]:
    """One row an activity, with everything that a card, a line or an annex prints of it.

    Dates are ISO text. ``places`` are the codes of countries, then of regions;
    ``themes`` codes in the data's order; ``partners`` and ``donors``
    organisation ids.
    """
    tables = part.tables
    listed: dict[str, dict[str, dict[str, None]]] = {}

    def add(name: str, activity: str, code: str) -> None:
        listed.setdefault(activity, {}).setdefault(name, {})[code] = None

    for activity, country, region in tables.rows("places", "activity", "country", "region"):
        add("places", activity, country + region)
    shown = {part.edition.vocabulary, *part.edition.more_vocabularies}
    for activity, transaction, vocabulary, code in tables.rows(
        "themes", "activity", "transaction", "vocabulary", "code"
    ):
        if not transaction and (vocabulary in shown or not part.edition.vocabulary):
            add("themes", activity, code)
    for activity, organisation, role in tables.rows(
        "organisations", "activity", "organisation", "role"
    ):
        add("donors" if role == "funding" else "partners", activity, organisation)
    columns = ("id", "title", "summary", "scope", "start_date", "end_date", "row")
    return [
        {
            "id": activity,
            "title": title,
            "summary": summary,
            "scope": scope,
            "start": _iso(start),
            "end": _iso(end),
            **{
                name: list(listed.get(activity, {}).get(name, ()))
                for name in ("places", "themes", "donors", "partners")
            },
            "rows": (row,),
        }
        for activity, title, summary, scope, start, end, row in tables.rows("activities", *columns)
    ]


def _index(part: Slice) -> list[dict[str, Any]]:
    """Return the ids of the activities of each country, in the order of the codes."""
    found: dict[str, dict[str, None]] = {}
    for country, activity in part.tables.rows("places", "country", "activity"):
        if country:
            found.setdefault(country, {})[activity] = None
    return [{"country": country, "activities": list(found[country])} for country in sorted(found)]


def _iso(value: Any) -> str:
    return value.isoformat() if value else ""
