"""Tables that others publish: places, code lists, exchange rates. Read as data, by own code."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from pathlib import Path

REFERENCE = Path(__file__).parents[3] / "src/briefpress/model/reference"


@cache
def _table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def iso3() -> dict[str, str]:
    """Return the ISO alpha-3 code of each country by its codes and its English name."""
    found = {}
    for row in _table("countries.csv"):
        found |= {row["iso3"]: row["iso3"], row["iso2"]: row["iso3"], row["en"]: row["iso3"]}
    return found


@cache
def continent(code: str) -> str:
    """Return the M49 region below the world that a place lies in; the world itself is 001."""
    if code in ("", "998"):
        return ""
    for row in _table("countries.csv"):
        if row["iso3"] == code:
            return row["region"]
    parents = {row["code"]: row["parent"] for row in _table("regions.csv")}
    while parents[code] not in ("", "001"):
        code = parents[code]
    return code


@cache
def lands(code: str) -> frozenset[str]:
    """Return the countries in a place; of the world, and of a place that is unspecified, all."""
    rows = _table("countries.csv")
    every = frozenset(row["iso3"] for row in rows)
    if code in ("001", "998"):
        return every
    if code in every:
        return frozenset([code])
    around = ("region", "subregion", "intermediate")
    return frozenset(row["iso3"] for row in rows if code in [row[name] for name in around])


@cache
def code_list(name: str) -> dict[str, str]:
    """Return an IATI code list: its codes with their English names."""
    text = (REFERENCE / "iati/codelists.json").read_text(encoding="utf-8")
    return json.loads(text)[name]["codes"]


# The DAC's regions as M49's, as docs/sources.md says: the nearest, or the one around it.
_DAC = """\
88:039 89:150 189:015 289:202 298:002 380:029 389:419 489:005 498:019 589:145
619:143 679:034 689:142 789:142 798:142 889:009 998:998 1027:014 1028:017
1029:018 1030:011 1031:029 1032:013 1033:054 1034:057 1035:061
"""
DAC_REGIONS = dict(pair.split(":") for pair in _DAC.split())


@cache
def _euro() -> dict[str, dict[str, Fraction]]:
    """Return the units of each currency for one euro, by day (ISO): the ECB's own table."""
    spec = find_spec("currency_converter")
    assert spec is not None
    assert spec.origin
    archive = Path(spec.origin).with_name("eurofxref-hist.zip")
    with zipfile.ZipFile(archive) as packed:
        text = packed.read(packed.namelist()[0]).decode()
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        rates = {name.strip(): value for name, value in row.items() if name and value}
        day = rates.pop("Date")
        known = {name: Fraction(value) for name, value in rates.items() if value != "N/A"}
        found[day] = {"EUR": Fraction(1), **known}
    return found


def ecb(currency: str, base: str, day: dt.date) -> tuple[Fraction, dt.date] | None:
    """Return the rate of a day, or of the last one before it, a week back at most."""
    for back in range(8):
        on = day - dt.timedelta(days=back)
        rates = _euro().get(on.isoformat(), {})
        if currency in rates and base in rates:
            return rates[base] / rates[currency], on
    return None


@cache
def _country(iso3: str) -> dict[str, str]:
    return next(row for row in _table("countries.csv") if row["iso3"] == iso3)


def degrees(iso3: str) -> dict[str, float | None]:
    """Return where a country's marker stands."""
    row = _country(iso3)
    return {name: float(row[name]) if row[name] else None for name in ("latitude", "longitude")}


def smallest_region(iso3: str) -> str:
    """Return the smallest M49 region around a country."""
    row = _country(iso3)
    return row["intermediate"] or row["subregion"] or row["region"]
