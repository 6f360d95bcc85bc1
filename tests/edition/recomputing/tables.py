"""The tables of a view of an edition: rows of plain values, by the columns that are numbers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from recomputing.edition import NAMES, View
from recomputing.numbers import PARTNERS, countries, given_fields, income, rows_of
from recomputing.published import continent, ecb
from recomputing.records import Activity
from recomputing.results import people, results
from recomputing.splitting import Part

Row = dict[str, Any]
Table = list[Row]

SCOPES = ("global", "regional", "multinational", "national", "subnational", "")
EARMARKINGS = ("unearmarked", "softly earmarked", "earmarked", "tightly earmarked", "")
SOURCE = "European Central Bank, euro foreign exchange reference rates"


def tables(view: View) -> dict[str, Table]:
    """Return every table that a brief or chapter has."""
    main = view.edition.settings.vocabularies[0]
    vocabularies = view.edition.said.vocabularies
    forms = [
        row | {"vocabulary": name}
        for name in vocabularies
        if name != main
        for row in _themes(view, name)
        if row["activities"]
    ]
    return {
        "themes": _themes(view, main),
        "forms": forms,
        "regions": _regions(view),
        "countries": _countries(view),
        "years": _years(view),
        "scopes": _scopes(view),
        "partners": _organisations(view, PARTNERS),
        "donors": _organisations(view, ("funding",)),
        "coverage": _coverage(view),
        "activities": [_card(view, one) for one in view.activities],
        "index": _index(view),
        **_money(view),
        "results": results(view),
        "people": people(view),
    }


def _counted(name: str, pairs: Iterable[tuple[Any, Activity, str]]) -> Table:
    """Count activities by a key, each once; ``rows`` are the rows that name it."""
    activities: dict[Any, set[str]] = defaultdict(set)
    rows: dict[Any, list[str]] = defaultdict(list)
    for key, activity, row in pairs:
        activities[key].add(activity.id)
        rows[key].append(row)
    return [{name: key, "activities": len(activities[key]), "rows": rows[key]} for key in rows]


def _themes(view: View, vocabulary: str) -> Table:
    pairs = [
        (theme.code, one, theme.row)
        for one in view.activities
        for theme in one.all_themes()
        if theme.vocabulary == vocabulary
    ]
    counted = {row["theme"]: row for row in _counted("theme", pairs)}
    return [
        counted.get(code, {"theme": code, "activities": 0, "rows": []})
        for code in view.edition.said.vocabularies.get(vocabulary, ())
    ]


def _regions(view: View) -> Table:
    pairs = ((continent(p.code), one, p.row) for one in view.activities for p in one.all_places())
    return _counted("region", (pair for pair in pairs if pair[0]))


def _countries(view: View) -> Table:
    pairs = ((p.code, one, p.row) for one in view.activities for p in one.all_places())
    return _counted("country", (pair for pair in pairs if pair[0].isalpha()))


def _years(view: View) -> Table:
    """Count activities in each year from start to end; years that stand for no date are none."""

    def year(day: dt.date | None) -> int | None:
        return day.year if day and 1900 <= day.year <= 2100 else None

    days = [day for one in view.activities for day in (one.start, one.end)]
    latest = max((year(day) or 0 for day in days), default=0)
    pairs = []
    for one in view.activities:
        first, last = year(one.start), year(one.end)
        if first and one.end and one.end.year > 2100:
            last = latest
        first, last = first or last, last or first
        if first and last:
            pairs += [(at, one, one.row) for at in range(first, last + 1)]
    counted = {row["year"]: row for row in _counted("year", pairs)}
    every = range(min(counted), max(counted) + 1) if counted else ()
    return [counted.get(at, {"year": at, "activities": 0, "rows": []}) for at in every]


def _scopes(view: View) -> Table:
    return _counted("scope", ((one.scope, one, one.row) for one in view.activities))


def _organisations(view: View, roles: Iterable[str]) -> Table:
    parties = [(p, one) for one in view.activities for p in one.parties if p.role in roles]
    return _counted("organisation", ((p.organisation, one, p.row) for p, one in parties))


def _coverage(view: View) -> Table:
    every = [one.row for one in view.activities]
    return [
        {
            "field": field,
            "given": len(given),
            "total": len(every),
            "rows": given,
            "missing": [row for row in every if row not in given],
        }
        for field, given in given_fields(view).items()
    ]


def _card(view: View, one: Activity) -> Row:
    shown = [name for name in view.edition.settings.vocabularies if name]
    themes = [t.code for t in one.themes if not shown or t.vocabulary in shown]

    def parties(wanted: Callable[[str], bool]) -> list[str]:
        return list(dict.fromkeys(p.organisation for p in one.parties if wanted(p.role)))

    return {
        "id": one.id,
        "scope": one.scope,
        "start": _iso(one.start),
        "end": _iso(one.end),
        "places": list(dict.fromkeys(p.code for p in one.all_places())),
        "themes": list(dict.fromkeys(themes)),
        "donors": parties(lambda role: role == "funding"),
        "partners": parties(lambda role: role != "funding"),
        "rows": [one.row],
    }


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _index(view: View) -> Table:
    found: dict[str, list[str]] = defaultdict(list)
    for one in view.activities:
        for country in countries(one):
            found[country].append(one.id)
    return [{"country": country, "activities": ids} for country, ids in found.items()]


def _money(view: View) -> dict[str, Table]:
    within = {name: [one for one in view.parts(name) if one.inside] for name in NAMES}
    known = {name: [one for one in parts if one.converted] for name, parts in within.items()}
    came = known[income(known)]
    earmarked = _summed(came, "earmarking", lambda one: one.money.earmarking)
    return {
        "funding_years": _kinds(known, "year", lambda one: one.year),
        "funding_places": _kinds(known, "place", lambda one: one.place),
        "funding_donors": _summed(came, "donor", lambda one: one.money.donor),
        "earmarking": earmarked if {row["earmarking"] for row in earmarked} - {""} else [],
        "unconverted": list(_unconverted(within)),
        "rates": list(_rates(view, known)),
    }


def _summed(parts: Iterable[Part], name: str, of: Callable[[Part], Any]) -> Table:
    found: dict[Any, list[Part]] = defaultdict(list)
    for one in parts:
        found[of(one)].append(one)
    return [
        {name: key, "amount": sum(one.amount for one in those), "rows": rows_of(those)}
        for key, those in found.items()
    ]


def _kinds(known: dict[str, list[Part]], name: str, of: Callable[[Part], Any]) -> Table:
    """Sum every kind of money by year or place; None where there is none of it."""
    sums = {kind: {row[name]: row for row in _summed(known[kind], name, of)} for kind in NAMES}
    keys = dict.fromkeys(key for rows in sums.values() for key in rows)
    return [
        {name: key}
        | {kind: sums[kind][key]["amount"] if key in sums[kind] else None for kind in NAMES}
        | {"rows": [row for kind in NAMES for row in sums[kind].get(key, {"rows": ()})["rows"]]}
        for key in keys
    ]


def _unconverted(within: dict[str, list[Part]]) -> Iterator[Row]:
    for kind in NAMES:
        foreign = [one for one in within[kind] if not one.converted]
        for row in _summed(foreign, "currency", lambda one: one.money.currency):
            yield {
                "kind": kind,
                "currency": row["currency"],
                "value": row["amount"],
                "rows": row["rows"],
            }


def _rates(view: View, known: dict[str, list[Part]]) -> Iterator[Row]:
    settings = view.edition.settings
    monies = {one.money.row: one.money for parts in known.values() for one in parts}
    used: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
    for row, money in monies.items():
        if money.currency != settings.currency:
            rate = ecb(money.currency, settings.currency, money.rate_day)
            assert rate
            used[money.currency].append((rate[1], row))
    for currency, rates in used.items():
        yield {
            "currency": currency,
            "source": SOURCE,
            "start": min(rates)[0].isoformat(),
            "end": max(rates)[0].isoformat(),
            "amounts": len(rates),
            "rows": [row for _, row in rates],
        }
