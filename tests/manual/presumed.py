"""What a page presumes of its reader's project, beyond what it shows: files, changes, builds."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pypdfium2
import tomlkit
from pyarrow import parquet
from reading import ROOT

State = Callable[[Path], None]

SURVIVORS = """\
id,activity,indicator,measure,unit,start_date,end_date,actual,sex
R1,W1,Survivors served,unit,people,2023-01-01,2024-12-31,100,
R2,W1,Survivors served,unit,people,2023-01-01,2024-12-31,93,female
R3,W1,Survivors served,unit,people,2023-01-01,2024-12-31,7,male
R4,W3,Survivors served,unit,people,2024-01-01,2024-12-31,105,
R5,W3,Survivors served,unit,people,2024-01-01,2024-12-31,61,female
R6,W3,Survivors served,unit,people,2024-01-01,2024-12-31,44,male
"""
"""The table of disclosure.md."""

CASES = "Case,Name of survivor\n" + "".join(f"{at},Somebody {at}\n" for at in range(212))

MINISTER = "Wells opened by Ms. Amina Yusuf"

INVENTORY = """\
<html><head><title>Inventory</title></head><body><h1>Inventory</h1><h2>Prevention</h2><ul>
<li>In 2023 UNODC trained 40 police officers in Kenya, funded by Sweden.</li>
<li>A helpline in Uganda was opened with UN Women.</li></ul></body></html>
"""

IATI = """\
<iati-activities version="2.03"><iati-activity default-currency="USD">
<iati-identifier>XM-1-W1</iati-identifier>
<reporting-org ref="XM-1" type="40"><narrative>Water Agency</narrative></reporting-org>
<title><narrative>Wells</narrative></title>
<description><narrative>Wells for twelve villages</narrative></description>
<participating-org role="1" ref="XM-1"><narrative>Water Agency</narrative></participating-org>
<activity-status code="2"/><activity-date type="2" iso-date="2023-01-01"/>
<recipient-country code="KE"/><sector vocabulary="1" code="14030"/>
</iati-activity></iati-activities>
"""

PROJECTS = (
    "Project code,Title,Titre,Countries,Region,Sector,Donor,Partner,Budget (EUR),Women,State,Notes",
    "P1,Wells,Puits,Kenya (60%); Uganda 40 %,,14030,Norway,Red Cross,1200,35,En cours,-",
    "P2,Latrines,Latrines,,Eastern Africa,14030,EU,,75500,,En cours,",
)
"""Columns of sources.md."""

LARGE = {
    "activities/part-0": {"id": ["W1"], "title": ["Wells"]},
    "themes/part-0": {"activity": ["W1"], "vocabulary": ["dac"], "code": ["14030"]},
    "vocabularies/part-0": {"vocabulary": ["dac"], "code": ["14030"], "name": ["Water"]},
    "places/part-0": {"activity": ["W1"], "country": ["KEN"]},
    "transactions/year=2023/currency=EUR/part-0": {
        "id": ["T1"],
        "activity": ["W1"],
        "type": ["incoming funds"],
        "date": ["2023-03-01"],
        "value": ["10"],
    },
    "transactions/year=2024/currency=USD/part-0": {
        "id": ["T2"],
        "activity": ["W1"],
        "type": ["incoming funds"],
        "date": ["2024-03-01"],
        "value": ["20"],
    },
}
"""Files of sources.md, with what is in them."""

KENYAN = {
    "activities": "id,title\nW1,Wells\n",
    "places": "activity,country\nW1,KEN\n",
    "themes": "activity,vocabulary,code\nW1,dac,14030\n",
    "vocabularies": "vocabulary,code,name\ndac,14030,Water\n",
    "budgets": "id,activity,type,start_date,end_date,value,currency\n"
    "B1,W1,original,2024-01-01,2024-12-31,15646,KES\n",
}


def build(project: Path, *selectors: str) -> None:
    command = [sys.executable, "-m", "briefpress", "build", str(project), *selectors]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def replaced(name: str, old: str, new: str) -> State:
    """Change a text that stands once in a file."""

    def change(project: Path) -> None:
        text = (project / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name}: {old}"
        (project / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def written(name: str, text: str, how: str = "w") -> State:
    """Write a file, or add to it."""

    def write(project: Path) -> None:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        with (project / name).open(how, encoding="utf-8") as file:
            file.write(text)

    return write


def both(*states: State) -> State:
    """Do one after the other."""

    def change(project: Path) -> None:
        for state in states:
            state(project)

    return change


def at_hand(*names: str) -> State:
    """Copy Kenya's brief, and the edition, to where somebody keeps them."""

    def copy(project: Path) -> None:
        for name in names:
            if name.endswith(".pdf"):
                shutil.copyfile(project / "build/country/KEN-kenya.en.pdf", project / name)
            else:
                shutil.copytree(project / "build", project / name)

    return copy


def edited(project: Path) -> None:
    """A budget corrected, a PDF lost, a kind added."""
    replaced("data/projects.csv", ",80000", ",95000")(project)
    (project / "build/country/KEN-kenya.en.pdf").unlink()
    written("briefs.toml", '\n[[brief]]\nkind = "region"\n', "a")(project)


def font(project: Path) -> None:
    """A font of the designer's own."""
    (project / "templates/fonts").mkdir()
    shutil.copyfile(
        next((ROOT / "templates/fonts").glob("NotoSans-Regular.*")),
        project / "templates/fonts/Ours.woff2",
    )


def canonical(project: Path) -> None:
    """Tables that are named as ours."""
    shutil.rmtree(project / "data")
    shutil.copytree(ROOT / "data", project / "data")


