"""What has changed since the edition before: activities, countries, the main numbers.

Numbers are named ``changes.*``. What the edition before said is taken as it was
released; its rows are not in this edition's data, so numbers of it have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from briefpress.measures.difference import NumberChange, number_change
from briefpress.model.number import Number, Status
from briefpress.model.previous import Previous
from briefpress.model.slices import Slice

Rows = list[dict[str, Any]]

MAIN = {
    "activities": "activities.total",
    "countries": "countries.total",
    "regions": "regions.total",
    "themes": "themes.total",
    "partners": "partners.total",
    "donors": "donors.total",
    "budget": "funding.budget",
    "committed": "funding.committed",
    "received": "funding.received",
    "spent": "funding.spent",
}
"""The numbers that are compared, and what they are called in ``changes.*``."""


def changes(
    part: Slice, measured: Sequence[Number], tables: Mapping[str, Rows]
) -> tuple[list[Number], dict[str, Rows]]:
    """Return the numbers and tables of what has changed since ``part.previous``.

    Numbers: for each of ``MAIN`` its ``_before`` and ``_difference``, and
    ``_corrected`` where rows that are in both editions bring other amounts now;
    how many activities are new, have ended and are no longer reported, and how many
    countries were entered and left. Tables, in this edition's order:
    ``changes_new``, ``changes_ended``, ``changes_gone`` (activities: ``id``,
    ``title``, ``places``, ``start``, ``end``), ``changes_countries`` (``country``,
    ``change``: "entered" or "left", ``activities``: now, or before) and
    ``changes_corrected`` (``name``, ``rows``, ``before`` and ``now``: what these rows
    brought, ``difference``). Nothing at all where there is no edition before.
    """
    previous = part.previous
    if previous is None:
        return [], {}
    known = {number.name: number for number in measured}
    numbers: list[Number] = []
    corrected: Rows = []
    for name, of in MAIN.items():
        now, before = known[of], previous.numbers.get(of)
        numbers += _compared(name, now, before, previous)
        change = number_change(of, before, now.plain())
        if change and change.corrected:
            numbers.append(_correction(name, now, change))
            corrected.append(_corrected(name, change))
    listed = _activities(part, previous, tables["activities"])
    countries = list(_countries(previous, tables["countries"]))
    found = {**listed, "changes_countries": countries, "changes_corrected": corrected}
    return [*numbers, *_counts(found, previous)], found


def _compared(
    name: str, now: Number, before: Mapping[str, Any] | None, previous: Previous
) -> Iterator[Number]:
    """Give what a number was, and the difference; neither where it was in another currency."""
    rule = f"{now.name} of the edition before: {previous.where}"
    was = replace(now, name=f"changes.{name}_before", value=None, status="no data", rule=rule,
                  rows=(), amounts=(), shares=(), made_of={})  # fmt: skip
    if before is None:
        was = replace(was, rule=f"{rule}, which does not have it")
    elif before["unit"] != now.unit:
        was = replace(was, rule=f"{rule}, which has it in {before['unit']}")
    elif before["value"] is None:
        was = replace(was, status=before["status"])
    else:
        value = before["value"]
        value = Decimal(value) if isinstance(value, str) else value
        was = replace(was, value=value, status=before["status"], precision=before["precision"])
    yield was
    by: int | Decimal | None = None
    status: Status = next((one.status for one in (now, was) if one.value is None), "exact")
    if now.value is not None and was.value is not None:
        by = now.value - was.value
        status = "estimated" if "estimated" in (now.status, was.status) else "exact"
    parts = {now.name: 1, was.name: -1}
    yield replace(was, name=f"changes.{name}_difference", value=by, status=status,
                  rule=f"{now.name} less {was.name}", made_of=parts)  # fmt: skip


def _correction(name: str, now: Number, change: NumberChange) -> Number:
    effects = tuple(one.by for one in change.corrected)
    return Number(
        f"changes.{name}_corrected",
        sum(effects, Decimal()),
        now.unit,
        f"what rows of {now.name} that both editions have bring now, less what they brought",
        tuple(one.row for one in change.corrected),
        precision=now.precision,
        amounts=effects,
    )


def _corrected(name: str, change: NumberChange) -> dict[str, Any]:
    before = sum((Decimal(one.old) for one in change.corrected), Decimal())
    now = sum((Decimal(one.new) for one in change.corrected), Decimal())
    return {
        "name": name,
        "count": len(change.corrected),
        "before": before,
        "now": now,
        "difference": now - before,
        "rows": tuple(one.row for one in change.corrected),
    }


def _activities(part: Slice, previous: Previous, cards: Rows) -> dict[str, Rows]:
    """Tell apart what is new, what has ended between the two editions, and what is gone."""
    was = {str(one["id"]): one for one in previous.activities}
    here = {card["id"] for card in cards}
    until, since = part.edition.data_date.isoformat(), previous.data_date.isoformat()
    columns = ("id", "title", "places", "start", "end", "rows")
    lines = [{name: card[name] for name in columns} for card in cards]
    return {
        "changes_new": [one for one in lines if one["id"] not in was],
        "changes_ended": [
            one
            for one in lines
            if one["id"] in was and one["end"] and one["end"] <= until
            if not was[one["id"]]["end"] or was[one["id"]]["end"] > since
        ],
        "changes_gone": [{**one, "rows": ()} for name, one in was.items() if name not in here],
    }


def _countries(previous: Previous, counted: Rows) -> Iterator[dict[str, Any]]:
    now = {row["country"] for row in counted}
    for row in counted:
        if row["country"] not in previous.countries:
            yield {**row, "change": "entered"}
    for country, activities in previous.countries.items():
        if country not in now:
            yield {"country": country, "activities": activities, "rows": (), "change": "left"}


def _counts(tables: Mapping[str, Rows], previous: Previous) -> Iterator[Number]:
    countries = tables["changes_countries"]
    where = previous.where
    for name, unit, rows, rule in (
        ("activities_new", "activities", tables["changes_new"], f"activities not in {where}"),
        (
            "activities_ended",
            "activities",
            tables["changes_ended"],
            f"activities that had not ended by {previous.data_date} and have now, after {where}",
        ),
        (
            "activities_gone",
            "activities",
            tables["changes_gone"],
            f"activities of {where} that this edition does not have",
        ),
        (
            "countries_entered",
            "countries and areas",
            [row for row in countries if row["change"] == "entered"],
            f"countries and areas with activities now and none in {where}",
        ),
        (
            "countries_left",
            "countries and areas",
            [row for row in countries if row["change"] == "left"],
            f"countries and areas with activities in {where} and none now",
        ),
    ):
        behind = tuple(dict.fromkeys(one for row in rows for one in row["rows"]))
        yield Number(f"changes.{name}", len(rows), unit, rule, behind)
