"""Arrays of glyphs for subsets of fonts, without a C declaration that is parsed for each length.

WeasyPrint writes the length into the declaration; cffi parses it as C, some milliseconds for
each length that it has not met. An array of any length takes that of its values.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint.pdf import fonts

_LENGTH = re.compile(r"\[\d+\]$")


class AnyLength:
    """WeasyPrint's cffi, with arrays as long as what they are made of."""

    def __init__(self, ffi: Any) -> None:
        self.ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ffi, name)

    def new(self, declaration: str, *values: Any) -> Any:
        """Return new memory, as cffi does; of values if there are any."""
        return self.ffi.new(_LENGTH.sub("[]", declaration) if values else declaration, *values)


def mend() -> None:
    """Give WeasyPrint's subsets arrays of any length."""
    if not isinstance(fonts.ffi, AnyLength):
        fonts.ffi = AnyLength(fonts.ffi)
