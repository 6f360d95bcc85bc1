"""A brief's further files: made, published, kept, checked and removed with its PDF."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from briefpress import config
from briefpress.cli import main
from briefpress.press import caches
from briefpress.press.build import Outcome, build
from briefpress.press.join import join
from briefpress.press.progress import Reporter
from briefpress.press.shards import Shard

TOML = """\
[edition]
title = "Small"
organisation = "The Office"
period = { start = 2024-01-01, end = 2024-12-31 }
data_date = 2024-12-31
vocabulary = "approach"
formats = ["pdf", "html"]
[[source]]
path = "data/"
[[brief]]
kind = "country"
[[brief]]
kind = "theme"
formats = ["pdf"]
"""
PAGE = """\
<!DOCTYPE html>
<html lang="{{ language.code }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body><h1>{{ brief.title }}</h1><p>{{ activities.total }}</p></body></html>
"""
FILES = {
    "briefs.toml": TOML,
    "templates/country.html": PAGE,
    "templates/theme.html": PAGE,
    "templates/css/web.css": "h1 { color: red }",
    "data/activities.csv": "id,title\nA,Wells\nB,Schools\n",
    "data/places.csv": "activity,country\nA,KEN\nB,MLI\n",
    "data/themes.csv": "activity,vocabulary,code\nA,approach,water\n",
    "data/vocabularies.csv": "vocabulary,code,name\napproach,water,Water\n",
}
KENYA, MALI, WATER = "country/KEN/en", "country/MLI/en", "theme/water/en"
PAGE_OF = {KENYA: "country/KEN-kenya.en.html", MALI: "country/MLI-mali.en.html"}


def built(root: Path, shard: Shard | None = None) -> Outcome:
    out = root / (f"part{shard.number}" if shard else "build")
    return build(config.load(root), out, (), 1, Reporter(), shard=shard)


def briefs(root: Path, out: str = "build") -> dict[str, Any]:
    return json.loads((root / out / "manifest.json").read_bytes())["briefs"]


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("formats") / "project"
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    assert not built(root).failed
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "project"))


def test_a_page_is_one_of_its_briefs_files_where_it_is_asked_for(made: Path) -> None:
    there = briefs(made)
    assert {brief: entry["html"] for brief, entry in there.items() if "html" in entry} == PAGE_OF
    for brief, page in PAGE_OF.items():
        assert page in there[brief]["sha256"]
        assert (made / "build" / page).read_bytes().startswith(b"<!DOCTYPE html>")
    assert not list((made / "build/theme").glob("*.html"))


def test_the_same_brief_has_the_same_page(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    build(config.load(made), out, [KENYA], 1, Reporter())
    page = PAGE_OF[KENYA]
    assert (out / page).read_bytes() == (made / "build" / page).read_bytes()


def test_the_style_sheet_of_pages_makes_only_what_has_one(root: Path) -> None:
    edit(root, "templates/css/web.css", "red", "green")
    outcome = built(root)
    assert (outcome.made, outcome.kept) == ([KENYA, MALI], [WATER])


def test_another_language_changes_the_pages_that_name_it(root: Path) -> None:
    edit(root, "briefs.toml", "vocabulary", 'languages = ["en", "fr"]\nvocabulary')
    assert built(root).kept == [WATER]


def test_a_page_that_was_lost_or_changed_is_made_again_and_said(root: Path) -> None:
    page = root / "build" / PAGE_OF[KENYA]
    page.write_text("another")
    assert f"{PAGE_OF[KENYA]}: was changed" in run("verify", root / "build").output
    result = run("build", root, "--dry-run", "--explain")
    assert "its HTML page is missing or changed" in result.output, result.output
    assert built(root).made == [KENYA]
    assert page.read_bytes() != b"another"


def test_a_brief_that_fails_keeps_all_its_files_of_an_earlier_build(root: Path) -> None:
    before = (root / "build" / PAGE_OF[KENYA]).read_bytes()
    edit(root, "templates/country.html", "<h1>", "{{ 1 / (brief.key != 'KEN') }}<h1>")
    assert list(built(root).failed) == [KENYA]
    assert briefs(root)[KENYA]["state"] == "stale"
    assert (root / "build" / PAGE_OF[KENYA]).read_bytes() == before


def test_a_format_that_is_not_asked_for_any_more_leaves_no_file(root: Path) -> None:
    edit(root, "briefs.toml", 'formats = ["pdf", "html"]', "")
    assert built(root).made == [KENYA, MALI]
    assert not list((root / "build").glob("*/*.html"))
    assert "html" not in briefs(root)[KENYA]


def test_parts_are_joined_with_their_pages(root: Path) -> None:
    for number in (1, 2):
        built(root, Shard(number, 2))
    join(config.load(root), [root / "part1", root / "part2"], root / "joined")
    for name in ("manifest.json", *PAGE_OF.values()):
        assert (root / "joined" / name).read_bytes() == (root / "build" / name).read_bytes()


def test_a_page_of_no_brief_is_found_and_removed(root: Path) -> None:
    page = root / "build/country/XXX-nowhere.en.html"
    page.write_text("of an older edition")
    (root / "build/report.html").write_text("somebody's own")
    result = run("verify", root / "build")
    assert (result.exit_code, result.output.count("is not of this edition")) == (3, 1)
    caches.clean(root / "build")
    assert not page.exists()
    assert (root / "build" / PAGE_OF[KENYA]).exists()
    assert (root / "build/report.html").exists()
    caches.clean(root / "build", everything=True)
    assert not list((root / "build").rglob("*.en.html"))


def test_a_page_is_approved_and_verified_wherever_it_lies(root: Path, tmp_path: Path) -> None:
    out = root / "build"
    assert run("approve", "--by", "Ada Boss", "--project", root).exit_code == 0
    moved = tmp_path / "sent.html"
    shutil.copy(out / PAGE_OF[KENYA], moved)
    result = run("verify", moved, "--out", out)
    assert (result.exit_code, "approved by Ada Boss" in result.output) == (0, True), result.output
    edit(root, "templates/css/web.css", "red", "green")
    built(root)
    assert f"{PAGE_OF[KENYA]}: changed since the approval" in run("verify", out).output
