"""A warm headless Chromium, driven over the DevTools protocol; one tab a worker.

    python chromium_sheet.py FOLDER OUT TABS CODE...

Each tab loads a sheet's HTML with its charts as SVG files, and prints it to a tagged PDF.
"""

from __future__ import annotations

import base64
import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import websocket

PRINT = {"generateTaggedPDF": True, "printBackground": True, "preferCSSPageSize": True}
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run",
    "--disable-extensions",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")


class Tab:
    """One page, and the commands that it understands."""

    def __init__(self, port: str) -> None:
        with urlopen(Request(f"http://127.0.0.1:{port}/json/new?about:blank", method="PUT")) as new:
            url = json.load(new)["webSocketDebuggerUrl"]
        self.socket = websocket.create_connection(url, suppress_origin=True, timeout=60)
        self.count = 0
        self.ask("Page.enable")

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        return self._until(lambda message: message.get("id") == self.count)["result"]

    def pdf(self, path: Path) -> bytes:
        self.ask("Page.navigate", url=path.resolve().as_uri())
        self._until(lambda message: message.get("method") == "Page.loadEventFired")
        self.ask("Runtime.evaluate", expression="document.fonts.ready", awaitPromise=True)
        return base64.b64decode(self.ask("Page.printToPDF", **PRINT)["data"])

    def _until(self, wanted: Any) -> dict[str, Any]:
        while not wanted(message := json.loads(self.socket.recv())):
            if "error" in message:
                raise RuntimeError(message["error"])
        return message


@contextmanager
def browser() -> Iterator[tuple[str, int]]:
    """Start Chromium; give the port that it listens to, and its process."""
    program = next(filter(None, map(shutil.which, NAMES)))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [*OPTIONS, f"--user-data-dir={profile}"]
        process = subprocess.Popen([program, *options], stderr=subprocess.DEVNULL)
        try:
            told = Path(profile, "DevToolsActivePort")
            for _ in range(600):
                if told.is_file() and told.read_text().count("\n"):
                    break
                time.sleep(0.1)
            yield told.read_text().splitlines()[0], process.pid
        finally:
            process.terminate()
            process.wait()


def memory(process: int) -> float:
    """Return the megabytes of a process and all below it, what they share counted once."""
    total, waiting = 0, [str(process)]
    while waiting:
        one = Path("/proc", waiting.pop())
        try:
            lines = (one / "smaps_rollup").read_text().splitlines()
            for task in (one / "task").iterdir():
                waiting += (task / "children").read_text().split()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def main() -> None:
    folder, out, tabs, *codes = sys.argv[1:]
    Path(out).mkdir(parents=True)
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()

    def work(tab: Tab) -> None:
        while True:
            try:
                code = waiting.get_nowait()
            except queue.Empty:
                return
            Path(out, f"{code}.pdf").write_bytes(tab.pdf(Path(folder, code, "sheet.html")))

    with browser() as (port, process):
        open_tabs = [Tab(port) for _ in range(int(tabs))]
        for tab in open_tabs:
            tab.pdf(Path(folder, codes[0], "sheet.html"))
        for code in codes:
            waiting.put(code)
        threads = [threading.Thread(target=work, args=[tab]) for tab in open_tabs]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
        most = memory(process)
    print(json.dumps({"seconds": took, "count": len(codes), "memory": most}))


if __name__ == "__main__":
    main()
