"""What a fact sheet says, worked out with pandas as a script would; for all but briefpress."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd
from edition import THEMES

from briefpress.model import places

HERE = Path(__file__).parent
TABLES = (
    "activities", "places", "themes", "organisations", "budgets", "transactions", "results",
)  # fmt: skip
NAMES = ("place", "themes", "years", "results")
"""The four charts."""

SMALL = (
    "Counts are of activities as Example Agency reports them; an activity that touches several"
    " countries or themes is counted under each, and once in every total. The names used in this"
    " brief and the way its material is presented imply no opinion whatsoever of the United Nations"
    " on the legal status of any country, territory, city or area, or of its authorities, or on"
    " where its frontiers or boundaries run. The boundaries and names shown on maps do not mean"
    " that the United Nations officially endorses or accepts them. Boundaries: Natural Earth, as"
    " edited by Visionscarto."
)


def read(project: Path) -> dict[str, pd.DataFrame]:
    """Read the tables once: in every comparison the data is there already."""
    tables = {name: pd.read_csv(project / f"data/{name}.csv") for name in TABLES}
    shares = tables["places"].groupby("activity")["country"].transform("size")
    tables["places"]["share"] = 1 / shares
    return tables


def sheet(tables: dict[str, pd.DataFrame], code: str) -> dict[str, Any]:
    """Return the words, numbers, rows and chart values of one country's fact sheet."""
    here = tables["places"][tables["places"]["country"] == code].set_index("activity")["share"]
    cut = {name: rows[rows[_key(name)].isin(here.index)] for name, rows in tables.items()}
    activities, organisations = cut["activities"], cut["organisations"]
    country = places.countries()[code]
    region = places.name(country.intermediate or country.subregion)
    title, total = places.name(code), len(activities)
    themes = cut["themes"].drop_duplicates(["activity", "code"])["code"].value_counts()
    several = int((here < 1).sum())
    partners = organisations[organisations["role"] == "implementing"]
    donors = organisations[organisations["role"] == "funding"]
    named = partners.groupby("name")["activity"].nunique().sort_values(ascending=False)[:12]
    names = dict(zip(donors["organisation"], donors["name"], strict=True))
    nobody = total - partners["activity"].nunique()
    gave = _money(cut, here, "incoming funds").groupby("provider")["own"].sum()
    return {
        "code": code,
        "title": title,
        "region": region,
        "organisation": "Example Agency",
        "edition": "Ending violence against women",
        "period": "2020–2024",
        "date": "31 December 2024",
        "source": "Source: Benchmark edition (made up); data as of 31 December 2024.",
        "contact": "Contact: Reporting team, example@example.org.",
        "small": SMALL,
        "about": f"{nobody} of {total} activities name no partner.",
        "estimated": "Some of these sums are estimates: the data does not say how an activity’s"
        " money is shared among its places.",
        "glance": [
            [str(total), "activities"],
            [str(len(themes)), f"themes of {len(THEMES)}"],
            [str(partners["organisation"].nunique()), "partners named"],
            [str(donors["organisation"].nunique()), "donors named"],
        ],
        "lead": f"Example Agency reports {total} activities in {title} for 2020–2024. The work"
        f" stands under {len(themes)} of {len(THEMES)} themes; {several} activities are shared"
        " with other countries.",
        "money": _sums(cut, here),
        "cards": [_card(row, cut["themes"]) for row in activities[:4].to_dict("records")],
        "tables": [
            [
                "Funds received, the twelve largest donors", "Donor", "Amount",
                [
                    [names[donor], f"US$ {own:,.0f}"]
                    for donor, own in gave.sort_values(ascending=False)[:12].items()
                ],
            ],
            [
                "The twelve partners with most activities", "Partner", "Activities",
                [[name, str(count)] for name, count in named.items()],
            ],
        ],
        "charts": {
            "place": {
                "width": 38, "height": 38, "code": code, "alt": f"Map: {title}, in {region}.",
                "centre": [country.longitude, country.latitude],
            },
            "themes": _themes(themes, total),
            "years": _years(activities),
            "results": _results(cut["results"]),
        },
    }  # fmt: skip


def _key(table: str) -> str:
    return "id" if table == "activities" else "activity"


