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

from briefpress import config, language, sources
from briefpress.config import PACKAGE
from briefpress.measures.currencies import no_rates
from briefpress.measures.prepare import prepare
from briefpress.model import places
from briefpress.model.slices import touching
from briefpress.press import fingerprint
from briefpress.press.files import Hashes
from briefpress.press.plan import names_of, plan
from briefpress.press.prints import Print, Prints

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
    "data/organisations.csv": "activity,organisation,name,role\nA,X,The X,implementing\n",
    "templates/base.html": "<html>",
    "templates/blocks/map.html": "<b>{{ charts.map.alt }}</b>",
    "templates/country.html": "{% extends 'base.html' %}<p>{{ charts.bars.alt }}</p>",
    "templates/theme.html": "{% extends 'base.html' %}{% include 'blocks/map.html' %}",
    "templates/annual.html": "{% extends 'base.html' %}{% include 'blocks/own.html' ignore missing"
    " %}",
    "templates/index.html": "{% include 'css/index.css' %}",
    "templates/css/index.css": "p { margin: 0 }",
    "templates/css/brief.css": "p { margin: 0 }",
    "templates/logo.svg": "<svg/>",
    "charts/bars.py": "def draw(): pass\n",
    "charts/map.py": "from charts import _shared\n",
    "charts/_shared.py": "import helpers.more\n",
    "charts/_unread.txt": "who knows who reads this",
    "helpers/__init__.py": "",
    "helpers/more.py": "",
}
COUNTRIES = {"country/KEN/en", "country/PAK/en", "country/UGA/en"}
THEMES = {"theme/prevention/en", "theme/services/en"}
ANNUAL = {"annual/2020-2024/en"}
ALL = COUNTRIES | THEMES | ANNUAL


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


def whole_prints(root: Path, **other: dict[str, str]) -> dict[str, Print]:
    """What every brief of a project is made of; ``other`` replaces an ingredient."""
    project = config.load(root)
    tables, _ = prepare(sources.load(project), project.edition, no_rates)
    made_of = dataclasses.replace(fingerprint.ingredients(project, Hashes()), **other)
    made = Prints(project, tables, names_of(tables), made_of)
    found = {}
    for job in plan(project, tables):
        found[job.brief] = made.of(job, made.rows.of(touching(tables, job.kind.over, job.key)))
    return found


def prints(root: Path, **other: dict[str, str]) -> dict[str, str]:
    return {brief: one.fingerprint for brief, one in whole_prints(root, **other).items()}


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
    ("name", "old", "new", "briefs"),
    [
        ("templates/country.html", "<p>", "<p >", COUNTRIES),
        ("templates/blocks/map.html", "<b>", "<b >", THEMES),
        ("templates/base.html", "<html>", "<html >", ALL),
        ("templates/index.html", "{% include", "{%  include", set()),
        ("templates/css/index.css", "0", "1mm", set()),
        ("templates/css/brief.css", "0", "1mm", ALL),
        ("templates/logo.svg", "<svg/>", "<svg></svg>", ALL),
        ("charts/bars.py", "pass", "return", COUNTRIES),
        ("charts/map.py", "_shared", "_shared as s", THEMES),
        ("charts/_shared.py", "more", "more as m", THEMES),
        ("charts/_unread.txt", "who reads", "who needs", COUNTRIES | THEMES),
        ("briefs.toml", "The Office", "An Office", ALL),
        ("briefs.toml", 'kind = "theme"', 'kind = "theme"\npages = { most = 3 }', THEMES),
        ("briefs.toml", '[[brief]]\nkind = "annual"', '#c\n\n[[brief]]\nkind="annual"', set()),
        ("briefs.toml", '"data/"', '"data"', ALL),  # printed under each chart: it has no name
    ],
)
def test_a_change_changes_the_briefs_that_are_made_of_it_and_no_other(
    root: Path, name: str, old: str, new: str, briefs: set[str]
) -> None:
    assert changed(root, name, old, new) == briefs


def test_a_module_that_a_chart_imports_from_elsewhere_is_a_part_of_it(root: Path) -> None:
    before = prints(root)
    (root / "helpers/more.py").write_text("more = 1\n")
    after = prints(root)
    assert {brief for brief in ALL if before[brief] != after[brief]} == THEMES


def test_a_template_that_includes_what_only_its_facts_say_is_made_of_all(root: Path) -> None:
    page = root / "templates/country.html"
    page.write_text(page.read_text() + "{% include 'blocks/' ~ brief.key %}")
    assert changed(root, "templates/blocks/map.html", "<b>", "<b >") == COUNTRIES | THEMES


def test_an_optional_template_that_comes_into_being_changes_who_asks_for_it(root: Path) -> None:
    before = prints(root)
    (root / "templates/blocks/own.html").write_text("more")
    after = prints(root)
    assert {brief for brief in ALL if before[brief] != after[brief]} == ANNUAL


def test_a_template_that_is_no_jinja_changes_only_its_kind(root: Path) -> None:
    assert changed(root, "templates/country.html", "<p>", "{% if %}") == COUNTRIES


def test_another_language_leaves_the_briefs_of_the_first_as_they_are(root: Path) -> None:
    found = changed(root, "briefs.toml", "[[source]]", 'languages = ["en", "fr"]\n[[source]]')
    assert found == {brief.replace("/en", "/fr") for brief in ALL}


