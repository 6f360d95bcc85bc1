"""A stand-in for veraPDF, which needs a container or a download: page-validation looks instead.

Takes veraPDF's words, ``--format text --recurse --flavour ua1 FOLDER``, and answers as it
does: a line a file, status 1 when one does not conform. Called as ``docker run``, it takes
the words behind the image, and a mounted folder by its name inside.
"""

from __future__ import annotations

import sys
from pathlib import Path

import conforming
import page

PROFILES = {
    "ua1": page.ValidationProfile.PDF_UA_1,
    "3a": page.ValidationProfile.PDF_A_3A,
}


def main(words: list[str]) -> int:
    mounts = {}
    if words[:1] == ["run"]:
        while words[0].startswith("-") or words[0] == "run":
            option = words.pop(0)
            if option in ("--network", "--volume"):
                value = words.pop(0)
                if option == "--volume":
                    outside, inside, mode = value.split(":")
                    assert mode == "ro"
                    mounts[inside] = outside
        image = words.pop(0)
        assert image.startswith("verapdf/cli:"), image
    assert words[:4] == ["--format", "text", "--recurse", "--flavour"], words
    profile, folder = PROFILES[words[4]], Path(mounts.get(words[5], words[5]))
    paths = sorted(folder.rglob("*.pdf"))
    wrong = 0
    for path in paths:
        found = conforming.faults(path.read_bytes(), profile)
        wrong += bool(found)
        print("FAIL" if found else "PASS", path, words[4])
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
