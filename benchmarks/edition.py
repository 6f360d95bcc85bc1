"""Make a project to measure with: 195 countries, 10,000 activities, the same each time.

    .venv/bin/python benchmarks/edition.py FOLDER [--activities 10000]

Every country has a fact sheet of two pages (templates/country.html beside this file, in the
starter's look): cards, about 250 words, four charts, one of them a map, and two tables of twelve
rows. Names, texts and amounts are made up from a seed; countries and codes are real.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefpress.model import places

HERE = Path(__file__).parent

# What ISO 3166-1 lists and nobody counts as a country: 195 remain, the UN's members and observers.
_AREAS = """
    ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF
    GUM HKG HMD IMN IOT JEY MAC MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SGS SHN SJM SPM
    SXM TCA TKL TWN UMI VGB VIR WLF XKX
"""

THEMES = {
    "prevention": "Prevention and awareness",
    "services": "Services for survivors",
    "justice": "Police, courts and access to justice",
    "law": "Laws and policies",
    "data": "Data, research and monitoring",
    "training": "Training of professionals",
    "economy": "Work, income and social protection",
    "coordination": "Coordination and partnership",
}
DONORS = (
    "Australia", "Austria", "Belgium", "Canada", "Denmark", "Finland", "France", "Germany",
    "Ireland", "Italy", "Japan", "Luxembourg", "Netherlands", "Norway", "Spain", "Sweden",
    "Switzerland",
)  # fmt: skip
PARTNERS = (
    "Ministry of Justice", "Ministry of Health", "Ministry of Social Affairs", "National Police",
    "Supreme Court", "Bar Association", "Women’s Legal Aid Centre", "National Statistics Office",
    "Association of Midwives", "Federation of Municipalities", "Teachers’ Union", "Shelter Network",
    "National Human Rights Commission", "University Research Centre", "Community Radio Network",
    "Chamber of Commerce",
)  # fmt: skip
WORK = (
    "Training", "Guidelines", "Advice", "Mobile teams", "Workshops", "A survey", "Helplines",
    "Case management", "Legal aid", "Equipment", "Campaigns", "Peer groups",
)  # fmt: skip
WHOM = (
    "judges and prosecutors", "police officers", "health workers", "teachers", "local councils",
    "shelters", "survivors", "lawyers", "journalists", "labour inspectors", "border guards",
    "social workers",
)  # fmt: skip
WHERE = (
    "in the capital", "in rural districts", "in border provinces", "in secondary towns",
    "along the coast", "in camps and settlements", "in all regions", "in two pilot provinces",
)  # fmt: skip
SENTENCES = (
    "Teams of two visit each district every month and report what they find to the ministry.",
    "The material was written with those who use it, tried out in three places and then revised.",
    "Calls are answered day and night, in the four languages that most people here speak.",
    "Local authorities provide the rooms and pay the staff; the project pays for their training.",
    "A shared register keeps each case together on its way from the first report to the verdict.",
    "An independent review found fewer cases dropped, and more of them heard within the year.",
    "Lessons from the first year changed how participants are chosen and how they are followed up.",
    "Supplies reached every site before the rains, although two roads were closed for weeks.",
)
RESULTS = (
    ("Workshops held", "workshops"),
    ("Shelters equipped", "shelters"),
    ("Courts with a trained focal point", "courts"),
    ("Agreements signed", "agreements"),
    ("Reports published", "reports"),
)
YEARS = range(2020, 2025)

CONFIG = """[edition]
title = "Ending violence against women"
organisation = "Example Agency"
period = { start = 2020-01-01, end = 2024-12-31 }
data_date = 2024-12-31
languages = ["en"]
currency = "USD"
vocabulary = "approach"

[[source]]
path = "data/"
name = "Benchmark edition (made up)"

[[brief]]
kind = "country"
template = "country.html"
pages = { least = 1, most = 2 }

[[brief]]
kind = "annual"
template = "annual.html"
pages = { least = 10, most = 400 }