def workbook(project: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page
    page.title = "Projects"
    for line in PROJECTS:
        page.append(line.split(","))
    book.save(project / "projects 2024.xlsx")


def wrong_workbook(project: Path) -> None:
    """Eight projects in a spreadsheet, of which the last is nowhere."""
    book = openpyxl.Workbook()
    page = book.active
    assert page
    page.title = "Projects"
    page.append(["Project code", "Title", "Country", "Donor"])
    for at in range(1, 9):
        page.append([f"W{at}", f"Wells {at}", "Palestin" if at == 8 else "Kenya", "Norway"])
    book.save(project / "projects.xlsx")


def settled(first: int = 9, **sections: dict[str, object]) -> State:
    """Have the first sources and kinds only, and change sections; one that is empty goes."""

    def change(project: Path) -> None:
        found = tomllib.loads((project / "briefs.toml").read_text(encoding="utf-8"))
        found |= {"source": found["source"][:first], "brief": found["brief"][:first]}
        for name, values in sections.items():
            found[name] = found.get(name, {}) | values if values else {}
        kept = {name: values for name, values in found.items() if values}
        (project / "briefs.toml").write_text(tomlkit.dumps(kept), encoding="utf-8")

    return change


def shillings(project: Path) -> None:
    """A budget in a currency for which the project has a rate of its own."""
    for name, rows in KENYAN.items():
        written(f"data/kenyan/{name}.csv", rows)(project)
    settled(0, edition={"rates": "data/rates.csv"})(project)
    more = '\n[[source]]\npath = "data/kenyan"\n\n[[brief]]\nkind = "country"\n'
    written("briefs.toml", more, "a")(project)


def large(project: Path) -> None:
    for name, columns in LARGE.items():
        path = project / f"data/large/{name}.parquet"
        path.parent.mkdir(parents=True)
        parquet.write_table(pa.table(columns), path)


BEFORE: dict[tuple[str, str], State] = {
    ("build.md", "What is made again, and why"): edited,
    ("checks.md", ""): both(
        written("briefs.toml", '\n[brand.texts]\nabout = "Drilling wells since 1998."\n', "a"),
        build,
    ),
    ("disclosure.md", ""): both(
        at_hand("archive/2023"),
        written("data/results.csv", SURVIVORS),
        written("briefs.toml", '\n[[source]]\npath = "data/results.csv"\n', "a"),
    ),
    ("disclosure.md", "Rounding"): settled(disclosure={}),
    ("disclosure.md", "Rows that are people"): both(
        written("data/cases.csv", CASES),
        written("briefs.toml", '\n[[source]]\npath = "data/cases.csv"\n', "a"),
    ),
    ("disclosure.md", "Texts"): both(
        settled(2, disclosure={}),
        settled(disclosure={"sensitive": ["survivors *"]}),
        replaced("data/projects.csv", "Wells for twelve villages", MINISTER),
    ),
    ("growing.md", "One language more"): settled(1),
    ("html.md", ""): font,
    ("languages.md", "Fonts and direction"): replaced(
        "data/projects.csv", "Wells for", "Wells ༀ for"
    ),
    ("languages.md", "In templates and charts"): both(
        replaced("data/projects.csv", "Wells ༀ for", "Wells for"),
        written(
            "templates/country.html",
            '{% extends "base.html" %}{% block page %}<main><h1>{{ brief.title }}</h1>'
            '{% include "blocks/counted.html" %}</main>{% endblock %}',
        ),
    ),
    ("narrative.md", ""): written("inventory page.html", INVENTORY),
    ("README.md", "Your own brief in ten minutes"): wrong_workbook,
    ("reconciliation.md", "The sources"): both(
        written("data/activities.xml", IATI), settled(edition={"vocabulary": "dac"})
    ),
    ("scheduled.md", "On GitHub"): at_hand("edition", "kenya.pdf"),
    ("sources.md", "Tables named as ours"): both(
        canonical, settled(edition={"vocabulary": "approach"})
    ),
    ("sources.md", "Your own table"): both(workbook, settled(edition={"vocabulary": "sector"})),
    ("sources.md", "IATI"): both(
        written("data/activities.xml", IATI), settled(edition={"vocabulary": "dac"})
    ),
    ("sources.md", "Tables larger than memory"): large,
    ("sources.md", "Currencies"): shillings,
    ("trust.md", "trace"): at_hand("last-year", "kenya.pdf"),
}
"""What is done before the first example of a page's section is followed."""


def in_the_designers_font(project: Path) -> None:
    pages = sorted(project.glob("public/country/*.html"))
    assert len(pages) == 2
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.search(r'font-family: ?"?Ours"?; ?src: ?url\("?data:font', text), page.name


def counted(project: Path) -> None:
    (brief,) = project.glob("build/country/KEN*.en.pdf")
    with pypdfium2.PdfDocument(brief) as pdf:
        assert "There are two activities." in pdf[0].get_textpage().get_text_range()


def documents(project: Path) -> None:
    assert [path.name for path in project.glob("build/country/*.docx")] == ["KEN-kenya.en.docx"]


def copied_to_the_store(project: Path) -> None:
    """The folder has what the page lists; the store has had the same command."""
    (dated,) = [path for path in (project.parent / "www").iterdir() if path.is_dir()]
    assert {path.name for path in project.parent.glob("www/*.*")} == {"latest.json", "index.html"}
    listed = ("index.html", "country", "manifest.json", "approval.json", "publication.json")
    assert all((dated / name).exists() for name in listed)


AFTER: dict[str, State] = {
    "html.md": in_the_designers_font,
    "languages.md": counted,
    "publish.md": copied_to_the_store,
    "word.md": documents,
}
"""What must be there when a page has been followed, beyond what commands print."""
