"""Briefs that the desk has made: kept whole, and never trusted when they are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefpress.desk import folder, kept
from briefpress.desk.hand import Page, Pages, Spot
from briefpress.model.finding import Finding, Place
from briefpress.press.task import Made


@pytest.fixture
def there(tmp_path: Path) -> Path:
    finding = Finding("empty-block", "nothing", "", 1, Place(1, 2, 3, 4))
    made = Made("country/PAK/en", b"%PDF", b"{}", b"PNG", 2, (), (), (finding,), seconds=1.5)
    spots = (Spot("activities.total", 1, Place(5, 6, 7, 8)),)
    kept.write_page(tmp_path, "f" * 20, Page(b"<p>", b"{}", b"name\n"))
    kept.write_pdf(tmp_path, "f" * 20, Pages(made, spots))
    return tmp_path


def test_what_was_kept_is_there_as_it_was(there: Path) -> None:
    assert kept.page(there, "f" * 20) == Page(b"<p>", b"{}", b"name\n")
    found = kept.pdf(there, "f" * 20)
    assert found
    assert found.pdf.read_bytes() == b"%PDF"
    assert found.brief == "country/PAK/en"
    assert found.findings[0].place == Place(1, 2, 3, 4)
    assert found.spots == [Spot("activities.total", 1, Place(5, 6, 7, 8))]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("pdf/brief.pdf", kept.pdf),
        ("pdf/made.json", kept.pdf),
        ("page/page.html", kept.page),
        ("page/facts.json", kept.page),
    ],
)
def test_what_was_damaged_is_not_there(
    there: Path, name: str, read: Callable[[Path, str], object]
) -> None:
    kind, _, file = name.partition("/")
    path = there / f"{kind}-{'f' * 20}" / file
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert read(there, "f" * 20) is None
    assert not path.exists()


@pytest.mark.parametrize("asked", ["", "g" * 20, "../secret", "a/../../b"])
def test_what_was_never_made_is_not_there(there: Path, asked: str) -> None:
    assert kept.pdf(there, asked) is None
    assert kept.page(there, asked) is None
    assert kept.picture(there, asked) is None


def test_to_keep_a_brief_twice_does_no_harm(there: Path) -> None:
    made = Made("country/PAK/en", b"%PDF", b"{}", b"PNG", 2, (), ())
    kept.write_pdf(there, "f" * 20, Pages(made, ()))
    assert kept.pdf(there, "f" * 20)
    assert {path.name[:4] for path in there.iterdir()} == {"page", "pdf-"}


def test_each_project_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    one, other = folder.of(tmp_path / "a/Été"), folder.of(tmp_path / "b/Été")
    assert one != other
    assert one.parent == tmp_path / "briefpress"
