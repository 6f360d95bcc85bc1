"""The numbers of a view of an edition, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from recomputing.edition import NAMES, View, plain
from recomputing.published import continent
from recomputing.records import Activity
from recomputing.splitting import NONE, Part, places_of

PARTNERS = ("implementing", "extending", "accountable")


@dataclass(frozen=True)
class Number:
    """A number as it must be: ``brings`` is what each row brings, and which part of it that is."""

    value: Fraction | int | None
    unit: str
    rows: Sequence[str] = ()
    status: str = "exact"
    brings: dict[str, tuple[Fraction, Fraction]] | None = None


def numbers(view: View) -> Iterator[tuple[str, Number]]:
    """Give every number that a brief or chapter has."""
    yield from _activities(view)
    yield from _named(view)
    for field, given in given_fields(view).items():
        missing = [one.row for one in view.activities if one.row not in given]
        yield f"coverage.{field}", Number(len(given), "activities", given)
        yield f"coverage.{field}_missing", Number(len(missing), "activities", missing)
    yield "rows.rejected", Number(len(view.edition.said.refused), "rows")
    elsewhere = view.edition.elsewhere
    yield "rows.other_levels", Number(len(elsewhere), "rows", elsewhere)
    yield from _money(view)


def _activities(view: View) -> Iterator[tuple[str, Number]]:
    def of(found: Iterable[Activity]) -> Number:
        rows = [one.row for one in found]
        return Number(len(rows), "activities", rows)

    yield "activities.total", of(view.activities)
    yield "activities.shared", of(one for one in view.activities if len(countries(one)) > 1)
    for scope in ("global", "regional"):
        yield f"activities.{scope}", of(one for one in view.activities if one.scope == scope)
    known = {one.id: places_of(one) for one in view.activities}
    for status in ("rebased", "estimated"):
        here = [one for one in view.activities if known[one.id][0] and known[one.id][2] == status]
        yield f"activities.{status}", of(here)
    if view.over == "country":
        yield "activities.share", _share(view, known)


def _share(view: View, known: dict) -> Number:
    rows, total, guessed = [], Fraction(), False
    for places, parts, status in known.values():
        for place, part in zip(places, parts, strict=True):
            if place.code == view.key:
                rows.append((place.row, part))
                total += part
                guessed = guessed or status != "exact"
    brings = {row: (Fraction(), part) for row, part in rows}
    status = "estimated" if guessed else "exact"
    return Number(round(total, 2), "activities", [row for row, _ in rows], status, brings)


def countries(activity: Activity) -> set[str]:
    return {one.code for one in activity.all_places() if one.code.isalpha()}


def _named(view: View) -> Iterator[tuple[str, Number]]:
    """How many countries, regions, themes, partners and donors there are, and where they stand."""
    places = [place for one in view.activities for place in one.all_places()]
    named = [one for one in places if one.code.isalpha()]
    rows = [one.row for one in named]
    yield "countries.total", Number(len({one.code for one in named}), "countries and areas", rows)
    lying = [(continent(one.code), one.row) for one in places]
    lying = [(region, row) for region, row in lying if region not in (NONE, "001")]
    regions = {region for region, _ in lying}
    yield "regions.total", Number(len(regions), "regions", [row for _, row in lying])
    for name, roles in (("partners", PARTNERS), ("donors", ("funding",))):
        parties = [party for one in view.activities for party in one.parties if party.role in roles]
        many = len({one.organisation for one in parties})
        yield f"{name}.total", Number(many, name, [one.row for one in parties])
    main = view.edition.settings.vocabularies[0]
    codes = view.edition.said.vocabularies.get(main, {})
    themes = [one for a in view.activities for one in a.all_themes() if one.vocabulary == main]
    worked_on = {one.code for one in themes}
    yield "themes.total", Number(len(worked_on), "themes", [one.row for one in themes])
    yield "themes.possible", Number(len(codes), "themes", list(codes.values()))


def given_fields(view: View) -> dict[str, list[str]]:
    """Return which activities (rows) give what a reader may ask for."""

    def rows(gives: Iterable[bool]) -> list[str]:
        return [one.row for one, yes in zip(view.activities, gives, strict=True) if yes]

    here = view.activities
    roles = [{party.role for party in one.parties} for one in here]
    return {
        "place": rows(any(True for _ in one.all_places()) for one in here),
        "theme": rows(any(True for _ in one.all_themes()) for one in here),
        "date": rows(bool(one.start or one.end) for one in here),
        "partner": rows(bool(of - {"funding"}) for of in roles),
        "donor": rows("funding" in of for of in roles),
        "budget": rows(bool(one.budgets) for one in here),
        "result": rows(bool(one.results) for one in here),
    }


def _money(view: View) -> Iterator[tuple[str, Number]]:
    currency = view.edition.settings.currency
    inside: dict[str, list[Part]] = {}
    for name in NAMES:
        parts = view.parts(name)
        within = [one for one in parts if one.inside]
        inside[name] = own = [one for one in within if one.converted]
        yield f"funding.{name}", total(own, currency, view.whole)
        nowhere = [one for one in own if one.place == NONE]
        yield f"funding.{name}_unallocated", total(nowhere, currency, False)
        foreign = rows_of(one for one in within if not one.converted)
        yield f"funding.{name}_unconverted", Number(len(foreign), "rows", foreign)
        yield f"funding.{name}_outside", _outside(view, name)
    yield "funding.gap", _gap(view, inside)
    passed = list(_passed_on(view))
    yield "funding.passed_on", Number(len(passed), "rows", passed)


def _outside(view: View, name: str) -> Number:
    """Amounts here of which nothing is in the period, whosever part of them is here."""
    if view.over == "donor" and name not in ("committed", "received"):
        return Number(0, "rows")
    here = {one.id for one in view.activities}
    donor = view.key if view.over == "donor" else None
    parts = [
        one
        for one in view.edition.parts[name]
        if one.activity.id in here and donor in (None, one.money.donor)
    ]
    within = {one.money.row for one in parts if one.inside}
    rows = [row for row in rows_of(one for one in parts if not one.inside) if row not in within]
    return Number(len(rows), "rows", rows)


def rows_of(parts: Iterable[Part]) -> list[str]:
    return list(dict.fromkeys(one.money.row for one in parts))


def total(parts: Sequence[Part], currency: str, whole: bool) -> Number:
    """Sum parts; no part is no data, which is not zero."""
    if not parts:
        return Number(None, currency, (), "no data")
    brings: dict[str, tuple[Fraction, Fraction]] = {}
    for one in parts:
        amount, share = brings.get(one.money.row, (Fraction(), Fraction()))
        brings[one.money.row] = amount + one.amount, share + one.share
    status = "exact" if whole or all(one.exact for one in parts) else "estimated"
    return Number(sum(one.amount for one in parts), currency, list(brings), status, brings)


def income(inside: dict[str, list[Part]]) -> str:
    """Return which money came in: what was received, or committed where nothing was."""
    return "received" if inside["received"] else "committed"


def _gap(view: View, inside: dict[str, list[Part]]) -> Number:
    currency, came = view.edition.settings.currency, inside[income(inside)]
    if not inside["budget"] or not came:
        return Number(None, currency, (), "no data")
    both = [*inside["budget"], *came]
    known = view.over == "edition" or all(one.exact for one in both)
    value = sum(one.amount for one in inside["budget"]) - sum(one.amount for one in came)
    return Number(value, currency, rows_of(both), "exact" if known else "estimated")


def _passed_on(view: View) -> Iterator[str]:
    """Give disbursements to another organisation whose own spending is here too."""
    here = [one for activity in view.activities for one in activity.transactions]
    spent = [one for one in here if one.kind in ("disbursement", "expenditure")]
    givers = {one.provider for one in spent} - {""}
    names = {plain(one.provider_name): one.provider for one in spent}
    for activity in view.activities:
        names |= {plain(party.name): party.organisation for party in activity.parties}
    for one in here:
        to = one.receiver
        if one.kind == "disbursement":
            if to not in givers:
                to = names.get(plain(to or one.receiver_name), to)
            if to in givers and to != one.provider:
                yield one.row
