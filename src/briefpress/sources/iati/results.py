"""Results of one activity: a row for each indicator, period and group of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefpress.sources.iati import codes
from briefpress.sources.iati.activity import Activity, best, date, texts

if TYPE_CHECKING:
    from lxml.etree import _Element

Group = tuple[str, str, str]
"""Sex, age, and every other dimension in one text."""


def results(activity: Activity) -> None:
    """Add the results; target, actual and baseline of the same group stand in one row."""
    number = 0
    for result in activity.parts.get("result", []):
        kind = codes.RESULT_TYPE.get((result.get("type") or "").strip(), "")
        title = best(texts(result.find("title")), activity.language)[1]
        for indicator in result.iterfind("indicator"):
            for line, cells in _rows(activity, indicator):
                number += 1
                activity.rows.add(
                    "results",
                    line,
                    id=f"{activity.id}#r{number}",
                    activity=activity.id,
                    result=title,
                    type=kind,
                    **cells,
                )


def _rows(activity: Activity, indicator: _Element) -> list[tuple[int, dict[str, str]]]:
    measure = (indicator.get("measure") or "1").strip()
    said = best(texts(indicator.find("title")), activity.language)[1]
    whole = {
        "indicator": said,
        "measure": codes.MEASURE.get(measure, measure),
        "ascending": {"0": "no", "false": "no", "1": "yes", "true": "yes"}.get(
            (indicator.get("ascending") or "").strip(), ""
        ),
    }
    numeric = whole["measure"] != "qualitative"
    baselines = _values(activity, indicator, "baseline") if numeric else {}
    periods = indicator.findall("period")
    if not periods:
        groups = baselines or {("", "", ""): ""}
        return [
            (indicator.sourceline or 0, whole | _cells(group, baseline=baselines.get(group, "")))
            for group in groups
        ]
    found = []
    for period in periods:
        targets = _values(activity, period, "target") if numeric else {}
        actuals = _values(activity, period, "actual") if numeric else {}
        dates = {
            "start_date": date(period.find("period-start")),
            "end_date": date(period.find("period-end")),
        }
        for group in dict.fromkeys([*targets, *actuals]) or [("", "", "")]:
            cells = _cells(
                group,
                baseline=baselines.get(group, ""),
                target=targets.get(group, ""),
                actual=actuals.get(group, ""),
            )
            found.append((period.sourceline or 0, whole | dates | cells))
    return found


def _cells(group: Group, **values: str) -> dict[str, str]:
    return {**values, "sex": group[0], "age": group[1], "dimension": group[2]}


def _values(activity: Activity, element: _Element, tag: str) -> dict[Group, str]:
    """Return the values of this kind by the group that they are about; the first one stands."""
    found: dict[Group, str] = {}
    for one in element.iterfind(tag):
        value = (one.get("value") or "").strip().removesuffix("%").strip()
        if not value:
            continue
        group = _group(one)
        if group in found:
            of = f" of '{', '.join(filter(None, group))}'" if any(group) else ""
            said = f"'{value}' is left out: the {tag}{of} is '{found[group]}' already"
            activity.warn(one, said)
        found.setdefault(group, value)
    return found


def _group(one: _Element) -> Group:
    sex, age, others = "", "", []
    for dimension in one.iterfind("dimension"):
        name = (dimension.get("name") or "").strip()
        value = (dimension.get("value") or "").strip()
        match name.lower():
            case "sex" | "gender":
                sex = value.lower()
            case "age" | "age group":
                age = value
            case _:
                others.append(f"{name}: {value}")
    others += [
        f"location: {place.get('ref')}" for place in one.iterfind("location") if place.get("ref")
    ]
    return sex, age, "; ".join(sorted(others))
