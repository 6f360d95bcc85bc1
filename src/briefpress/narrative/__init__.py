"""Pages of narrative to proposed tables: activities, places, themes, organisations, for review."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from briefpress.config import FILE, load
from briefpress.errors import ProjectError
from briefpress.model import places
from briefpress.narrative import extract, gazetteer, page
from briefpress.narrative.split import Passage, passages, sentences
from briefpress.sources.slug import slug

Row = dict[str, str]

LONGEST_TITLE = 12  # words


def import_page(path: Path, out: Path, project: Path | None = None) -> list[str]:
    """Write the activities that a page tells of into ``out`` as tables; say what was found.

    ``activities.csv``, ``places.csv``, ``themes.csv``, ``organisations.csv`` and
    ``vocabularies.csv``, each row with the words it stands on in ``origin``;
    what a person has to decide is in ``review.txt``. The themes are those of
    the project's vocabularies, if it has any. Raises ProjectError for a page
    that cannot be read, and for a folder that has such tables already.
    """
    there = [name for name in ("activities.csv", "places.csv") if (out / name).exists()]
    if there:
        raise ProjectError(f"{out / there[0]} is there already: give another folder with --out")
    lines = page.read(path, path.name)
    vocabulary, reporter = _of_project(project)
    tables, review = propose(path.name, passages(lines, gazetteer.countries), vocabulary, reporter)
    from briefpress.press.publish import write_whole

    for name, rows in tables.items():
        write_whole(out / f"{name}.csv", _csv(HEADINGS[name], rows))
    write_whole(out / "review.txt", ("\n".join(review) + "\n").encode())
    countries = {row["country"] for row in tables["places"] if row["country"]}
    return [
        f"{path.name}: {len(tables['activities'])} activities in {len(countries)} countries",
        f"{len(review)} things to look at are in {out / 'review.txt'}",
        f"Read the tables in {out}, mend them, and name the folder in a [[source]] of {FILE}",
    ]


HEADINGS: Mapping[str, tuple[str, ...]] = {
    "activities": ("id", "title", "summary", "start_date", "end_date", "origin"),
    "places": ("activity", "country", "region", "origin"),
    "vocabularies": ("vocabulary", "code", "name", "origin"),
    "themes": ("activity", "vocabulary", "code", "origin"),
    "organisations": ("activity", "organisation", "name", "role", "origin"),
}


def propose(
    file: str,
    found: Sequence[Passage],
    vocabulary: Mapping[tuple[str, str], str],
    reporter: str = "",
) -> tuple[dict[str, list[Row]], list[str]]:
    """Return the rows of every table, and the lines for a person to review.

    ``vocabulary``: vocabulary and code of each theme, with its name.
    """
    tables: dict[str, list[Row]] = {name: [] for name in HEADINGS}
    review: list[str] = []
    stem = slug(Path(file).stem).upper()[:24] or "PAGE"
    names: dict[str, str] = {}
    for number, passage in enumerate(found, start=1):
        activity = f"{stem}-{number:03}"
        where = f"{file}, line {passage.line}"
        _place(tables, review, activity, passage, where)
        start, end = _dates(review, activity, passage, where)
        for span in extract.organisations(passage.text, reporter):
            code, name, role = span.value
            row = {"activity": activity, "organisation": code, "role": role}
            row["name"] = names.setdefault(code, name)
            _add(tables["organisations"], row, _origin(where, span, passage), ("name", "origin"))
            _note(review, activity, where, span, f"organisation {name}, {role}")
        by_code = {code: name for (_, code), name in vocabulary.items()}
        of_code = {code: name for name, code in vocabulary}
        for span in extract.themes(passage.text, by_code):
            code = span.value[0]
            if span.sure == "for review":
                said = f"'{span.text}' may be about the theme '{by_code[code]}'; not taken"
                review.append(f"{where}, {activity}: {said}")
                continue
            row = {"activity": activity, "vocabulary": of_code[code], "code": code}
            _add(tables["themes"], row, _origin(where, span, passage), ("origin",))
            _note(review, activity, where, span, f"theme {by_code[code]}")
        tables["activities"].append(
            {
                "id": activity,
                "title": _title(passage.text),
                "summary": passage.text,
                "start_date": start,
                "end_date": end,
                "origin": where,
            }
        )
    used = {row["code"] for row in tables["themes"]}
    tables["vocabularies"] = [
        {"vocabulary": name, "code": code, "name": title, "origin": file}
        for (name, code), title in vocabulary.items()
        if code in used
    ]
    return tables, review


def _place(
    tables: dict[str, list[Row]], review: list[str], activity: str, passage: Passage, where: str
) -> None:
    """Add the places that the text names, or else those that it stands under."""
    named = gazetteer.named(passage.text)
    inherited = ""
    if not any(one.sure != "for review" for one in named):
        above = [one for one in gazetteer.named(passage.under) if one.sure != "for review"]
        named, inherited = [*named, *above], " of what it stands under" if above else ""
    countries = {
        one.codes[0] for one in named if one.codes[0].isalpha() and one.sure != "for review"
    }
    for one in named:
        if one.sure == "for review":
            meant = " or ".join(places.name(code) for code in one.codes)
            review.append(f"{where}, {activity}: '{one.text}' may be {meant}; not taken")
            continue
        code = one.codes[0]
        if not code.isalpha() and any(_within(country, code) for country in countries):
            continue  # "in Kenya and other countries of Eastern Africa" is about Kenya
        row = {"activity": activity, "country": "", "region": ""}
        row["country" if code.isalpha() else "region"] = code
        words = (
            f"{where}{inherited}, characters {one.start + 1} to {one.end}: '{one.text}', {one.sure}"
        )
        _add(tables["places"], row, words, ("origin",))
        if one.sure == "likely":
            review.append(f"{where}, {activity}: '{one.text}' was taken for {places.name(code)}")


def _within(country: str, region: str) -> bool:
    known = places.countries()[country]
    return region in (known.region, known.subregion, known.intermediate)


def _dates(review: list[str], activity: str, passage: Passage, where: str) -> tuple[str, str]:
    spans = extract.dates(passage.text)
    for span in spans:
        _note(review, activity, where, span, "when it was")
    spans = [span for span in spans if span.sure != "for review"]
    if not spans:
        return "", ""
    if len(spans) > 1:
        said = ", ".join(f"'{span.text}'" for span in spans)
        review.append(f"{where}, {activity}: more than one time ({said}); none taken")
        return "", ""
    first, last = spans[0].value
    return first, last


def _note(review: list[str], activity: str, where: str, span: extract.Span, what: str) -> None:
    if span.sure != "sure":
        review.append(f"{where}, {activity}: '{span.text}', {span.sure}: {what}")


def _origin(where: str, span: extract.Span, passage: Passage) -> str:
    start = passage.start + span.start + 1
    return (
        f"{where}, characters {start} to {start + len(span.text) - 1}: '{span.text}', {span.sure}"
    )


def _add(rows: list[Row], row: Row, origin: str, aside: tuple[str, ...]) -> None:
    """Add a row unless the same is there, whatever it stands on."""
    key = {name: value for name, value in row.items() if name not in aside}
    if not any(key.items() <= other.items() for other in rows):
        rows.append({**row, "origin": origin})


def _title(text: str) -> str:
    """Return the first words of a passage: a person will find better ones."""
    first = sentences(text)[0][1] if sentences(text) else text
    words = first.split()
    return first if len(words) <= LONGEST_TITLE else " ".join(words[:LONGEST_TITLE]) + " …"


def _of_project(project: Path | None) -> tuple[dict[tuple[str, str], str], str]:
    """Return the vocabularies of the project's own tables, and who reports.

    The project need not be whole: its first tables may be made of this page.
    """
    if project is None or not (project / FILE).is_file():
        return {}, ""
    try:
        settings = tomllib.loads((project / FILE).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        load(project)  # says what is wrong with the file
        raise
    found: dict[tuple[str, str], str] = {}
    for source in _listed(settings.get("source")):
        path = project / str(source.get("path", "")) / "vocabularies.csv"
        if source.get("path") and path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as lines:
                for row in csv.DictReader(lines):
                    found[row.get("vocabulary", ""), row.get("code", "")] = row.get("name", "")
    edition = settings.get("edition")
    return found, str(edition.get("organisation", "")) if isinstance(edition, dict) else ""


def _listed(sources: Any) -> list[dict[str, Any]]:
    """Return what is a ``[[source]]``; what is none is for ``check`` to name."""
    return [one for one in sources if isinstance(one, dict)] if isinstance(sources, list) else []


def _csv(heading: Sequence[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, heading, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
