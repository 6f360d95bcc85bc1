"""Made-up activities, few enough to count on one's fingers, and a chart file at work."""

from __future__ import annotations

import csv
import datetime as dt
import gettext
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes

from briefpress.config import Edition
from briefpress.drawing import figure
from briefpress.drawing.house import House
from briefpress.errors import Mistake
from briefpress.language import Names, Text
from briefpress.measures.currencies import no_rates
from briefpress.measures.prepare import prepare
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables
from briefpress.sources import canonical
from briefpress.sources.grid import Raw

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "templates/fonts"
ACCENT = "#0072b2"

MADE_UP = {
    "activities": """\
id,title,scope,start_date,end_date
A1,Help lines,national,2020-01-01,2021-12-31
A2,Shelters,multinational,2021-03-01,2021-09-30
A3,A film,national,2023-01-01,
A4,A guide,global,,
A5,Training,national,,
""",
    "vocabularies": """\
vocabulary,code,name
approach,prevention,Prevention
approach,services,Services for survivors
approach,data,Data and research
form,trafficking,Trafficking in persons
""",
    "places": """\
activity,country,region,percentage
A1,KEN,,
A2,KEN,,75
A2,UGA,,25
A3,PAK,,
A4,,001,
A5,KEN,,
""",
    "themes": """\
activity,vocabulary,code
A1,approach,prevention
A1,approach,services
A2,approach,services
A3,approach,prevention
A3,form,trafficking
A4,approach,services
""",
    "organisations": """\
activity,organisation,name,role
A1,P1,Helpers,implementing
A2,P1,Helpers,implementing
A2,P2,Police,extending
A5,P2,Police,implementing
A5,P3,Academy,implementing
A1,D1,First donor,funding
A2,D2,Second donor,funding
""",
    "transactions": """\
id,activity,type,date,value,currency,provider
T1,A1,incoming funds,2020-02-01,1000.00,USD,D1
T2,A2,incoming funds,2021-04-01,400,USD,Second donor
T3,A2,incoming funds,2021-05-01,100,USD,D1
T4,A4,incoming funds,2021-06-01,50,USD,
T5,A3,incoming funds,2023-06-01,-20,USD,D1
T6,A3,incoming funds,2023-06-01,70,EUR,D1
T7,A1,expenditure,2020-06-01,900,USD,
""",
    "results": """\
id,activity,indicator,measure,unit,start_date,end_date,baseline,target,actual
R1,A1,Women who called,unit,women,2021-01-01,2021-12-31,0,400,320
R2,A1,Calls that were answered,percentage,,,,40,60,75.5
R3,A2,Beds,unit,beds,,,,,25
R4,A3,Viewers,unit,people,,,,1000,
R5,A3,Repeated calls,unit,calls,,,30,10,12
R6,A4,Readers,unit,people,,,5,,
R7,A4,Rank among guides,ordinal,,,,,3,5
""",
}


def padded_words(words: str) -> str:
    """Return words half as long again as the English ones, as those of many languages are."""
    return " ".join([words, *words.split()[: -(-len(words.split()) // 2)]])


class PaddedWords(gettext.NullTranslations):
    """A language of long words."""

    def gettext(self, message: str) -> str:
        return message if "{" in message else padded_words(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class Mirrored(Text):
    """English from right to left: its letters are in the bundled fonts."""

    @property
    def direction(self) -> str:
        return "rtl"


def tables(**changed: str) -> Tables:
    """Return the made-up tables; a keyword replaces one of them, "" leaves it out."""
    raw = []
    for name, text in (MADE_UP | changed).items():
        heading, *rows = csv.reader(text.splitlines()) if text else ((),)
        if heading:
            columns = {key: [row[at] for row in rows] for at, key in enumerate(heading)}
            raw.append(Raw(name, f"{name}.csv", columns, range(2, 2 + len(rows))))
    mistakes: list[Mistake] = []
    made = canonical.tables(raw, mistakes)
    assert not mistakes, mistakes
    return made


@pytest.fixture
def whole() -> Slice:
    """The whole made-up edition."""
    return edition_of()


@pytest.fixture
def made() -> Callable[..., Slice]:
    """A function that returns the edition with some tables replaced."""
    return edition_of


def edition_of(**changed: str) -> Slice:
    day = dt.date(2024, 12, 31)
    edition = Edition("Help", "Agency", dt.date(2020, 1, 1), day, day, ("en",), "USD", "approach")
    prepared, _ = prepare(tables(**changed), edition, no_rates)
    return Slice(edition, prepared, "edition", edition.period)


def house_for(part: Slice, language: str = "en", padded: bool = False) -> House:
    names = [
        {
            code: padded_words(name) if padded else name
            for code, name in zip(table[key], table["name"], strict=True)
        }
        for table, key in (
            (part.tables.vocabularies, "code"),
            (part.tables.organisations, "organisation"),
        )
    ]
    words = PaddedWords() if padded else gettext.NullTranslations()
    kind = Mirrored if language == "he" else Text
    return House(ACCENT, kind("en", Names(*names), words))


@pytest.fixture
def house_of() -> Callable[..., House]:
    """A function that returns the house style with the names of a slice."""
    return house_for


class Drawn:
    """A chart of a slice: everything that its file's functions return."""

    fonts = FONTS

    def __init__(self, name: str, part: Slice, house: House | None = None) -> None:
        self.module = load(name)
        self.house = house or house_for(part)
        self.table: pd.DataFrame = self.module.table(part)
        self.axes: Axes | None = None
        if not self.table.empty:
            text = self.house.text
            self.size = self.module.size(self.table)
            self.heading = self.module.heading(self.table, text)
            self.measure = self.module.measure(self.table, text)
            with figure.style(FONTS):
                self.axes = figure.sheet(*self.size)
                self.module.draw(self.table, self.axes, self.house)
            self.alt = self.module.alt(self.table, text)

    @property
    def words(self) -> list[str]:
        assert self.axes
        return [text.get_text() for text in self.axes.texts]

    def rows(self, *columns: str) -> list[tuple[Any, ...]]:
        return list(self.table[list(columns)].itertuples(index=False, name=None))


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"chart_{name}", ROOT / f"charts/{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def draw() -> type[Drawn]:
    """Draw a chart by its name: ``draw("coverage", part)``."""
    return Drawn
