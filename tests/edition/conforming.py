"""What a validator finds in a PDF, without what it is known to be wrong about.

As a program: python tests/edition/conforming.py FOLDER… looks at all PDFs in them.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import page

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
WRONG_LENGTH = "a stream /Length does not match its raw content length"


def faults(content: bytes, profile: page.ValidationProfile) -> list[tuple[str, str]]:
    """Return the rules that a file breaks, each with what is said of it."""
    return [
        (one.rule_id, one.message)
        for one in page.validate_pdf_bytes(content, profile=profile).failures
        if not (
            one.message == WRONG_LENGTH
            and false_alarm(content, one.object_id.object_number if one.object_id else None)
        )
    ]


STREAM = re.compile(rb"^(\d+) 0 obj\n(<<(?:(?!endobj).)*?>>)\nstream\n", re.DOTALL | re.MULTILINE)


def false_alarm(content: bytes, number: int | None) -> bool:
    """Say whether a stream's length is right, and its last byte 0x0D.

    The validator takes that byte for the end of the line. It gives no number when it
    means several streams: then two or more must end so, and no length be wrong.
    """
    ends = {}
    at = 0
    while begun := STREAM.search(content, at):
        length = re.search(rb"/Length (\d+)", begun[2])
        at = begun.end() + int(length[1]) if length else begun.end()
        ends[int(begun[1])] = content[at - 1 : at + 10]
    alike = [one for one, end in ends.items() if end == b"\r\nendstream"]
    if number is None:
        return len(alike) > 1 and all(end[1:] == b"\nendstream" for end in ends.values())
    return number in alike


def main(folders: Sequence[str]) -> int:
    """Print what is wrong with the PDFs in some folders; 1 if anything is, or there are none."""
    paths = [path for folder in folders for path in sorted(Path(folder).rglob("*.pdf"))]
    wrong = 0
    for path in paths:
        for profile in PROFILES:
            for rule, message in faults(path.read_bytes(), profile):
                wrong += 1
                print(f"{path}: {rule}: {message}")
    print(f"{len(paths)} PDFs looked at against PDF/UA-1 and PDF/A-3a, {wrong} faults")
    return int(wrong > 0 or not paths)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
