"""The form of briefs.toml: what it writes, what it leaves alone, and what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefpress import config
from briefpress.desk import settings
from briefpress.desk.settings import ChangedMeanwhileError, Form
from briefpress.errors import ProjectError

WRITTEN = """\
# Ours.

[edition]
title = "A title"            # as the board wants it
organisation = 'The Office'
period = { start = 2020-01-01, end = 2024-12-31 }  # five years
data_date = 2024-12-31
languages = [
    "en",   # first
    "fr",
]

[[source]]
path = "data/"   # do not touch

[[brief]]
kind = "country"
pages = { least = 1, most = 2 }   # a sheet

[[brief]]
kind = "theme"

[brand]
colour = "#0072B2"
logo = "templates/logo.svg"

[brand.texts]
about = "Us."   # short
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/activities.csv").write_text("id,title\n")
    shutil.copytree(config.starter() / "templates", tmp_path / "templates")
    (tmp_path / "briefs.toml").write_text(WRITTEN, encoding="utf-8")
    return tmp_path


def sent(form: Form, **changes: str | list[str]) -> dict[str, list[str]]:
    """Return what a browser sends of a form in which a person has changed something."""
    fields = {name: [value] for name, value in form.values.items()}
    for nth, (_, least, most) in enumerate(form.pages):
        fields |= {f"least-{nth}": [least], f"most-{nth}": [most]}
    fields |= {"version": [form.version], "languages": list(form.languages)}
    named = {name.replace("_0", "-0").replace("_1", "-1"): one for name, one in changes.items()}
    return fields | {name: [one] if isinstance(one, str) else one for name, one in named.items()}


def text(root: Path) -> str:
    return (root / "briefs.toml").read_text(encoding="utf-8")


def test_the_form_has_what_the_file_has(root: Path) -> None:
    form = settings.read(root)
    assert form.values["title"] == "A title"
    assert form.values["start"] == "2020-01-01"
    assert form.languages == ["en", "fr"]
    assert form.pages == (("country", "1", "2"), ("theme", "", ""))


def test_nothing_changed_leaves_every_byte(root: Path) -> None:
    before = (root / "briefs.toml").stat()
    form = settings.save(root, sent(settings.read(root)))
    assert not form.errors
    assert text(root) == WRITTEN
    assert (root / "briefs.toml").stat().st_mtime_ns == before.st_mtime_ns, "it was not written"


def test_what_changed_is_written_and_every_comment_stays(root: Path) -> None:
    form = settings.read(root)
    form = settings.save(
        root,
        sent(
            form,
            title='Zwei "Titel"',
            end="2025-12-31",
            languages=["en", "es"],
            most_0="3",
            most_1="4",
            colour="#7a1f5c",
        ),
    )
    assert not form.errors
    assert not form.others
    new = text(root)
    assert [line.partition("#")[2] for line in new.splitlines() if "#" in line] == [
        line.partition("#")[2].replace('0072B2"', '7a1f5c"')
        for line in WRITTEN.splitlines()
        if "#" in line
    ]
    project = config.load(root)
    assert project.edition.title == 'Zwei "Titel"'
    assert (project.edition.end.year, project.edition.languages) == (2025, ("en", "es"))
    assert [(kind.least, kind.most) for kind in project.kinds] == [(1, 3), (1, 4)]
    assert "period = { start = 2020-01-01, end = 2025-12-31 }  # five years\n" in new


def test_line_ends_and_a_byte_order_mark_stay(root: Path) -> None:
    windows = b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode()
    (root / "briefs.toml").write_bytes(windows)
    settings.save(root, sent(settings.read(root), title="Another"))
    assert (root / "briefs.toml").read_bytes() == windows.replace(b"A title", b"Another")


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title": ""}, "title", "title"),
        ({"colour": "#FFE066"}, "colour", "has a contrast of"),
        ({"colour": "blue"}, "colour", "is no colour"),
        ({"logo": "../logo.svg"}, "logo", "there is no file"),
        ({"data_date": "yesterday"}, "data_date", "is no date"),
        ({"start": "2026-01-01"}, "end", "is before the start"),
        ({"languages": []}, "languages", "names no language"),
        ({"languages": ["en", "xx"]}, "languages", "there is no catalogue for 'xx'"),
        ({"least_0": "5"}, "pages-0", "cannot be from 5 to 2"),
        ({"least_1": "2", "most_1": "1"}, "pages-1", "cannot be from 2 to 1"),
        ({"most_1": "many"}, "pages-1", "is no number of pages"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_not_written(
    root: Path, changes: dict[str, str | list[str]], field: str, said: str
) -> None:
    form = settings.save(root, sent(settings.read(root), **changes))
    assert said in form.errors[field]
    assert len(form.errors) == 1
    assert text(root) == WRITTEN


def test_what_is_wrong_elsewhere_in_the_file_is_said_too(root: Path) -> None:
    (root / "briefs.toml").write_text(WRITTEN.replace('path = "data/"', 'pat = "data/"'))
    form = settings.save(root, sent(settings.read(root), title="Another"))
    assert any("unknown key 'pat'" in line for line in form.others)
    assert "Another" not in text(root)
    assert form.values["title"] == "Another"


def test_a_file_that_somebody_else_changed_is_left(root: Path) -> None:
    form = settings.read(root)
    theirs = WRITTEN.replace("The Office", "Their Office")
    (root / "briefs.toml").write_text(theirs, encoding="utf-8")
    mine = sent(form, title="Mine")
    with pytest.raises(ChangedMeanwhileError):
        settings.save(root, mine)
    assert text(root) == theirs
    again = settings.again(root, mine)
    assert again.values["title"] == "Mine"
    assert again.found == {"title": "A title", "organisation": "Their Office"}
    settings.save(root, sent(again))
    assert config.load(root).edition.title == "Mine"


@pytest.mark.parametrize("content", [b"[edition\n", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_said(root: Path, content: bytes) -> None:
    (root / "briefs.toml").write_bytes(content)
    with pytest.raises(ProjectError, match=r"briefs\.toml"):
        settings.read(root)
