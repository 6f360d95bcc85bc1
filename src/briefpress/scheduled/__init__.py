"""Workflows that build a project's edition on a schedule, for GitHub Actions and GitLab.

They are files as their services read them, beside this one; docs/scheduled.md explains them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILES = {"github": ".github/workflows/briefs.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each service looks for its file in a project."""

CHOICES = {"both": tuple(FILES), "github": ("github",), "gitlab": ("gitlab",), "none": ()}

LOCK = "requirements.txt"
_IGNORED = "# What is built: of build/ only its README is kept.\n/build/*\n!/build/README.md\n"
_PYTHON = '"3.13"', "python:3.13-"
"""How the two files name Python: a new project gets the version that it was made with."""


def workflows(folder: Path, ci: str = "both") -> None:
    """Write a project's workflows, the lock that they install from, and .gitignore.

    ``ci`` is one of CHOICES; with ``none`` nothing is written. Raises OSError.
    """
    for service in CHOICES[ci]:
        path = folder / FILES[service]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(service), encoding="utf-8")
    if CHOICES[ci]:
        (folder / LOCK).write_text(lock(), encoding="utf-8")
        (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")


def text(service: str) -> str:
    """Return a service's workflow, with the Python that runs here."""
    said = Path(__file__).with_name(f"{service}.yml").read_text(encoding="utf-8")
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for name in _PYTHON:
        said = said.replace(name, name.replace("3.13", here))
    return said


def lock() -> str:
    """Return briefpress and all that it needs, at the versions that are installed here.

    The versions are part of what each brief is made of: with others, all would be made again.
    """
    lines = [
        "# What the workflows install: the versions that this project was made with. Their hash is",
        "# the key of the workflows' cache. docs/scheduled.md says how to bring them up to date.",
        *sorted(_pinned("briefpress")),
    ]
    return "\n".join(lines) + "\n"


def _pinned(name: str) -> Iterator[str]:
    """Give a line for a package and for each that it needs here, directly or not."""
    seen: set[str] = set()
    waiting = [Requirement(f"{name}[{','.join(_extras(name))}]")]
    while waiting:
        one = waiting.pop()
        found = _installed(one.name)
        if str(one) in seen or found is None:  # None: wanted for another system
            continue
        if canonicalize_name(one.name) not in seen:
            yield _line(one, found)
        seen |= {str(one), canonicalize_name(one.name)}
        waiting += _needed(found, one.extras)


def _extras(name: str) -> list[str]:
    """Return the extras of a package whose own packages are all here: somebody asked for them."""
    found = metadata.distribution(name)
    wanted = {
        extra: [each for each in _needed(found, {extra}) if each not in _needed(found, set())]
        for extra in found.metadata.get_all("Provides-Extra") or ()
        if extra != "dev"
    }
    return [extra for extra, needs in wanted.items() if all(_installed(one.name) for one in needs)]


def _needed(found: metadata.Distribution, extras: set[str]) -> list[Requirement]:
    wanted = [Requirement(text) for text in found.requires or ()]
    return [
        one
        for one in wanted
        if not one.marker or any(one.marker.evaluate({"extra": extra}) for extra in {"", *extras})
    ]


def _installed(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _line(one: Requirement, found: metadata.Distribution) -> str:
    """Return a requirement that installs the same again: from where it came, where that is known.

    direct_url.json (PEP 610) is there when pip did not take a package from an index.
    """
    name: str = canonicalize_name(one.name)
    if one.extras:
        name += f"[{','.join(sorted(one.extras))}]"
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    if "vcs_info" in origin:
        vcs = origin["vcs_info"]
        return f"{name} @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}"
    return f"{name}=={found.version}"
