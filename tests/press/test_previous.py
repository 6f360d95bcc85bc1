"""The edition before, as the press reads it: whole, of this project, and earlier than this one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefpress import config
from briefpress.config import Project
from briefpress.errors import ProjectError
from briefpress.press import manifest, previous
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import of_inputs

TOML = """\
[edition]
title = "Small"
organisation = "The Office"
period = { start = 2024-01-01, end = 2024-12-31 }
data_date = 2024-12-31
languages = ["fr", "en"]
previous = "archive/2023"
[[source]]
path = "data/"
[[brief]]
kind = "annual"
[[brief]]
kind = "country"
"""
FACTS: dict[str, Any] = {
    "brief": "annual/2023/en",
    "edition": {
        "title": "Small",
        "organisation": "The Office",
        "period": ["2023-01-01", "2023-12-31"],
        "data_date": "2023-12-31",
    },
    "numbers": {"activities.total": {"value": 2, "unit": "activities", "status": "exact"}},
    "tables": {
        "activities": [
            {"id": "A", "title": "Wells", "title_language": "", "places": [], "start": "",
             "end": ""},
            {"id": "B", "title": "Brunnen", "title_language": "de", "places": [], "start": "",
             "end": ""},
        ],
        "countries": [{"country": "KEN", "activities": 2}],
    },
}  # fmt: skip

Archive = Callable[..., Project]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """A project whose archive has an edition with a summary: ``archive(title="Other")``."""

    def write(name: str = "annual/2023", facts: dict[str, Any] = FACTS, **said: Any) -> Project:
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "briefs.toml").write_text(TOML)
        folder = tmp_path / "archive/2023"
        (folder / "annual").mkdir(parents=True, exist_ok=True)
        content = json.dumps(facts | {"edition": {**facts["edition"], **said}}).encode()
        files = {"annual/2023.en.json": content, "annual/2023.en.pdf": b"%PDF"}
        for file, bytes_ in files.items():
            (folder / file).write_bytes(bytes_)
        entry = {
            "pdf": "annual/2023.en.pdf",
            "facts": "annual/2023.en.json",
            "state": "fresh",
            "sha256": {file: manifest.digest(bytes_) for file, bytes_ in files.items()},
        }
        manifest.write(folder, {"edition": "Small", "briefs": {f"{name}/en": entry}})
        return config.load(tmp_path)

    return write


def read(project: Project) -> previous.Editions:
    return previous.read(project, project.root / "build", manifest.of_file)


def test_the_summary_before_is_read_for_each_language(archive: Archive) -> None:
    found = read(archive())
    assert list(found) == [("annual", "fr"), ("annual", "en")]
    before = found["annual", "en"]
    assert (before.period, before.where) == ("2023", "archive/2023, annual/2023")
    assert before.countries == {"KEN": 2}
    languages = {
        code: [one["title_language"] for one in found["annual", code].activities]
        for code in ("fr", "en")
    }
    assert languages == {"fr": ["en", "de"], "en": ["", "de"]}


def test_no_edition_before_is_nothing_to_read(archive: Archive, tmp_path: Path) -> None:
    archive()
    (tmp_path / "briefs.toml").write_text(TOML.replace('previous = "archive/2023"\n', ""))
    project = config.load(tmp_path)
    assert (read(project), previous.files(project)) == ({}, [])


def test_its_manifest_and_facts_are_among_what_the_edition_is_made_of(archive: Archive) -> None:
    inputs = of_inputs(archive(), Hashes())
    assert {name for name in inputs if name.startswith("archive/")} == {
        "archive/2023/manifest.json",
        "archive/2023/annual/2023.en.json",
    }


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"organisation": "Another", "title": "Else"}, "is of another project: Another, Else"),
        ({"data_date": "2025-01-01"}, "has later data (2025-01-01) than this edition"),
        ({"data_date": "soon"}, "that this version cannot read"),
        ({"facts": {"edition": FACTS["edition"]}}, "that this version cannot read"),
        ({"name": "yearly/2023"}, "has no brief of the kind 'annual'"),
    ],
)
def test_what_cannot_be_compared_is_said(
    archive: Archive, said: dict[str, Any], found: str
) -> None:
    with pytest.raises(ProjectError) as error:
        read(archive(**said))
    assert "[edition] previous: 'archive/2023'" in str(error.value)
    assert found in str(error.value)


@pytest.mark.parametrize("said", [{"organisation": "The Bureau"}, {"title": "Large"}])
def test_an_edition_may_get_another_title_or_its_organisation_another_name(
    archive: Archive, said: dict[str, str]
) -> None:
    assert read(archive(**said))


@pytest.mark.parametrize(
    ("file", "content", "found"),
    [
        ("annual/2023.en.json", b"{}", "annual/2023.en.json: was changed (annual/2023/en)"),
        ("annual/2023.en.pdf", None, "annual/2023.en.pdf: is missing (annual/2023/en)"),
        ("manifest.json", b"[]", "is no edition: its manifest.json has no briefs"),
        ("more.pdf", b"%PDF", "more.pdf: is not of this edition"),
        ("approval.json", b"{}", "is not an approval that can be read"),
        (
            "approval.json",
            b'{"by": "Ada", "on": "2024-01-01", "edition": "", "manifest": "0", "files": {}}',
            "Ada approved another edition on 2024-01-01",
        ),
    ],
)
def test_an_edition_that_is_not_as_it_was_released_is_refused(
    archive: Archive, file: str, content: bytes | None, found: str
) -> None:
    project = archive()
    path = project.root / "archive/2023" / file
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(ProjectError) as error:
        read(project)
    assert found in str(error.value)


def test_an_edition_is_not_compared_with_the_folder_that_it_is_built_into(archive: Archive) -> None:
    project = archive()
    with pytest.raises(ProjectError, match="is where this edition is built"):
        previous.read(project, project.root / "archive/2023", manifest.of_file)


@pytest.mark.parametrize(
    ("gone", "found"),
    [
        ("archive/2023", "there is no folder 'archive/2023'"),
        ("archive/2023/manifest.json", "there is no edition in 'archive/2023'"),
    ],
)
def test_a_folder_that_is_missing_or_empty_is_a_mistake_in_briefs_toml(
    archive: Archive, gone: str, found: str
) -> None:
    root = archive().root
    (root / gone).rename(root / "elsewhere")
    with pytest.raises(ProjectError) as error:
        config.load(root)
    assert "briefs.toml, line 7" in str(error.value)
    assert found in str(error.value)
