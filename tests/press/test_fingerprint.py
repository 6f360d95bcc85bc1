"""A brief's fingerprint changes with what it is made of, and with nothing else."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefpress import config, sources
from briefpress.config import Project
from briefpress.model.slices import touching
from briefpress.model.tables import Tables
from briefpress.press import fingerprint
from briefpress.press.plan import plan

TablesFrom = Callable[..., Tables]

BRIEFS_TOML = """\
[edition]
title = "Ending violence"
organisation = "The Office"
period = { start = 2020-01-01, end = 2024-12-31 }
data_date = 2024-12-31
vocabulary = "approach"
[[source]]
path = "data/"
[[brief]]
kind = "country"
[[brief]]
kind = "theme"
[[brief]]
kind = "annual"
"""
FILES = {
    "briefs.toml": BRIEFS_TOML,
    "data/activities.csv": "id,title,start_date\nA,One,2021-01-01\nB,Two,\nC,Three,\n",
    "data/places.csv": "activity,country,percentage\nA,KEN,\nB,PAK,\nC,UGA,\n",
    "data/vocabularies.csv": "vocabulary,code,name\napproach,prevention,Prevention\n"
    "approach,services,Services\n",
    "data/themes.csv": "activity,vocabulary,code\nA,approach,prevention\nB,approach,services\n",
    "data/transactions.csv": "id,activity,type,date,value,currency\n"
    "T,A,disbursement,2021-01-01,5,USD\nU,B,disbursement,2021-01-01,7,USD\n",
    "templates/country.html": "<p>{{ activities.total }}</p>",
    "templates/css/brief.css": "p { margin: 0 }",
    "templates/logo.svg": "<svg/>",
    "charts/bars.py": "def draw(): pass\n",
}
ALL = {
    "country/KEN/en", "country/PAK/en", "country/UGA/en",
    "theme/prevention/en", "theme/services/en", "annual/2020-2024/en",
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, with an empty starter behind it."""
    starter = tmp_path / "starter"
    monkeypatch.setattr(config, "starter", lambda: starter)
    for name, content in FILES.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / "project"


def prints(root: Path, versions: dict[str, str] | None = None) -> dict[str, str]:
    """The fingerprint of every brief of a project."""
    project = config.load(root)
    tables = sources.load(project)
    data = {path.relative_to(root).as_posix() for path in sources.files(project)}
    inputs = fingerprint.of_inputs(project)
    return {
        job.brief: fingerprint.of_brief(
            job,
            tables.of(touching(tables, job.kind.over, job.key)),
            inputs,
            versions or {},
            data,
        )
        for job in plan(project, tables)
    }


def changed(root: Path, name: str, old: str, new: str) -> set[str]:
    """The briefs whose fingerprint is another once ``old`` reads ``new`` in a file."""
    before = prints(root)
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = prints(root)
    return {brief for brief in before | after if before.get(brief) != after.get(brief)}


def test_the_same_project_has_the_same_fingerprints(root: Path) -> None:
    first = prints(root)
    assert set(first) == ALL
    assert len(set(first.values())) == len(ALL)
    assert prints(root) == first


def test_another_process_with_another_hash_seed_finds_the_same(root: Path) -> None:
    script = (
        "import json, sys; sys.path.insert(0, sys.argv[1]);"
        "from pathlib import Path; import test_fingerprint as t;"
        "t.config.starter = lambda: Path(sys.argv[2]).parent / 'starter';"
        "print(json.dumps(t.prints(Path(sys.argv[2]))))"
    )
    out = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parent), str(root)],
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(out.stdout) == prints(root)


# Data


@pytest.mark.parametrize(
    ("name", "old", "new", "briefs"),
    [
        ("data/activities.csv", "B,Two", "B,Deux", {"country/PAK/en", "theme/services/en"}),
        ("data/activities.csv", "2021", "2022", {"country/KEN/en", "theme/prevention/en"}),
        ("data/places.csv", "C,UGA,", "C,UGA,100", {"country/UGA/en"}),
        ("data/transactions.csv", ",7,", ",8,", {"country/PAK/en", "theme/services/en"}),
        ("data/transactions.csv", ",7,", ",7.0,", {"country/PAK/en", "theme/services/en"}),
    ],
)
def test_a_changed_row_changes_the_briefs_that_show_it_and_no_other(
    root: Path, name: str, old: str, new: str, briefs: set[str]
) -> None:
    assert changed(root, name, old, new) == briefs | {"annual/2020-2024/en"}


def test_a_new_row_at_the_end_changes_no_other_countrys_brief(root: Path) -> None:
    found = changed(root, "data/places.csv", "C,UGA,\n", "C,UGA,\nC,NAM,\n")
    assert found == {"country/UGA/en", "country/NAM/en", "annual/2020-2024/en"}


