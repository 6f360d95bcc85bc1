"""A new project of six answers: whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefpress import catalogues, starter
from briefpress.config import FILE, over_of
from briefpress.growing import settings
from briefpress.growing.answers import COLOUR, ORGANISATION, Answers, usual
from briefpress.growing.datafile import place
from briefpress.growing.looked import Looked

TITLE = "Activities"
"""Of an edition, until a person finds a better one."""

_FITTED = 6
"""Activities that surely have room on four pages."""


_MANY = 150
"""Activities of one brief for which the usual time is short on a slow machine."""

_SECONDS = 900


def make(folder: Path, answers: Answers, ci: str) -> list[str]:
    """Make a project with workflows for ``ci``; return what there is to say of it.

    With a data file nothing of the example's data is left in it: no row, no theme, no
    translation. Without one it is the example, and the answers are in its briefs.toml.
    Raises ProjectError when the folder has something in it, or cannot be made.
    """
    data = answers.data

    def change(made: Path) -> None:
        if data:
            _own_data(made, answers, data)
        else:
            _example(made, answers)
        if answers.logo:
            shutil.copyfile(answers.logo, made / _logo(answers))

    starter.copy(folder, change, ci)
    return list(_lines(folder, answers))


def _logo(answers: Answers) -> str:
    return f"templates/logo{answers.logo.suffix.lower()}" if answers.logo else ""


def _own_data(made: Path, answers: Answers, data: Looked) -> None:
    for name in ("data", "locale"):
        shutil.rmtree(made / name)
    (made / "data").mkdir()
    place(data.file, made)
    kinds = answers.kinds or usual(data)
    text = settings.text(
        settings.Settings(
            title=TITLE,
            organisation=organisation(answers),
            start=data.start,
            end=data.end,
            data_date=data.saved,
            languages=answers.languages,
            currency=data.currency,
            converted=data.converted,
            vocabulary=data.vocabulary,
            hierarchy=data.hierarchy,
            sources=data.sources,
            kinds=[(name, "") for name in kinds],
            fitted=[name for name in kinds if _is_short(name, data)],
            colour=answers.colour or COLOUR,
            logo=_logo(answers),
            disclosure=data.disclosure,
            seconds=_SECONDS if max(data.largest[over_of(one)] for one in kinds) > _MANY else 0,
            notes={
                "title": "on every page: say what it is about",
                "organisation": "who reports",
                "period": "the years in the data" if data.dated else "the data gives no dates",
                "data_date": f"the day on which {data.file.name} was saved",
                "currency": "of sums",
                "rates": "other currencies are converted; docs/sources.md",
                "vocabulary": "what themes are told by",
                "hierarchy": "of several levels, the one that is reported",
            },
        )
    )
    (made / FILE).write_text(text, encoding="utf-8")
    for code in answers.languages:
        _translated(made, code)


def _is_short(kind: str, data: Looked) -> bool:
    over = over_of(kind)
    return over != "edition" and data.largest[over] <= _FITTED


def organisation(answers: Answers) -> str:
    """Return who reports: as a person said, as the data says, or a word in its place."""
    reporter = answers.data.reporter if answers.data else ""
    return answers.organisation or reporter or ORGANISATION


def _translated(made: Path, code: str) -> None:
    """Begin a project's catalogue of a language with the edition's title."""
    said = catalogues.catalogue(code).gettext(TITLE)
    if said == TITLE:
        return
    folder = made / catalogues.OWN
    folder.mkdir(exist_ok=True)
    (folder / f"{code}.po").write_text(
        "# The words of this project's data and briefs.toml. docs/languages.md says more.\n"
        f'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        f'msgctxt "edition title"\nmsgid "{TITLE}"\nmsgstr "{said}"\n',
        encoding="utf-8",
    )


def _example(made: Path, answers: Answers) -> None:
    """Put the answers into the example's briefs.toml, which stays as it is else."""
    import tomlkit

    path = made / FILE
    document: Any = tomlkit.parse(path.read_text(encoding="utf-8"))
    edition, brand = document["edition"], document["brand"]
    if answers.organisation:
        edition["organisation"] = answers.organisation
        edition["title"] = f"Example: {edition['title']}"
        edition["title"].comment("the data in data/ is UNODC's: put your own in its place")
    if answers.languages != ("en",):
        edition["languages"] = list(answers.languages)
    if answers.colour:
        brand["colour"] = answers.colour
    if answers.logo:
        brand["logo"] = _logo(answers)
    text = tomlkit.dumps(document)
    if answers.kinds:
        text = _with_kinds(text, answers.kinds)
    path.write_text(text, encoding="utf-8")


def _with_kinds(text: str, kinds: tuple[str, ...]) -> str:
    """Return a briefs.toml with these kinds; those that it has keep what is said of them."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    there = {one["kind"]: one for one in document["brief"]}
    array = tomlkit.aot()
    for name in kinds:
        new: Any = tomlkit.parse(settings.brief(name))
        array.append(there.get(name) or new["brief"][0])
    document["brief"] = array
    return tomlkit.dumps(document)


def _lines(folder: Path, answers: Answers) -> Iterator[str]:
    data = answers.data
    if not data:
        yield f"{folder} is ready. Its data is an example, UNODC's activities: put your own into"
        yield f"data/, or begin again with: briefpress new {folder}-2 --data your-file.xlsx"
        return
    yield f"{folder} is ready, with {data.file.name} in data/ and nobody else's rows."
    if organisation(answers) == ORGANISATION:
        yield f"Who reports was not said: '{ORGANISATION}' is printed until briefs.toml says it."
    years = f"{data.start.year} to {data.end.year}" if data.start.year != data.end.year else ""
    years = years or str(data.start.year)
    if data.dated:
        yield f"The period is {years}, as in the data; briefs.toml has it, and the title."
    else:
        yield f"The data gives no dates: the period is {years}, when the file was saved."