def _money(cut: dict[str, pd.DataFrame], here: pd.Series, *kinds: str) -> pd.DataFrame:
    rows = cut["transactions"][cut["transactions"]["type"].isin(kinds)]
    return rows.assign(own=rows["value"] * rows["activity"].map(here))


def _sums(cut: dict[str, pd.DataFrame], here: pd.Series) -> list[list[str]]:
    budget = (cut["budgets"]["value"] * cut["budgets"]["activity"].map(here)).sum()
    received = _money(cut, here, "incoming funds")["own"].sum()
    spent = _money(cut, here, "disbursement", "expenditure")["own"].sum()
    sums = {
        "budget": budget,
        "received": received,
        "spent": spent,
        "budget not covered by what came in": budget - received,
    }
    return [[f"US$ {amount:,.0f}", name] for name, amount in sums.items()]


def _card(row: dict[Any, Any], themes: pd.DataFrame) -> dict[str, str]:
    codes = themes.loc[themes["activity"] == row["id"], "code"]
    start, end = (
        f"{day.day} {day:%B %Y}"
        for day in map(dt.date.fromisoformat, (row["start_date"], row["end_date"]))
    )
    return {
        "when": f"{start} – {end}",
        "title": row["title"],
        "text": row["summary"],
        "themes": " · ".join(THEMES[code] for code in codes),
    }


def _themes(counts: pd.Series, total: int) -> dict[str, Any]:
    rows = [[THEMES[code], int(count)] for code, count in counts.items()]
    measure = f"Activities, of {total} in all; one can stand under several themes"
    heading = f"The largest theme is {rows[0][0]}, with {rows[0][1]} of {total} activities"
    alt = f"Bar chart. {measure}. {'; '.join(f'{name}: {count}' for name, count in rows)}."
    return {"heading": heading, "measure": measure, "alt": alt, "rows": rows,
            "width": 84, "height": 61}  # fmt: skip


def _years(activities: pd.DataFrame) -> dict[str, Any]:
    first = activities["start_date"].str[:4].astype(int)
    last = activities["end_date"].str[:4].astype(int)
    rows = [[str(at), int(((first <= at) & (last >= at)).sum())] for at in range(2020, 2025)]
    measure = "Activities in each year in which they ran"
    most = max(rows, key=lambda row: row[1])[0]
    alt = f"Column chart. {measure}. {'; '.join(f'{name}: {count}' for name, count in rows)}."
    return {"heading": f"{most} had the most activities", "measure": measure, "alt": alt,
            "rows": rows, "width": 84, "height": 36}  # fmt: skip


def _results(results: pd.DataFrame) -> dict[str, Any]:
    sums = results.groupby(["indicator", "unit"], sort=False)[["baseline", "target", "actual"]]
    rows = [[*names, *map(int, values)] for names, values in sums.sum().iterrows()]
    reached = sum(actual >= target for _, _, _, target, actual in rows)
    said = "; ".join(
        f"{name}: {actual} {unit}, target {target}, baseline {baseline}, 2020–2024"
        for name, unit, baseline, target, actual in rows
    )
    return {
        "heading": f"{reached} of {len(rows)} targets are reached",
        "measure": "Bar: actual value. Thick line: target. Thin line: baseline. Each bar has its"
        " own scale, from zero",
        "alt": f"Bullet chart. Actual value against target. {said}.",
        "rows": rows,
        "width": 174,
        "height": 45,
    }


def ready(project: Path, codes: list[str], folder: Path) -> None:
    """Write each sheet as JSON and HTML, and its charts as SVG and PNG, for the other engines."""
    import plain
    import pyplots

    tables = read(project)
    pyplots.start()
    for code in codes:
        said = sheet(tables, code)
        place = folder / code
        place.mkdir(parents=True)
        (place / "sheet.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        for name in NAMES:
            for kind in ("svg", "png"):
                (place / f"{name}.{kind}").write_bytes(pyplots.draw(name, said, kind))
        pictures = {name: f"{name}.svg" for name in NAMES} | {"logo": plain.LOGO.as_uri()}
        page = plain.page(said, pictures, f"<style>{plain.css()}</style>")
        (place / "sheet.html").write_text(page, encoding="utf-8")
