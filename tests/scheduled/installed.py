"""A stand-in for ``python``, whose pip only looks whether what a lock asks for is here.

pip itself takes seconds to see that there is nothing to do, in each job: the runners
have it called once in a test, for real, and then this.
"""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement


def main(words: list[str]) -> int:
    if words[:3] != ["-m", "pip", "install"]:
        os.execv(sys.executable, [sys.executable, *words])
    assert words[3] == "--requirement", words
    lines = Path(words[4]).read_text("utf-8").splitlines()
    for one in (Requirement(line) for line in lines if not line.startswith("#")):
        if metadata.version(one.name) not in one.specifier:
            print(f"{one} is not here", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
