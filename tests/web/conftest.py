"""A browser for the tests of this folder, the system's own; and an edition to open in it."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from a_site import project
from playwright.sync_api import Browser, Page, sync_playwright

from briefpress import config
from briefpress.press.build import build
from briefpress.press.progress import Reporter

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; .ci/browser sees to it that it is there."""
    path = next(filter(None, map(shutil.which, NAMES)), MAC)
    with sync_playwright() as playwright:
        # a container's root has no sandbox to start; the pages are our own
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition as HTML, in English and Arabic, with the starter's templates."""
    root = project(tmp_path_factory.mktemp("site"))
    outcome = build(config.load(root), root / "build", (), 2, Reporter())
    assert not outcome.failed
    return root / "build"


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The edition as any web server has it: its address, with a slash."""
    handler = functools.partial(_Silent, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(params=["on disk", "served"])
def address(request: pytest.FixtureRequest, site: Path) -> str:
    """Where the edition is opened, with a slash."""
    if request.param == "served":
        return str(request.getfixturevalue("served"))
    return site.as_uri() + "/"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address, in a window with the options given; nothing may go wrong in it."""
    contexts, wrong = [], []

    def open_(address: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one worker, which starts the browser once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
