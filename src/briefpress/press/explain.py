"""Why a brief is made again, in people's words: what it was made of against what it is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from briefpress.press.kept import Known
from briefpress.press.manifest import Entry
from briefpress.press.prints import Group, Print
from briefpress.press.rowprints import Row, changed

_LIBRARIES = {
    "python": "Python",
    "weasyprint": "WeasyPrint",
    "jinja2": "Jinja",
    "babel": "Babel",
    "pyicu-wheels": "ICU",
}
"""How people write the names of those that are not written as they are installed."""

_PREVIOUS = {"added": "is given", "removed": "is not given any more", "edited": "is another"}

_FILES = {"pdf": "PDF", "facts": "facts", "thumbnail": "picture"}

_WORDS = {
    "set aside": "the rows set aside, or not counted, are others",
    "file": "its files have another name",
    "title": "its title is another",
    "organisations": "the name of an organisation is another",
}


def why(
    entry: Entry | None, was: Known | None, now: Print, not_in_place: Sequence[str]
) -> list[str]:
    """Return the reasons for making a brief again.

    ``entry`` is the manifest's, ``was`` what is known of how it was made,
    ``not_in_place`` the files of it that are missing or not as they were written.
    """
    if entry is None:
        return ["new"]
    reasons = ["failed last time"] if "reason" in entry or entry["state"] == "failed" else []
    if entry["state"] != "failed" and entry["fingerprint"] != now.fingerprint:
        if was is None or was.fingerprint != entry["fingerprint"]:
            reasons.append("it changed, and what it was made of is not known")
        else:
            reasons += changes(was, now)
    for kind, word in _FILES.items():
        if entry.get(kind) in not_in_place:
            verb = "are" if kind == "facts" else "is"
            reasons.append(f"its {word} {verb} missing or changed")
    return reasons or ["an earlier build left it as it was"]


def changes(was: Known, now: Print) -> list[str]:
    """Return what is different between a brief as it was made and as it would be made."""
    found: list[str] = []
    if was.groups["rows"] != now.groups["rows"]:
        found += _rows(was.cut.rows(), now.cut.rows())
        if not found:  # rows of a store are not kept to be counted
            tables = {one for one, _ in was.groups["rows"].items() ^ now.groups["rows"].items()}
            found.append(f"rows of {', '.join(sorted(tables))} changed")
    for group, parts in now.groups.items():
        if group != "rows":
            for word in _parts(group, was.groups.get(group, {}), parts):
                if word not in found:
                    found.append(word)
    return found


def _rows(was: Mapping[str, Row], now: Mapping[str, Row]) -> Iterator[str]:
    """Count the rows that are different, by the file that they come from."""
    counts: dict[str, Counter[str]] = {}
    for file, what in changed(was, now):
        counts.setdefault(file, Counter())[what] += 1
    for file, count in sorted(counts.items()):
        said = [f"{count[what]} {what}" for what in _ROWS if count[what]]
        first, _, verb = said[0].partition(" ")
        said[0] = f"{first} row{'' if first == '1' else 's'} {verb}"
        yield f"{', '.join(said)} in {file}"


_ROWS = ("changed", "added", "removed", "moved")


def _parts(group: str, was: Group, now: Group) -> Iterator[str]:
    for name in dict.fromkeys([*now, *was]):
        if was.get(name) != now.get(name):
            yield _said(group, name, was.get(name), now.get(name))


def _said(group: str, name: str, was: str | None, now: str | None) -> str:
    """Say in words that one part is another."""
    edited = "added" if was is None else "removed" if now is None else "edited"
    match group:
        case "templates":
            return f"templates/{name} {edited}"
        case "style":
            return f"templates/{name} {edited}"
        case "charts":
            return f"{name if '/' in name else f'chart {name}'} {edited}"
        case "measures":
            return f"briefpress measures {name} in another way"
        case "messages":
            return f"the translations into '{name}' edited"
        case "brand":
            return f"[brand] {name} changed"
        case "configuration":
            return f"{name} changed"
        case "engine" | "libraries":
            return _version(_LIBRARIES.get(name, name), was, now)
        case "set aside":
            return _WORDS[group]
        case "previous":
            return f"[edition] previous: the edition before {_PREVIOUS[edited]}"
    return _WORDS.get(name, f"what is known of {name}, or its name, is another")


def _version(name: str, was: str | None, now: str | None) -> str:
    old, new = ((one or "none").partition("+")[0] for one in (was, now))
    return f"{name} {old} -> {new}" if old != new else f"{name} itself was changed"
