"""What changed from one edition to the next: briefs, numbers with their rows, and texts.

Reads the facts of both; nothing is computed but differences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefpress.errors import ProjectError
from briefpress.measures.difference import NumberChange, number_change
from briefpress.press import manifest
from briefpress.review.finished import brief_of, edition_of, facts_of

Facts = dict[str, Any]


@dataclass(frozen=True)
class Finished:
    """A finished brief: the folder of its edition, its name there, and its PDF."""

    out: Path
    brief: str
    pdf: Path
    digest: str

    def facts(self) -> Facts:
        """Return its facts. Raises ProjectError when they are not as they were built."""
        return facts_of(self.out, self.brief)


@dataclass(frozen=True)
class TextChange:
    """A text that changed; "" where there was or is none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class BriefChange:
    """What changed in one brief; ``pages`` are filled in by review.pagediff, where asked for."""

    brief: str
    was: str
    """What it was called in the old edition, where it has another name now; else ""."""
    numbers: tuple[NumberChange, ...]
    texts: tuple[TextChange, ...]
    pages: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """What changed between two editions."""

    old: str
    new: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[BriefChange, ...]
    same: int


def briefs_of(path: Path) -> tuple[str, dict[str, Finished]]:
    """Return an edition's name and its briefs, from its folder, or from one of its PDFs.

    Raises ProjectError when there is no edition, or the PDF is of none.
    """
    if path.is_file():
        out = edition_of(path, path.parent)
        names = [brief_of(path, out)]
    else:
        out, names = path, []
    built = manifest.read(out)
    if not built["briefs"]:
        raise ProjectError(f"{path}: is no edition: it has no {manifest.NAME} with briefs")
    there = {brief: entry for brief, entry in built["briefs"].items() if entry["sha256"]}
    return built["edition"], {
        brief: Finished(out, brief, out / entry["pdf"], entry["sha256"][entry["pdf"]])
        for brief, entry in there.items()
        if not names or brief in names
    }


def paired(
    old: Mapping[str, Finished], new: Mapping[str, Finished]
) -> Iterator[tuple[Finished | None, Finished | None]]:
    """Give each brief of either edition with its like in the other, in the new one's order.

    A kind that has one brief a language in both is one brief, whatever its key: the
    summary of 2023 and that of 2024. Two single briefs are always compared.
    """
    if len(old) == len(new) == 1:
        yield next(iter(old.values())), next(iter(new.values()))
        return
    alone = _alone(old) & _alone(new)
    names = {_kind(brief): brief for brief in old if _kind(brief) in alone}
    matched = set()
    for brief, one in new.items():
        like = brief if brief in old else names.get(_kind(brief), "")
        matched.add(like)
        yield old.get(like), one
    for brief, one in old.items():
        if brief not in matched:
            yield one, None


def _alone(briefs: Mapping[str, Finished]) -> set[tuple[str, str]]:
    return {kind for kind, count in Counter(map(_kind, briefs)).items() if count == 1}


def _kind(brief: str) -> tuple[str, str]:
    kind, _, language = brief.split("/")
    return kind, language


def compare(old: Path, new: Path) -> tuple[Changes, list[tuple[Finished, Finished]]]:
    """Return what changed, and the pairs of briefs whose PDFs are not the same bytes.

    Of these each has a BriefChange in ``changed``, in the same order. Raises
    ProjectError when one of the two is no finished edition.
    """
    (old_name, before), (new_name, after) = briefs_of(old), briefs_of(new)
    added: list[str] = []
    removed: list[str] = []
    changed: list[BriefChange] = []
    pairs: list[tuple[Finished, Finished]] = []
    same = 0
    for one, two in paired(before, after):
        if two is None:
            removed += [one.brief] if one else []
        elif one is None:
            added.append(two.brief)
        else:
            facts = one.facts(), two.facts()
            change = brief_change(*facts)
            if one.digest == two.digest and not (change.numbers or change.texts):
                same += 1
                continue
            changed.append(change)
            pairs.append((one, two))
    found = Changes(old_name, new_name, tuple(added), tuple(removed), tuple(changed), same)
    return found, pairs


def brief_change(old: Facts, new: Facts) -> BriefChange:
    """Return what changed between the facts of two editions of a brief."""
    was = old["brief"] if old["brief"] != new["brief"] else ""
    return BriefChange(new["brief"], was, tuple(_numbers(old, new)), tuple(_texts(old, new)))


def _numbers(old: Facts, new: Facts) -> Iterator[NumberChange]:
    """Give the numbers that differ; what a summary says of its own changes is not compared."""
    before, after = old["numbers"], new["numbers"]
    places = old["rows"], new["rows"]
    for name in dict.fromkeys([*after, *before]):
        if name.startswith("changes."):
            continue
        change = number_change(name, before.get(name), after.get(name), places)
        if change:
            yield change


def _texts(old: Facts, new: Facts) -> Iterator[TextChange]:
    before, after = _all_texts(old), _all_texts(new)
    for name in dict.fromkeys([*after, *before]):
        if before.get(name, "") != after.get(name, ""):
            yield TextChange(name, before.get(name, ""), after.get(name, ""))


def _all_texts(facts: Facts) -> dict[str, str]:
    """Return every text of a brief by a name: its own, its activities', its charts' alt texts."""
    cards = facts["tables"].get("activities", ())
    return {
        "title": facts["title"],
        **{f"texts.{name}": text for name, text in facts["texts"].items()},
        **{f"{card['id']}.{name}": card[name] for card in cards for name in ("title", "summary")},
        **{f"charts.{name}": chart["alt"] for name, chart in facts["charts"].items()},
    }