def test_the_name_of_a_theme_can_stand_in_any_brief(root: Path) -> None:
    assert changed(root, "data/vocabularies.csv", "services,Services", "services,Help") == ALL


@pytest.mark.parametrize(
    "save",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(",", ";"),
        lambda text: text + "\n\n",
    ],
    ids=["BOM", "CRLF", "semicolons", "blank rows"],
)
def test_the_way_a_data_file_was_saved_changes_no_brief(
    root: Path, save: Callable[[str], str]
) -> None:
    before = prints(root)
    for path in (root / "data").iterdir():
        path.write_bytes(save(path.read_text(encoding="utf-8")).encode())
    assert prints(root) == before


# Everything else


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("templates/country.html", "<p>", "<p >"),
        ("templates/css/brief.css", "0", "1mm"),
        ("templates/logo.svg", "<svg/>", "<svg></svg>"),
        ("charts/bars.py", "pass", "return"),
        ("briefs.toml", "The Office", "An Office"),
    ],
)
def test_a_changed_template_chart_style_logo_or_setting_changes_every_brief(
    root: Path, name: str, old: str, new: str
) -> None:
    assert changed(root, name, old, new) == ALL


def test_a_new_template_changes_every_brief(root: Path) -> None:
    before = prints(root)
    (root / "templates/blocks").mkdir()
    (root / "templates/blocks/more.html").write_text("more")
    after = prints(root)
    assert all(after[brief] != before[brief] for brief in ALL)


def test_another_version_of_a_library_changes_every_brief(root: Path) -> None:
    old, new = prints(root, {"weasyprint": "70.0"}), prints(root, {"weasyprint": "70.1"})
    assert all(old[brief] != new[brief] for brief in ALL)


def test_a_brief_that_gets_another_file_name_is_another_brief(root: Path) -> None:
    project = config.load(root)
    tables = sources.load(project)
    job = plan(project, tables)[0]
    moved = dataclasses.replace(job, slug=f"{job.slug}-moved")
    assert moved.stem != job.stem
    old, new = (fingerprint.of_brief(one, tables, {}, {}, []) for one in (job, moved))
    assert old != new


def test_touching_files_changes_nothing(root: Path) -> None:
    before = prints(root)
    for path in root.rglob("*"):
        os.utime(path, (1, 1))
    assert prints(root) == before


def test_a_file_of_the_same_size_and_time_but_other_content_is_told_apart_by_a_new_time(
    root: Path,
) -> None:
    path = root / "charts/bars.py"
    project = config.load(root)
    before = fingerprint.of_inputs(project)["charts/bars.py"]
    path.write_text(FILES["charts/bars.py"].replace("draw", "warp"))
    os.utime(path, ns=(1, 1))
    assert fingerprint.of_inputs(project)["charts/bars.py"] != before


def test_what_is_built_and_what_is_hidden_are_no_inputs(root: Path) -> None:
    before = prints(root)
    for name in ("build/x.pdf", "templates/.x.swp", "charts/__pycache__/bars.pyc", "notes.txt"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("x")
    assert prints(root) == before


def test_inputs_are_named_below_the_project_and_in_order(root: Path) -> None:
    names = list(fingerprint.of_inputs(config.load(root)))
    assert names == sorted(FILES)


def test_a_projects_own_template_hides_the_starters(root: Path) -> None:
    project = config.load(root)
    other = config.starter() / "templates/country.html"
    other.parent.mkdir(parents=True)
    other.write_text("the starter's")
    before = fingerprint.of_inputs(project)
    (root / "templates/country.html").unlink()
    after = fingerprint.of_inputs(project)
    assert set(before) == set(after)
    assert before["templates/country.html"] != after["templates/country.html"]


def test_the_names_of_the_data_files_may_come_one_by_one(
    root: Path, tables_from: TablesFrom
) -> None:
    project: Project = config.load(root)
    tables = sources.load(project)
    job = plan(project, tables)[0]
    inputs = {"briefs.toml": "1", "data/a.csv": "2", "data/b.csv": "3", "templates/x.html": "4"}
    data = ["data/a.csv", "data/b.csv"]
    once = fingerprint.of_brief(job, tables, inputs, {}, data)
    assert fingerprint.of_brief(job, tables, inputs, {}, iter(data)) == once


def test_versions_name_the_engine_by_its_files_and_each_library_that_prints() -> None:
    versions = fingerprint.of_versions()
    assert {"python", "weasyprint", "matplotlib", "pandas", "jinja2"} <= set(versions)
    number, _, digest = versions["briefpress"].partition("+")
    assert number
    assert len(digest) == 12
