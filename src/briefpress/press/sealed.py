"""Files that carry their own hash: what was cut off, damaged or edited is not there."""

from __future__ import annotations

import hashlib
from pathlib import Path

from briefpress.press.publish import write_whole

_LENGTH = hashlib.sha256().digest_size


def write(path: Path, content: bytes) -> None:
    """Write content behind its hash, whole. Raises OSError when the disk does not take it."""
    write_whole(path, hashlib.sha256(content).digest() + content)


def read(path: Path) -> bytes | None:
    """Return the content as it was written; None when it is not there, or is another."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    seal, content = whole[:_LENGTH], whole[_LENGTH:]
    return content if hashlib.sha256(content).digest() == seal else None
