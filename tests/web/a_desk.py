"""A desk that runs: `briefpress serve` in a process of its own, and a project to edit."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from briefpress import config, starter

LANGUAGES = 'languages = ["en", "ar"]   # two of six'


def project_in(folder: Path) -> Path:
    """Copy the starter project, in English and Arabic."""
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in ("data", "charts", "templates", "locale"):
        shutil.copytree(config.starter() / name, folder / name, ignore=unwanted)
    settings = (config.starter() / config.FILE).read_text(encoding="utf-8")
    (folder / config.FILE).write_text(
        re.sub(r"(?m)^languages = .*$", LANGUAGES, starter.english(settings)), encoding="utf-8"
    )
    return folder


@dataclass
class Desk:
    """A desk at work on a project."""

    root: Path
    process: subprocess.Popen[str]
    url: str

    @property
    def base(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def ask(
        self, path: str, method: str = "GET", body: str = "", **headers: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send a request as no browser would: with any headers, and a path as it is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        sent = {"Host": f"127.0.0.1:{self.port}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        if body:
            sent["Content-Length"] = str(len(body))
        for name, value in sent.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders(body.encode() if body else None)
        answer = connection.getresponse()
        got = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return got

    @contextmanager
    def edited(self, name: str, old: str, new: str) -> Iterator[Path]:
        """Have a file say something else meanwhile."""
        path = self.root / name
        before = path.read_bytes()
        text = before.decode()
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        try:
            yield path
        finally:
            path.write_bytes(before)


@contextmanager
def running(root: Path, cache: Path, *options: str) -> Iterator[Desk]:
    """Start a desk, and end it as Ctrl-C does."""
    command = [sys.executable, "-m", "briefpress", "serve", str(root), *options]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdout
        try:
            yield Desk(root, process, process.stdout.readline().strip())
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
