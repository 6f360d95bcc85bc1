"""Taking values from a TOML file by name, so that every mistake is known by line, key and word."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from briefpress.errors import Mistake, did_you_mean


class Reader:
    """Collects what is wrong, and finds the line that each key stands on."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = [re.sub(r"^\s*#.*", "", line) for line in text.splitlines()]
        self.mistakes: list[Mistake] = []

    def wrong(self, section: str, key: str, found: str, nth: int = 0) -> None:
        """Note a mistake at a key of the ``nth`` section of this name."""
        line = self._line(section, key, nth)
        where = f"[{section}] {key}" if section else key
        self.mistakes.append(Mistake(self.file, line=line, found=f"{where}: {found}"))

    def _line(self, section: str, key: str, nth: int) -> int:
        heads = [
            number
            for number, line in enumerate(self.lines)
            if re.match(rf"\s*\[+\s*{re.escape(section)}\s*\]+", line)
        ]
        start = heads[min(nth, len(heads) - 1)] if heads else -1
        named = re.compile(rf"""(^|[{{,\s."'])["']?{re.escape(key)}["']?\s*=""")
        for number in range(start + 1, len(self.lines)):
            if heads and re.match(rf"\s*\[(?!{re.escape(section)}\.)", self.lines[number]):
                break
            if named.search(self.lines[number]) or (
                not heads and re.match(rf"\s*\[+\s*{re.escape(key)}\s*\]+", self.lines[number])
            ):
                return number + 1
        return start + 1


_TYPES = {
    dict: "a table",
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dt.date: "a date (2024-12-31)",
}


class Section:
    """One table of the file: values are taken from it by name, and what is left is unknown."""

    def __init__(
        self, reader: Reader, data: dict[str, Any], name: str, nth: int = 0, inline: str = ""
    ) -> None:
        self.reader, self.data, self.name, self.nth, self.inline = reader, data, name, nth, inline
        self.known: list[str] = []

    def wrong(self, key: str, found: str) -> None:
        """Note a mistake at one of the section's keys."""
        self.reader.wrong(self.name, key, found, self.nth)

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        """Return the value of a key; without a ``default`` the key has to be there."""
        self.known.append(key)
        value = self.data.get(key, default)
        if value is None:
            self.wrong(self.inline or key, f"'{key}' is missing; it must be {_TYPES[kind]}")
        elif type(value) is not kind:
            self.wrong(key, f"must be {_TYPES[kind]}, not {value!r}")
            return default
        return value

    def section(self, key: str, *, required: bool = True) -> Section:
        """Return a table inside of this one, empty when it is not there."""
        self.known.append(key)
        value = self.data.get(key)
        if value is None and required:
            self.wrong(key, f"'{key}' is missing")
        if value is not None and not isinstance(value, dict):
            self.wrong(key, "must be a table")
            value = None
        if self.name:
            nested = Section(self.reader, value or {}, self.name, self.nth, inline=key)
            if f"[{self.name}.{key}]" in "".join(self.reader.lines):
                nested.name, nested.inline = f"{self.name}.{key}", ""
            return nested
        return Section(self.reader, value or {}, key)

    def sections(self, key: str) -> list[Section]:
        """Return the tables of a ``[[key]]``, of which there must be one."""
        self.known.append(key)
        value = self.data.get(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, f"needs at least one [[{key}]]")
            return []
        return [Section(self.reader, item, key, nth) for nth, item in enumerate(value)]

    def finish(self) -> None:
        """Note every key that nobody took."""
        for key in self.data:
            if key not in self.known:
                self.wrong(key, f"unknown key '{key}'.{did_you_mean(key, self.known)}")