[brand]
colour = "#0072B2"
contact = "Reporting team, example@example.org"
"""


def countries() -> list[str]:
    """Return the 195 countries by ISO 3166-1 alpha-3 code."""
    return sorted(set(places.countries()) - set(_AREAS.split()))


def make(folder: Path, activities: int = 10_000) -> Path:
    """Write the project into a folder, new or empty, and return the folder."""
    (folder / "data").mkdir(parents=True)
    (folder / "briefs.toml").write_text(CONFIG, encoding="utf-8")
    shutil.copytree(HERE / "templates", folder / "templates")
    for name, rows in _Edition(activities).tables().items():
        _write(folder / f"data/{name}.csv", rows)
    return folder


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@dataclass
class _Edition:
    """The tables while they grow; each random choice comes from one seeded source."""

    activities: int
    chance: random.Random = field(default_factory=lambda: random.Random(195))
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        for code, name in THEMES.items():
            self._row("vocabularies", vocabulary="approach", code=code, name=name,
                      description=f"Work that counts under {name.lower()}.")  # fmt: skip
        every = countries()
        for number in range(self.activities):
            # a country each in turn, so that all have nearly as many; one in eight has more of them
            others = self.chance.choice((0, 0, 0, 0, 0, 0, 0, self.chance.randrange(1, 4)))
            self._activity(number, [every[number % len(every)], *self.chance.sample(every, others)])
        return self.rows

    def _row(self, table: str, **cells: Any) -> None:
        self.rows.setdefault(table, []).append(cells)

    def _activity(self, number: int, where: Iterable[str]) -> None:
        chance = self.chance
        one = f"XM-EX-{number:05}"
        codes = list(dict.fromkeys(where))
        start = dt.date(chance.choice(YEARS), chance.randrange(1, 13), 1)
        end = min(start + dt.timedelta(days=chance.randrange(200, 1200)), dt.date(2024, 12, 31))
        text = " ".join(chance.sample(SENTENCES, 2))
        self._row("activities", id=one, summary=text, start_date=start, end_date=end,
                  title=f"{chance.choice(WORK)} for {chance.choice(WHOM)} {chance.choice(WHERE)}",
                  scope="national" if len(codes) == 1 else "multinational")  # fmt: skip
        for code in codes:
            self._row("places", activity=one, country=code, region="")
        for theme in chance.sample(list(THEMES), chance.choice((1, 1, 2))):
            self._row("themes", activity=one, vocabulary="approach", code=theme)
        donors = chance.sample(DONORS, chance.choice((1, 1, 2)))
        for donor in donors:
            self._row("organisations", activity=one, organisation=donor.upper(), name=donor,
                      role="funding", type="government")  # fmt: skip
        for partner in chance.sample(range(len(PARTNERS)), chance.choice((0, 1, 1, 2))):
            self._row("organisations", activity=one, organisation=f"PARTNER-{partner:02}",
                      name=PARTNERS[partner], role="implementing", type="")  # fmt: skip
        self._money(one, start, end, donors)
        if chance.random() < 0.5:
            self._result(one)

    def _money(self, one: str, start: dt.date, end: dt.date, donors: list[str]) -> None:
        for year in range(start.year, end.year + 1):
            self._row("budgets", id=f"{one}-B{year}", activity=one, type="original",
                      start_date=f"{year}-01-01", end_date=f"{year}-12-31",
                      value=self.chance.randrange(20, 900) * 1000, currency="USD")  # fmt: skip
        for at, donor in enumerate(donors):
            self._payment(one, f"I{at}", "incoming funds", start, donor)
        for at in range(2):
            self._payment(one, f"D{at}", "disbursement", end - dt.timedelta(days=90 * at), "")

    def _payment(self, one: str, name: str, kind: str, day: dt.date, donor: str) -> None:
        value = f"{self.chance.randrange(10_000, 90_000_000) / 100:.2f}"
        self._row("transactions", id=f"{one}-{name}", activity=one, type=kind, date=day,
                  value=value, currency="USD", provider=donor.upper())  # fmt: skip

    def _result(self, one: str) -> None:
        indicator, unit = self.chance.choice(RESULTS)
        target = self.chance.randrange(5, 60)
        self._row("results", id=f"{one}-R", activity=one, type="output", indicator=indicator,
                  measure="unit", unit=unit, start_date="2020-01-01", end_date="2024-12-31",
                  baseline=target // 5, target=target,
                  actual=self.chance.randrange(target // 2, target * 3 // 2))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--activities", type=int, default=10_000)
    given = parser.parse_args()
    make(given.folder, given.activities)


if __name__ == "__main__":
    main()
