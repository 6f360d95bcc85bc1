"""What a validator finds in a PDF, without what it is known to be wrong about."""

import re

import page

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
