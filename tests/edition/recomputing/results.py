"""Results and people reached (docs/measures.md, Results)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from recomputing.edition import View, plain
from recomputing.published import lands
from recomputing.records import Activity, Result

VALUES = ("baseline", "target", "actual")
EVERYONE = ("", "total", "both", "both sexes", "all", "all sexes", "everyone")
WOMEN, MEN = ("f", "female", "women", "woman", "girls"), ("m", "male", "men", "man", "boys")
WITHIN = {"women": "female", "girls": "female", "men": "male", "boys": "male"}

# Units that the editions here have; one that is neither must be looked at by a person.
PEOPLE = ("", "number", "people", "women", "survivors", "households", "persons", "girls")
THINGS = ("workshops", "kits", "schools", "sessions", "clinics", "days")

Value = Fraction | None


@dataclass
class Total:
    """What an activity says about everyone, of one indicator and period."""

    activity: Activity
    of: Result
    values: dict[str, Value]
    rows: list[str]


def results(view: View) -> list[dict[str, Any]]:
    """Return a row for each indicator and period, added over activities only where that may be."""
    alike: dict[tuple, list[Total]] = defaultdict(list)
    for activity in view.activities:
        for total in _totals(activity):
            one = total.of
            there = tuple(total.values[name] is None for name in VALUES)
            key = (one.indicator, one.unit, one.measure, one.ascending, one.start, one.end, there)
            alike[key].append(total)
    found = []
    for totals in alike.values():
        refused = _refused(totals)
        for part in [[one] for one in totals] if refused else [totals]:
            found.append(_row(part, refused))
    return found


def _totals(activity: Activity) -> list[Total]:
    told: dict[tuple, list[Result]] = defaultdict(list)
    for one in activity.results:
        if not one.age and not one.dimension:
            key = (one.result, one.indicator, one.unit, one.measure, one.start, one.end)
            told[key].append(one)
    found = []
    for rows in told.values():
        everyone = [one for one in rows if _everyone(one.sex)]
        groups = [one for one in rows if not _everyone(one.sex)]
        plainly = [one for one in everyone if not one.sex] or everyone
        named = [one for one in everyone if one not in plainly]
        added = _added(activity, groups)
        if not plainly:
            found += added
        elif len(plainly) > 1:
            found += [_total(activity, one) for one in plainly]
        else:
            more = [_total(activity, one) for one in named] if len(named) == 1 else []
            found.append(_completed(_total(activity, plainly[0]), [*more, *added]))
    return found


def _everyone(sex: str) -> bool:
    return " ".join(sex.lower().split()) in EVERYONE


def _total(activity: Activity, one: Result) -> Total:
    values = {name: _fraction(one.values[name]) for name in VALUES}
    return Total(activity, one, values, [one.row])


def _fraction(value: Decimal | None) -> Value:
    return None if value is None else Fraction(value)


def _added(activity: Activity, groups: Sequence[Result]) -> list[Total]:
    """Add women, men and unknown; not what stands twice, or one within another."""
    sexes = [one.sex.lower() for one in groups]
    inside = {WITHIN[sex] for sex in sexes if sex in WITHIN}
    if not groups or groups[0].measure != "unit":
        return []
    if len(set(sexes)) < len(sexes) or inside & set(sexes):
        return []
    parts = [_total(activity, one) for one in groups]
    values = {name: _sum([one.values[name] for one in parts]) for name in VALUES}
    return [Total(activity, groups[0], values, [one.row for one in groups])]


def _completed(total: Total, others: Sequence[Total]) -> Total:
    for other in others:
        lacking = [n for n in VALUES if total.values[n] is None and other.values[n] is not None]
        if lacking:
            values = total.values | {name: other.values[name] for name in lacking}
            total = Total(total.activity, total.of, values, [*total.rows, *other.rows])
    return total


def _sum(values: Sequence[Value]) -> Value:
    known = [value for value in values if value is not None]
    return sum(known, Fraction()) if len(known) == len(values) else None


def _refused(totals: Sequence[Total]) -> str:
    if len(totals) == 1:
        return ""
    one = totals[0].of
    if one.measure != "unit":
        return f"values of the measure '{one.measure}' are never added up"
    if len({total.activity.id for total in totals}) < len(totals):
        return "one activity reports it more than once"
    if _people(one.unit):
        seen: set[str] = set()
        for total in totals:
            here = {land for place in total.activity.all_places() for land in lands(place.code)}
            if not here or here & seen:
                return "people of several activities in one place may be the same people"
            seen |= here
    return ""


def _people(unit: str) -> bool:
    word = plain(unit)
    if word not in (*PEOPLE, *THINGS):
        raise ValueError(f"say in tests/edition/recomputing whether '{unit}' are people")
    return word in PEOPLE


def _row(totals: Sequence[Total], refused: str) -> dict[str, Any]:
    one = totals[0].of
    values = {name: _sum([total.values[name] for total in totals]) for name in VALUES}
    return {
        "indicator": one.indicator,
        "measure": one.measure,
        "unit": one.unit,
        "ascending": one.ascending,
        "start": _iso(one.start),
        "end": _iso(one.end),
        **values,
        "achieved": _achieved(one, values),
        "activities": len({total.activity.id for total in totals}),
        "refused": refused,
        "rows": [row for total in totals for row in total.rows],
    }


def _achieved(one: Result, values: dict[str, Value]) -> Value:
    """Return per cent of the target, to a decimal; none where less is better or nothing is one."""
    target, actual = values["target"], values["actual"]
    if target is None or actual is None or target <= 0 or one.ascending == "no":
        return None
    return round(actual * 100 / target, 1) if one.measure in ("unit", "percentage") else None


def people(view: View) -> list[dict[str, Any]]:
    """Return the actual values by sex and age, as the data lists them."""
    found = []
    for one in (result for activity in view.activities for result in activity.results):
        sex = "" if _everyone(one.sex) else one.sex.lower()
        sex = "female" if sex in WOMEN else "male" if sex in MEN else sex
        if (sex or one.age) and one.values["actual"] is not None:
            found.append(
                {
                    "indicator": one.indicator,
                    "unit": one.unit,
                    "start": _iso(one.start),
                    "end": _iso(one.end),
                    "sex": sex,
                    "age": one.age,
                    "value": _fraction(one.values["actual"]),
                    "rows": [one.row],
                }
            )
    return found


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
