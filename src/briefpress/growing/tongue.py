"""`briefpress add language`: a catalogue with every message that waits, and a line in briefs.toml.

A message without a translation is printed in English, and marked as English on the page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress import catalogues
from briefpress.config import FILE, Project, load
from briefpress.errors import ProjectError, did_you_mean
from briefpress.growing.changes import Changes
from briefpress.growing.kinds import Added

if TYPE_CHECKING:
    from babel.messages import Catalog

    from briefpress.model.tables import Tables


def add(root: Path, code: str, out: Path) -> Added:
    """Begin a language: ``locale/CODE.po``, with CLDR's names of places, and briefs.toml.

    Of a language that briefpress has, only the words of the project's own data and
    templates wait. Makes one brief in it. Raises ProjectError, and BriefError where that
    fails (a font lacks its letters, say); then nothing is written.
    """
    project = load(root)
    code = _code(project, code)
    file = f"{catalogues.OWN}/{code}.po"
    if catalogues.own(code, root):
        raise ProjectError(
            f"{file}: is there already, and is not overwritten. Write '{code}' into languages of"
            f" {FILE}"
        )
    from briefpress.press import build

    catalogue = begun(project, code, build.tables(project, out))
    waiting = sum(1 for one in catalogue if one.id and not _is_said(one.string))
    known = sum(1 for one in catalogue if one.id) - waiting
    with Changes(root) as changes:
        changes.new(file, written(catalogue, code))
        before = (root / FILE).read_text(encoding="utf-8-sig")
        changes.write(FILE, with_language(before, code))
        _one_is_made(load(root), out, code)
    names = f", and {known} names of places are there, from CLDR" if known else ""
    lines = [
        f"{file}: {_messages(waiting)} for your translation{names}",
        f"{FILE}: languages has '{code}'",
        "What is not translated is printed in English, and marked as English for screen readers.",
    ]
    return Added(tuple(lines), f"*/*/{code}")


def _messages(count: int) -> str:
    return "1 message waits" if count == 1 else f"{count} messages wait"


def _code(project: Project, said: str) -> str:
    """Return a language's code as HTML has it. Raises ProjectError for one that CLDR lacks."""
    from babel import Locale, UnknownLocaleError, localedata

    first, *rest = said.strip().replace("_", "-").split("-")
    code = "-".join([first.lower(), *(one.upper() if len(one) == 2 else one for one in rest)])
    if code in project.edition.languages:
        raise ProjectError(f"{FILE} has the language '{code}' already: nothing was changed")
    if not code.replace("-", "").isalpha() or not localedata.exists(code.replace("-", "_")):
        names = {
            name: one for one, name in Locale("en").languages.items() if localedata.exists(one)
        }
        by_name = names.get(said.strip().capitalize())
        hint = f" Did you mean '{by_name}'?" if by_name else did_you_mean(first, names.values())
        raise ProjectError(
            f"'{said}' is no language that CLDR knows, so its numbers and dates are not.{hint}"
            " Write the code that HTML has for it: 'pt', 'fa'"
        )
    try:
        Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise ProjectError(f"'{said}' is no language that CLDR knows") from None
    return code


def begun(project: Project, code: str, tables: Tables) -> Catalog:
    """Return a catalogue of everything that is to be translated for a project."""
    from babel.messages import Catalog
    from babel.messages.pofile import read_po

    catalogue = Catalog(locale=code.replace("-", "_"))
    there = _Words(catalogue)
    with (catalogues.FOLDER / f"{catalogues.DOMAIN}.pot").open("rb") as file:
        template = read_po(file)
    built_in = code in catalogues.languages()
    if not built_in:
        for one in template:
            if one.id:
                there.add(one.id, one.context, one.auto_comments)
    known = {(one.id[0] if isinstance(one.id, tuple) else one.id, one.context) for one in template}
    for words, context in _own_words(project):
        if (words[0] if isinstance(words, tuple) else words, context) not in known:
            there.add(words, context, ["this project's own templates and charts"])
    for context, words in _of_data(project, tables):
        there.add(words, context, [])
    if not built_in:
        for place, name, english in _places(code, tables):
            there.add(place, "place", [english], name)
    return catalogue


class _Words:
    """Adds messages to a catalogue, each once."""

    def __init__(self, catalogue: Catalog) -> None:
        self.catalogue = catalogue

    def add(self, words: Any, context: str | None, comments: list[str], said: str = "") -> None:
        if words and self.catalogue.get(words, context) is None:
            forms: Any = said
            if isinstance(words, tuple | list):
                words, forms = tuple(words), ("",) * self.catalogue.num_plurals
            self.catalogue.add(words, forms, context=context, auto_comments=comments)


def _own_words(project: Project) -> Iterator[tuple[Any, str | None]]:
    """Give the messages of the project's own templates and charts."""
    from babel.messages.extract import extract_from_dir

    keywords = {
        "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }  # fmt: skip
    for folder, method, pattern in (
        ("templates", "jinja2", "**.html"),
        ("charts", "python", "**.py"),
    ):
        path = project.root / folder
        if path.is_dir():
            for _, _, words, _, context in extract_from_dir(
                path, [(pattern, method)], {"**": {"trimmed": "true", "silent": "true"}}, keywords
            ):
                yield words, context


def _of_data(project: Project, tables: Tables) -> Iterator[tuple[str, str]]:
    """Give what the data and briefs.toml say in one language, with the context of each."""
    yield "edition title", project.edition.title
    for source in project.sources:
        yield "source name", source.name
    for _, words in project.brand.texts:
        yield "own text", words
    vocabularies = tables.vocabularies
    wanted = {project.edition.vocabulary, *project.edition.more_vocabularies}
    shown = vocabularies[vocabularies["vocabulary"].isin(wanted)]
    for name, description in zip(shown["name"], shown["description"], strict=True):
        yield "theme name", name
        yield "theme description", description


def _places(code: str, tables: Tables) -> Iterator[tuple[str, str, str]]:
    """Give the places of the data: code, CLDR's name ("" where it has not the UN's), the UN's."""
    from briefpress import usage
    from briefpress.model import places

    codes = {*tables.places["country"], *tables.places["region"]} - {""}
    around = {places.top_region(one) for one in codes} - {""}
    for place in sorted(codes | around):
        if place not in (places.WORLD, places.UNSPECIFIED):
            yield place, usage.place(code, place), places.name(place)


def _is_said(words: Any) -> bool:
    return any(words) if isinstance(words, tuple | list) else bool(words)


def written(catalogue: Catalog, code: str) -> str:
    """Return a catalogue as .po."""
    from babel.messages.pofile import write_po

    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, sort_output=False, no_location=True, width=0)
    name = catalogue.locale.english_name if catalogue.locale else code
    head = (
        f"# {name}: the words of this project's briefs. docs/languages.md says more.\n"
        "# What stands in {braces} or as %(name)s has to be in your words too.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {code}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head + out.getvalue().decode()


def with_language(text: str, code: str) -> str:
    """Return briefs.toml with one more language; comments and all else stay."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    edition = document["edition"]
    if "languages" in edition:
        edition["languages"].append(code)
    else:
        edition["languages"] = ["en", code]
    return tomlkit.dumps(document)


def _one_is_made(project: Project, out: Path, code: str) -> None:
    from briefpress.press import build, make

    make.make(build.task(project, out, f"*/*/{code}"))
