"""A slice whose rows are read, or cut, when it is looked at: so they are not all there at once."""

from __future__ import annotations

from collections.abc import Callable

from briefpress.config import Edition
from briefpress.model.previous import Previous
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables


class LateSlice(Slice):
    """A slice of ``size`` activities; a worker gets it as a plain ``Slice``."""

    _read: Callable[[], Tables]
    _size: int

    def __init__(
        self,
        edition: Edition,
        read: Callable[[], Tables],
        size: int,
        over: str,
        key: str,
        previous: Previous | None = None,
    ) -> None:
        named = {"edition": edition, "over": over, "key": key, "previous": previous}
        named |= {"_read": read, "_size": size}
        for name, value in named.items():
            object.__setattr__(self, name, value)  # the record is frozen

    @property
    def tables(self) -> Tables:
        """Return the rows, anew each time."""
        return self._read()

    @property
    def size(self) -> int:
        """Return how many activities there are."""
        return self._size

    def __reduce__(self) -> tuple[object, ...]:
        return Slice, (self.edition, self.tables, self.over, self.key, self.previous)
