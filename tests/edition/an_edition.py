"""Building an edition in a test, and reading what came of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from briefpress import config
from briefpress.press.build import Outcome, build

ROOT = Path(__file__).parents[2]


class Silent:
    def note(self, line: str) -> None: ...
    def start(self, total: int, kept: int) -> None: ...
    def done(self, brief: str, pages: int) -> None: ...
    def failed(self, reason: str) -> None: ...


@dataclass(frozen=True)
class Built:
    out: Path
    outcome: Outcome
    manifest: dict[str, Any]

    def facts(self, brief: str) -> dict[str, Any]:
        return json.loads((self.out / self.manifest["briefs"][brief]["facts"]).read_bytes())

    def pages(self, brief: str) -> list[str]:
        path = self.out / self.manifest["briefs"][brief]["pdf"]
        with pypdfium2.PdfDocument(path) as pdf:
            return [pdf[at].get_textpage().get_text_range() for at in range(len(pdf))]


def built(root: Path, out: Path, *selectors: str, workers: int = 2) -> Built:
    outcome = build(config.load(root), out, selectors, workers, Silent())
    return Built(out, outcome, json.loads((out / "manifest.json").read_bytes()))
