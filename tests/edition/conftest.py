"""The repository's own edition in English, built once for all tests of this folder."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from an_edition import ROOT, Built, built
from six_languages import printer_of_briefs

from briefpress import starter


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(ROOT, tmp_path_factory.mktemp("edition"), "*/*/en")


@pytest.fixture(scope="session")
def printed() -> Callable[[str], tuple[str, Any, bytes]]:
    return printer_of_briefs()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the repository's project in English, for tests that break it."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("data", "charts", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (ROOT / "briefs.toml").read_text(encoding="utf-8")
    (root / "briefs.toml").write_text(starter.english(settings), encoding="utf-8")
    return root


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one worker, which builds the edition once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("edition"))
