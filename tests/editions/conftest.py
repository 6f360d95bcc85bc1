import shutil
from pathlib import Path

import pytest
from handed import built


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built once."""
    return built(tmp_path_factory.mktemp("small") / "project")


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of the small project that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "project"))
