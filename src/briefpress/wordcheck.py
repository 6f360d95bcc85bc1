"""What is wrong in a catalogue of words: found before a brief is printed with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.errors import Mistake

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

_BRACES = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}")
_PERCENT = re.compile(r"%(?:\((\w+)\))?[sd]")
_TAG = re.compile(r"<[^<>]+>")


def mistakes(path: Path, language: str, file: str) -> list[Mistake]:
    """Return what is wrong in a catalogue; ``file`` is what its person calls it."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as opened:
            catalogue = read_po(opened, locale=language.replace("-", "_"), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        line = getattr(error, "lineno", -1) + 1  # Babel counts these from 0
        return [Mistake(file, line=line, found=f"is no catalogue: {error}")]
    return [
        Mistake(file, line=message.lineno or 0, found=found)
        for message in catalogue
        if message.id
        for found in wrong(message, catalogue)
    ]


def wrong(message: Message, catalogue: Catalog) -> Iterator[str]:
    """Say what is wrong in one translated message; nothing of one that is not translated."""
    known, said = _forms(message.id), _forms(message.string)
    if not any(said):
        return
    name = known[-1] if len(known[-1]) < 50 else f"{known[-1][:49]}…"
    if not all(said) or (len(known) > 1 and len(said) != catalogue.num_plurals):
        yield f"'{name}' has not all of its {catalogue.num_plurals} forms"
    needed, optional = _places(known[-1]), _places(known[-1]) - _places(known[0])
    for at, form in enumerate(said):
        found = _places(form)
        spare = optional if len(said) > 1 and not _many(at, catalogue) else set()
        for place in sorted(found - needed):
            yield f"'{name}': there is no '{place}' in the English message"
        for place in sorted(needed - found - spare):
            yield f"'{name}': its '{place}' is missing"
        if sorted(_TAG.findall(form)) != sorted(_TAG.findall(known[-1])):
            yield f"'{name}': its HTML is another than in English"


def _forms(words: object) -> list[str]:
    """Return the forms of a message, or the only one."""
    return [str(form or "") for form in (words if isinstance(words, list | tuple) else [words])]


def _places(message: str) -> set[str]:
    """Return what a message leaves open: the names in {braces} or %(brackets)s."""
    return {*_BRACES.findall(message), *_PERCENT.findall(message)}


def _many(form: int, catalogue: Catalog) -> bool:
    """Say whether a plural form is that of more than one number, which it must then have."""
    from gettext import c2py

    of = c2py(catalogue.plural_expr)
    return sum(of(number) == form for number in range(200)) > 1
