"""What this machine has and lacks, each with how to mend it."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from briefpress.optimised import optimised

PYTHON = (3, 11)
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
"""System libraries of WeasyPrint 70, with Debian's package. Without the last
one, fonts are subset in Python: 168 ms more a document (measured)."""

PACKAGES = (
    "weasyprint", "pandas", "matplotlib", "jinja2", "babel", "pyicu-wheels", "pikepdf", "pypdfium2",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and whether it is well."""

    well: bool
    line: str


def examine() -> Iterator[Finding]:
    """Look at Python, the system libraries, the packages and the bundled fonts."""
    has = sys.version_info[:2] >= PYTHON
    built = "" if optimised() else " (built without optimisations: each brief takes a third longer)"
    yield _finding(has, f"Python {sys.version.split()[0]}{built}", "needs Python 3.11 or later")
    for name, package in LIBRARIES.items():
        mend = f"'apt-get install {package}' (macOS: 'brew install pango')"
        yield _finding(ctypes.util.find_library(name) is not None, f"library {name}", mend)
    for package in PACKAGES:
        try:
            yield _finding(True, f"{package} {version(package)}", "")
        except PackageNotFoundError:
            yield _finding(False, package, f"'pip install {package}'")
    from briefpress.config import starter

    fonts = len(list((starter() / "templates/fonts").glob("*.ttf")))
    yield _finding(fonts > 0, f"{fonts} bundled fonts", "install briefpress again")


def _finding(well: bool, what: str, mend: str) -> Finding:
    return Finding(well, f"ok       {what}" if well else f"MISSING  {what}: {mend}")
