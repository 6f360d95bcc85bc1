"""A browser for the tests of this folder: the system's own, started once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, offline; .ci/browser sees to it that it is there."""
    path = next(filter(None, map(shutil.which, NAMES)), MAC)
    with sync_playwright() as playwright:
        # a container's root has no sandbox to start; the pages are our own
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one worker, which starts the browser once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
