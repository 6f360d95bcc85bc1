"""Fuzzing of the loaders with atheris, by hand.

    pip install atheris            # not among the locked packages: it has no wheels for macOS
    python tests/fuzz/run.py csv -runs=1000000 corpus/

What it finds becomes a file in tests/fuzz/found/LOADER/, which the tests read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

loader = sys.argv.pop(1)
with atheris.instrument_imports(include=["briefpress", "openpyxl", "charset_normalizer"]):
    import charset_normalizer
    import loaders  # type: ignore[import-not-found]  # beside this file
    import openpyxl

for folder in (Path(given) for given in sys.argv[1:] if not given.startswith("-")):
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(loaders.seeds(loader)):
        (folder / f"seed-{number}").write_bytes(seed)

assert openpyxl, charset_normalizer  # imported above, where they are instrumented
atheris.Setup(sys.argv, lambda content: loaders.once(loader, content))
atheris.Fuzz()
