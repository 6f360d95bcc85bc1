"""Archives that are the same bytes each time, whenever and wherever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest day that an archive can say."""

_LEVEL = 6


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files, in the order given, without a time or a system in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            packed = not name.endswith((".png", ".jpeg", ".jpg"))  # which are packed already
            archive.writestr(info, content, None if packed else zipfile.ZIP_STORED)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