def test_a_languages_messages_change_its_own_briefs(root: Path) -> None:
    engine = fingerprint.of_engine(Hashes())
    before = prints(root)
    assert prints(root, engine={**engine, "locale/fr/LC_MESSAGES/briefpress.mo": "1"}) == before
    after = prints(root, engine={**engine, "locale/en/LC_MESSAGES/briefpress.mo": "1"})
    assert all(after[brief] != before[brief] for brief in ALL)


def test_a_projects_own_messages_change_the_briefs_of_their_language_alone(root: Path) -> None:
    toml = root / "briefs.toml"
    toml.write_text(
        toml.read_text().replace("[[source]]", 'languages = ["en", "fr"]\n[[source]]', 1)
    )
    before = prints(root)
    own = root / "locale/fr.po"
    own.parent.mkdir()
    for words in ("Faits", "Chiffres"):
        own.write_text(f'msgid "Themes"\nmsgstr "{words}"\n', encoding="utf-8")
        after = prints(root)
        assert {one for one in after if after[one] != before[one]} == {
            one for one in after if one.endswith("/fr")
        }
        before = after
    own.rename(root / "locale/pt.po")
    assert {one for one in prints(root) if prints(root)[one] != before[one]} == {
        one for one in before if one.endswith("/fr")
    }


def test_a_country_that_is_called_otherwise_changes_the_briefs_that_print_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prints(root)
    known = dict(places.countries())
    renamed = {**known["KEN"].names, "en": "Republic of Kenya"}
    known["KEN"] = dataclasses.replace(known["KEN"], names=renamed)
    monkeypatch.setattr(places, "countries", lambda: known)
    after = prints(root)
    found = {brief for brief in ALL if before[brief] != after[brief]}
    assert found == {"country/KEN/en", "theme/prevention/en", *ANNUAL}


def test_an_organisation_that_other_rows_call_otherwise_changes_the_briefs_that_print_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prints(root)
    named = language.Text.organisation
    monkeypatch.setattr(
        language.Text, "organisation", lambda text, code: named(text, code).replace("The", "A")
    )
    after = prints(root)
    found = {brief for brief in ALL if before[brief] != after[brief]}
    assert found == {"country/KEN/en", "theme/prevention/en", *ANNUAL}


@pytest.mark.parametrize("name", ["measures/count.py", "drawing/marks.py", "cli.py"])
def test_the_engines_code_changes_every_brief(root: Path, name: str) -> None:
    before = prints(root)
    after = prints(root, engine={**fingerprint.of_engine(Hashes()), name: "another"})
    assert all(after[brief] != before[brief] for brief in ALL)


def test_another_version_of_a_library_changes_every_brief(root: Path) -> None:
    old = prints(root, versions={"weasyprint": "70.0"})
    new = prints(root, versions={"weasyprint": "70.1"})
    assert all(old[brief] != new[brief] for brief in ALL)


def test_a_row_that_is_set_aside_is_counted_in_every_brief(root: Path) -> None:
    toml = root / "briefs.toml"
    toml.write_text(toml.read_text().replace('"data/"', '"data/"\non_error = "set aside"'))
    assert changed(root, "data/places.csv", "C,UGA,\n", "C,UGA,\nC,Atlantis,\n") == ALL


def test_a_brief_that_gets_another_file_name_is_another_brief(root: Path) -> None:
    project = config.load(root)
    tables, _ = prepare(sources.load(project), project.edition, no_rates)
    made = Prints(project, tables, names_of(tables), fingerprint.ingredients(project, Hashes()))
    job = plan(project, tables)[0]
    moved = dataclasses.replace(job, slug=f"{job.slug}-moved")
    assert moved.stem != job.stem
    old, new = (made.of(one, made.rows.of([])) for one in (job, moved))
    assert old.fingerprint != new.fingerprint


def test_touching_files_changes_nothing(root: Path) -> None:
    before = prints(root)
    for path in root.rglob("*"):
        os.utime(path, (1, 1))
    assert prints(root) == before


def test_what_is_built_and_what_is_hidden_are_no_inputs(root: Path) -> None:
    before = prints(root)
    for name in ("build/x.pdf", "templates/.x.swp", "charts/__pycache__/bars.pyc", "notes.txt"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("x")
    assert prints(root) == before


def test_inputs_are_named_below_the_project_and_in_order(root: Path) -> None:
    names = list(fingerprint.of_inputs(config.load(root), Hashes(), ["helpers/more.py", "gone.py"]))
    assert names == sorted(FILES.keys() - {"helpers/__init__.py"})


def test_a_projects_own_template_hides_the_starters(root: Path) -> None:
    project = config.load(root)
    other = config.starter() / "templates/country.html"
    other.parent.mkdir(parents=True)
    other.write_text("the starter's")
    before = fingerprint.of_inputs(project, Hashes())
    (root / "templates/country.html").unlink()
    after = fingerprint.of_inputs(project, Hashes())
    assert set(before) == set(after)
    assert before["templates/country.html"] != after["templates/country.html"]


def test_versions_name_the_engine_by_its_files_and_each_library_that_prints() -> None:
    engine = fingerprint.of_engine(Hashes())
    assert {"cli.py", "model/reference/countries.csv", "review/report.html"} <= set(engine)
    assert not [name for name in engine if not (PACKAGE / name).is_file()]
    versions = fingerprint.of_versions(engine)
    assert {"python", "weasyprint", "matplotlib", "pandas", "jinja2"} <= set(versions)
    number, _, digest = versions["briefpress"].partition("+")
    assert number
    assert len(digest) == 12
    assert fingerprint.of_versions({**engine, "cli.py": "1"})["briefpress"] != digest
