"""The rules that an IATI ruleset is made of: each says whether an element keeps it.

The language is that of IATI-Rulesets' SPEC; paths are XPath 1.0 from the element
that a rule is about. A rule with an ``idCondition`` needs the register of
organisation identifiers, which changes daily and is not here: it is not checked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache, reduce
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

Case = Mapping[str, Any]

_ADDING = Context(prec=100, traps=[])
"""What is too large for a sum becomes infinite, which is no sum that a rule asks for."""


def broken(element: _Element, rules: Mapping[str, Any], today: dt.date) -> Iterator[Case]:
    """Give the cases of a context's rules that the element breaks."""
    for name, rule in rules.items():
        for case in rule["cases"]:
            if "idCondition" in case or not _applies(element, case):
                continue
            if name == "loop":
                yield from _loop(element, case, today)
            elif name == "date_now":
                if not all(day <= today for day in _dates(element, case["date"])):
                    yield case
            elif not _RULES[name](element, case):
                yield case


def _applies(element: _Element, case: Case) -> bool:
    return "condition" not in case or bool(found(element, case["condition"]))


_MOST_VALUES = 100
"""Vocabularies of one element that are looped over; the lists of them have less than 30, and
what is on no list is a finding in any case. Each is a walk over all that the element has."""

_MOST_PATHS = 2_000
"""Compiled paths that are kept: the standard's rules have some hundreds, and a value that is
looped over makes more of them."""


def _loop(element: _Element, case: Case, today: dt.date) -> Iterator[Case]:
    for value in islice(dict.fromkeys(_values(element, case["foreach"])), _MOST_VALUES):
        rules = {
            name: {"cases": [_filled(one, value) for one in rule["cases"]]}
            for name, rule in case["do"].items()
        }
        yield from broken(element, rules, today)


def _filled(value: Any, word: str) -> Any:
    """Write the value that is looped over for ``$1``; a quotation mark in it would end the path."""
    if isinstance(value, str):
        return value.replace("$1", word.replace("'", ""))
    if isinstance(value, list):
        return [_filled(one, word) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, word) for key, one in value.items() if key != "ruleInfo"} | {
            key: one for key, one in value.items() if key == "ruleInfo"
        }
    return value


@lru_cache(maxsize=_MOST_PATHS)
def _compiled(path: str) -> Callable[[_Element], Any]:
    from lxml import etree

    compiled: Callable[[_Element], Any] = etree.XPath(
        path, namespaces={"xml": "http://www.w3.org/XML/1998/namespace"}
    )
    return compiled


def found(element: _Element, path: str) -> Any:
    """Return what an XPath finds from an element; a path that was used lately is compiled."""
    return _compiled(path)(element)


def _values(element: _Element, path: str) -> list[str]:
    """Return the texts of what a path finds; of an element, all text in it."""
    return [
        one if isinstance(one, str) else "".join(one.itertext()) for one in found(element, path)
    ]


def _all(element: _Element, case: Case) -> list[str]:
    return [value for path in case["paths"] for value in _values(element, path)]


def _numbers(element: _Element, case: Case) -> list[Decimal] | None:
    try:
        numbers = [Decimal(value.strip()) for value in _all(element, case)]
    except InvalidOperation:
        return None
    return numbers if all(number.is_finite() for number in numbers) else None


def _dates(element: _Element, path: str) -> list[dt.date]:
    days = []
    for value in _values(element, path):
        try:
            days.append(dt.date.fromisoformat(value.strip()[:10]))
        except ValueError:
            continue  # the schema's affair
    return days


def _at_least_one(element: _Element, case: Case) -> bool:
    return any(found(element, path) for path in case["paths"])


def _no_more_than_one(element: _Element, case: Case) -> bool:
    return sum(len(found(element, path)) for path in case["paths"]) <= 1


def _only_one_of(element: _Element, case: Case) -> bool:
    """At most one of the paths leads somewhere, and where one does, none that is excluded."""
    there = sum(bool(found(element, path)) for path in case["paths"])
    excluded = any(found(element, path) for path in case["excluded"])
    return there == 0 or (there == 1 and not excluded)


def _one_or_all(element: _Element, case: Case) -> bool:
    if found(element, case["one"]):
        return True
    path = {
        "lang": ".//narrative[not(@xml:lang)]",
        "currency": ".//value[not(@currency)] | .//forecast[not(@currency)]"
        " | .//loan-status[not(@currency)]",
    }.get(case["all"], f"transaction[not({case['all']})]")
    return not found(element, path)


def _dependent(element: _Element, case: Case) -> bool:
    there = [bool(found(element, path)) for path in case["paths"]]
    return all(there) or not any(there)


def _sum(element: _Element, case: Case) -> bool:
    numbers = _numbers(element, case)
    return not numbers or reduce(_ADDING.add, numbers) == Decimal(str(case["sum"]))


def _range(element: _Element, case: Case) -> bool:
    numbers = _numbers(element, case)
    if numbers is None:
        return False
    least, most = case.get("min", "-inf"), case.get("max", "inf")
    return all(Decimal(str(least)) <= number <= Decimal(str(most)) for number in numbers)


def _date_order(element: _Element, case: Case) -> bool:
    less, more = _dates(element, case["less"]), _dates(element, case["more"])
    return not (less and more) or less[0] <= more[0]


def _time_limit(element: _Element, case: Case) -> bool:
    pairs = zip(_dates(element, case["start"]), _dates(element, case["end"]), strict=False)
    return all(end <= _a_year_after(start) for start, end in pairs)


def _a_year_after(day: dt.date) -> dt.date:
    if day.year == dt.MAXYEAR:
        return dt.date.max
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, month=3, day=1) if leap else day.replace(day.year + 1)


def _between_dates(element: _Element, case: Case) -> bool:
    start, end = _dates(element, case["start"]), _dates(element, case["end"])
    if not (start and end):
        return True
    return all(start[0] <= day <= end[0] for day in _dates(element, case["date"]))


def _regex_matches(element: _Element, case: Case) -> bool:
    return all(re.search(case["regex"], value) for value in _all(element, case))


def _regex_no_matches(element: _Element, case: Case) -> bool:
    return not any(re.search(case["regex"], value) for value in _all(element, case))


def _starts_with(element: _Element, case: Case) -> bool:
    prefixes: Sequence[str] = case.get("prefix") or [case["start"]]
    separator = case.get("separator", "")
    starts = [f"{value}{separator}" for path in prefixes for value in _values(element, path)]
    return all(value.strip().startswith(tuple(starts)) for value in _all(element, case))


def _unique(element: _Element, case: Case) -> bool:
    values = _all(element, case)
    return len(set(values)) == len(values)


def _no_spaces(element: _Element, case: Case) -> bool:
    return all(value == value.strip() for value in _all(element, case))


def _if_then(element: _Element, case: Case) -> bool:
    return not found(element, case["if"]) or bool(found(element, case["then"]))


_RULES: dict[str, Callable[[_Element, Case], bool]] = {
    "atleast_one": _at_least_one,
    "no_more_than_one": _no_more_than_one,
    "only_one_of": _only_one_of,
    "one_or_all": _one_or_all,
    "dependent": _dependent,
    "sum": _sum,
    "strict_sum": _sum,
    "range": _range,
    "date_order": _date_order,
    "time_limit": _time_limit,
    "between_dates": _between_dates,
    "regex_matches": _regex_matches,
    "regex_no_matches": _regex_no_matches,
    "startswith": _starts_with,
    "unique": _unique,
    "no_spaces": _no_spaces,
    "if_then": _if_then,
}
