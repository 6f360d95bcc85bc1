"""An activity's texts in the brief's language; else the original, marked as such."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from briefpress import language, sources
from briefpress.config import Brand, Edition, Kind, Project, Source
from briefpress.documents import template
from briefpress.documents.narratives import in_language
from briefpress.language import Names
from briefpress.model.slices import Slice

DAY = dt.date(2024, 12, 31)
EDITION = Edition("Help", "Agency", dt.date(2020, 1, 1), DAY, DAY, ("en", "fr"), "USD", "")
FILES = {
    "activities.csv": "id,title,summary,language\n"
    "A,Shelters,Safe houses,\nB,Refuges,Des maisons,fr\nC,ملاجئ,,ar\nD,Abrigos,Casas,pt-br\n",
    "narratives.csv": "activity,element,language,text\n"
    "A,title,fr,Foyers\nA,title,es,Albergues\nB,title,en,Refuges (English)\n"
    "B,summary,en,Houses\nC,title,pt-br,Abrigos\n",
    "places.csv": "activity,country\nA,KEN\nB,KEN\nC,KEN\nD,KEN\n",
}


@pytest.fixture
def part(tmp_path: Path) -> Slice:
    for name, content in FILES.items():
        path = tmp_path / "data" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    kind = Kind("country", "country.html", "country", 1, 2)
    project = Project(
        tmp_path, EDITION, (Source("data/"),), (kind,), Brand("#0072B2", "", "", ()), ""
    )
    return Slice(EDITION, sources.load(project), "country", "KEN")


def shown(part: Slice, code: str) -> dict[str, tuple[str, str, str, str]]:
    rows = [
        {"id": row["id"], "title": row["title"], "summary": row["summary"]}
        for row in part.tables.activities.to_dict("records")
    ]
    return {
        row["id"]: (row["title"], row["title_language"], row["summary"], row["summary_language"])
        for row in in_language(rows, part, code)
    }


def test_a_text_is_in_the_briefs_language_where_the_data_has_it(part: Slice) -> None:
    assert shown(part, "fr") == {
        "A": ("Foyers", "", "Safe houses", "en"),
        "B": ("Refuges", "", "Des maisons", ""),
        "C": ("ملاجئ", "ar", "", ""),
        "D": ("Abrigos", "pt-br", "Casas", "pt-br"),
    }


def test_an_activity_without_a_language_is_in_the_editions_first(part: Slice) -> None:
    assert shown(part, "en")["A"] == ("Shelters", "", "Safe houses", "")
    french = dataclasses.replace(EDITION, languages=("fr",))
    assert shown(dataclasses.replace(part, edition=french), "en")["A"][1] == "fr"


def test_a_text_in_a_countrys_kind_of_a_language_serves(part: Slice) -> None:
    assert shown(part, "pt")["C"] == ("Abrigos", "", "", "")
    assert shown(part, "pt")["D"] == ("Abrigos", "", "Casas", "")


@pytest.mark.parametrize(
    ("code", "printed"),
    [("ar", ' lang="ar" dir="rtl"'), ("fr", ' lang="fr" dir="ltr"'), ("", ""),
     ("tlh", ' lang="tlh" dir="ltr"'), ('"><x', ' lang="&#34;&gt;&lt;x" dir="ltr"')],
)  # fmt: skip
def test_a_text_in_another_language_is_marked(code: str, printed: str) -> None:
    env = template.environment([], language.text("en", Names({}, {})))
    assert env.from_string("{{ code|lang }}").render(code=code) == printed
