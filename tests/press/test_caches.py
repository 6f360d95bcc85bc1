"""What is cleaned away, and what never is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefpress.cli import main
from briefpress.press import kept
from briefpress.press.caches import clean, trim
from briefpress.press.journal import Journal, Line
from briefpress.press.manifest import digest

STAYS = {
    "README.md": "mine",
    "notes.pdf": "mine",
    ".config.abcdefgh": "mine",
    "country/notes.txt": "mine",
    "elsewhere/KEN.en.pdf": "mine",
    "manifest.json": "",
    "index.html": "the gallery",
    "rejected.csv": "rows",
    kept.NAME: "why",
    "country/KEN-kenya.en.pdf": "a brief",
    "country/KEN-kenya.en.json": "its facts",
}
GOES = {
    ".cache/files": "1",
    ".cache/charts/abc": "22",
    ".cache/0123/activities.parquet": "333",
    "country/GBR-gone.en.pdf": "4444",
    "country/.KEN-kenya.en.pdf.x1_yz9ab": "55555",
    ".manifest.json.x1_yz9ab": "666666",
}


def folder(out: Path, sha256: dict[str, str]) -> Path:
    for name, content in {**STAYS, **GOES}.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(content)
    (out / "manifest.json").write_text(
        json.dumps({"briefs": {"country/KEN/en": {"sha256": sha256}}})
    )
    return out


def files(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return folder(tmp_path / "build", {name: "…" for name in STAYS if "KEN-kenya" in name})


def test_caches_and_what_no_brief_stands_for_are_removed_and_nothing_else(out: Path) -> None:
    assert clean(out) == sum(map(len, GOES.values()))
    assert files(out) == {*STAYS}


def test_with_everything_the_briefs_go_too_but_no_file_of_anybody_else(out: Path) -> None:
    clean(out, everything=True)
    assert files(out) == {name for name, content in STAYS.items() if content == "mine"}


def test_a_manifest_that_names_files_elsewhere_has_none_of_them_removed(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("rows")
    names = ("../data.csv", "country/../../data.csv", str(tmp_path / "data.csv"), "README.md")
    out = folder(tmp_path / "build", dict.fromkeys(names, "…"))
    clean(out, everything=True)
    assert (tmp_path / "data.csv").exists()
    assert (out / "README.md").exists()


def test_a_cache_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/file").write_text("mine")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/.cache").symlink_to(tmp_path / "elsewhere")
    clean(tmp_path / "build")
    assert (tmp_path / "elsewhere/file").exists()


def test_cleaning_where_nothing_was_built_frees_nothing(tmp_path: Path) -> None:
    assert clean(tmp_path / "build") == 0


# The limit


def cached(out: Path) -> None:
    """A cache of three entries of ten bytes; the last one named is used last."""
    for used, name in enumerate(("charts/new", "0123/table", "charts/old")):
        path = out / ".cache" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(10))
        entry = path.parent if path.name == "table" else path
        os.utime(entry, (100 - used, 100 - used))
    (out / ".cache/files").write_bytes(bytes(10))


@pytest.mark.parametrize(
    ("limit", "freed", "left"),
    [
        (30, 0, {"charts/new", "0123/table", "charts/old"}),
        (29, 10, {"charts/new", "0123/table"}),
        (10, 20, {"charts/new"}),
        (0, 30, set()),
    ],
)
def test_what_was_not_used_for_longest_goes_first(
    tmp_path: Path, limit: int, freed: int, left: set[str]
) -> None:
    cached(tmp_path)
    assert trim(tmp_path, limit) == freed
    assert files(tmp_path / ".cache") == {*left, "files"}


# The command


def test_clean_says_how_much_it_freed(starter_project: Path) -> None:
    build = folder(starter_project / "build", {})
    result = CliRunner().invoke(main, ["clean", str(starter_project)])
    assert result.output.startswith(f"{sum(map(len, GOES.values())) + 16} bytes freed in {build}")
    assert (starter_project / "data/activities.csv").is_file()


def test_clean_refuses_the_projects_own_folder(starter_project: Path) -> None:
    words = ["clean", str(starter_project), "--all", "--out", str(starter_project)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert (starter_project / "briefs.toml").is_file()


def test_what_an_interrupted_build_had_finished_is_kept(out: Path) -> None:
    name = "country/PAK-pakistan.en.pdf"
    (out / name).write_bytes(b"a brief")
    entry = {"sha256": {name: digest(b"a brief")}, "state": "fresh"}
    with Journal(out, {}) as book:
        book.note(Line("country/PAK/en", entry, {}))
    clean(out)
    assert name in files(out)
