"""What briefs.toml says that numbers depend on, and the sources it names."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from recomputing import csvfiles, iatifile
from recomputing.records import Said


@dataclass(frozen=True)
class Settings:
    start: dt.date
    end: dt.date
    currency: str
    rates: str
    vocabularies: tuple[str, ...]
    level: int
    sensitive: tuple[str, ...]
    threshold: int
    kinds: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]

    @property
    def period(self) -> str:
        years = dict.fromkeys((self.start.year, self.end.year))
        return "-".join(map(str, years))


def read(root: Path) -> tuple[Settings, Said]:
    """Read a project: what is to be reported, and what its sources say."""
    given = tomllib.loads((root / "briefs.toml").read_text(encoding="utf-8"))
    edition, hidden = given["edition"], given.get("disclosure", {})
    vocabulary = edition.get("vocabulary", "")
    kinds = [(one["kind"], one.get("over", one["kind"])) for one in given["brief"]]
    settings = Settings(
        edition["period"]["start"],
        edition["period"]["end"],
        edition.get("currency", "USD"),
        edition.get("rates", ""),
        tuple([vocabulary] if isinstance(vocabulary, str) else vocabulary),
        edition.get("hierarchy", 0),
        tuple(hidden.get("sensitive", ())),
        hidden.get("threshold", 10),
        tuple((kind, "edition" if over == "annual" else over) for kind, over in kinds),
        tuple(edition.get("languages", ["en"])),
    )
    if settings.rates not in ("", "ecb"):
        raise ValueError("the recomputation knows the ECB's rates only")
    said = Said()
    for source in given["source"]:
        if unknown := set(source) - {"path", "name", "url", "on_error", "totals"}:
            raise ValueError(f"the recomputation does not know {', '.join(sorted(unknown))}")
        path = root / source["path"]
        (csvfiles if path.is_dir() else iatifile).read(path, root, said)
    return settings, said
