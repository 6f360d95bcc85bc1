"""What tests share: small canonical tables, slices of them, and projects on the disk."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from briefpress import config, sources, starter
from briefpress.config import Brand, Edition, Project, Source
from briefpress.errors import Mistake, ProjectError
from briefpress.measures.currencies import no_rates
from briefpress.measures.prepare import prepare
from briefpress.model.slices import Slice
from briefpress.model.specs import SPECS
from briefpress.model.tables import Tables
from briefpress.sources import canonical
from briefpress.sources.grid import Raw

# The same examples in each run: what fails in CI fails on a desk, and nothing fails by chance.
settings.register_profile("briefpress", deadline=None, derandomize=True, max_examples=30)
settings.load_profile("briefpress")

Rows = Sequence[Mapping[str, Any]]

VOCABULARIES = (
    {"vocabulary": "approach", "code": "prevention", "name": "Prevention"},
    {"vocabulary": "approach", "code": "services", "name": "Services for survivors"},
    {"vocabulary": "form", "code": "trafficking", "name": "Trafficking in persons"},
)
DEFAULTS: dict[str, dict[str, Any]] = {
    "activities": {"title": "A title"},
    "themes": {"vocabulary": "approach"},
    "organisations": {"name": "An organisation", "role": "implementing"},
    "transactions": {"type": "incoming funds", "date": "2024-01-31", "currency": "USD"},
    "budgets": {
        "type": "original",
        "start_date": "2024-01-01",
        "end_date": "2024-12-31",
        "currency": "USD",
    },
    "results": {"indicator": "Judges trained", "measure": "unit"},
}


def _tables(**given: Rows) -> Tables:
    """Check and convert rows as if read from data/; what a row leaves out gets a default.

    Without ``activities`` there are those that the other tables name; without
    ``vocabularies`` there are three themes in two vocabularies.
    """
    named = [row["activity"] for rows in given.values() for row in rows if "activity" in row]
    given.setdefault("activities", [{"id": name} for name in dict.fromkeys(named)])
    given.setdefault("vocabularies", VOCABULARIES)
    raw = []
    for table, rows in given.items():
        full = [
            ({"id": f"{table}-{at}"} if "id" in SPECS[table].names else {})
            | DEFAULTS.get(table, {})
            | dict(row)
            for at, row in enumerate(rows, start=1)
        ]
        heading = tuple(dict.fromkeys(key for row in full for key in row)) or SPECS[table].names
        columns = {
            key: ["" if row.get(key) is None else str(row[key]) for row in full] for key in heading
        }
        raw.append(Raw(table, f"data/{table}.csv", columns, range(2, 2 + len(full))))
    mistakes: list[Mistake] = []
    tables = canonical.tables(raw, mistakes)
    assert not mistakes, [str(mistake) for mistake in mistakes]
    return tables


@pytest.fixture(scope="session")
def tables_from() -> Callable[..., Tables]:
    """Canonical tables from rows: ``tables_from(places=[{"activity": "A", "country": "KEN"}])``."""
    return _tables


@pytest.fixture(scope="session")
def edition() -> Edition:
    """An edition in English, in US dollars, by the vocabulary ``approach``."""
    return Edition(
        title="Ending violence",
        organisation="The Office",
        start=dt.date(2020, 1, 1),
        end=dt.date(2024, 12, 31),
        data_date=dt.date(2024, 12, 31),
        languages=("en",),
        currency="USD",
        vocabulary="approach",
    )


@pytest.fixture(scope="session")
def a_slice(edition: Edition) -> Callable[..., Slice]:
    """All of some tables, or the part that touches a key: ``a_slice(tables, "country", "KEN")``."""

    def cut(tables: Tables, over: str = "edition", key: str = "") -> Slice:
        prepared, _ = prepare(tables, edition, no_rates)
        whole = Slice(edition, prepared, "edition", edition.period)
        return whole.narrow(over, key) if key else whole

    return cut


@pytest.fixture
def data_project(tmp_path: Path, edition: Edition) -> Callable[..., Project]:
    """A project with nothing but data: ``data_project(activities="id,title\\nA,One\\n")``."""

    def write(*paths: str, **files: str | bytes) -> Project:
        (tmp_path / "data").mkdir(exist_ok=True)
        for name, content in files.items():
            path = tmp_path / "data" / (name if "." in name else f"{name}.csv")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        found = tuple(Source(path) for path in paths or ("data/",))
        brand = Brand("#0072B2", "templates/logo.svg", "", {})
        return Project(tmp_path, edition, found, (), brand, "")

    return write


@pytest.fixture
def mistakes_in(data_project: Callable[..., Project]) -> Callable[..., list[Mistake]]:
    """What is wrong with CSV files, by table: ``mistakes_in(activities="id,title\\nA,\\n")``."""

    def find(**files: str | bytes) -> list[Mistake]:
        try:
            sources.load(data_project(**files))
        except ProjectError as error:
            return list(error.mistakes)
        return []

    return find


@pytest.fixture
def starter_project(tmp_path: Path) -> Path:
    """A copy of the starter project in English, in a folder with a space and an é in its name."""
    project, unwanted = tmp_path / "un projet d’été", shutil.ignore_patterns("__pycache__")
    for folder in ("data", "charts", "templates"):
        shutil.copytree(config.starter() / folder, project / folder, ignore=unwanted)
    settings = (config.starter() / config.FILE).read_text(encoding="utf-8")
    (project / config.FILE).write_text(starter.english(settings), encoding="utf-8")
    return project
