"""Catalogues of the words that are printed: the engine's, and before them a project's own.

They are read as translators write them (.po), with nothing to compile: a fresh
clone, the wheel and a project's folder work alike. docs/languages.md says how
to add or change one.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

DOMAIN = "briefpress"
FOLDER = Path(__file__).parent / "locale"
OWN = "locale"
"""The folder of a project's own catalogues, in the project."""


def languages(root: Path | None = None) -> tuple[str, ...]:
    """Return the languages that have a catalogue, English first, which needs none."""
    found = {path.parents[1].name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")}
    for path in all_own(root) if root else ():
        found.add(path.parents[1].name if path.parent.name == "LC_MESSAGES" else path.stem)
    return ("en", *sorted(found - {"en"}))


def all_own(root: Path) -> list[Path]:
    """Return a project's catalogues: ``locale/pt.po``, ``locale/pt/LC_MESSAGES/messages.po``."""
    folder = root / OWN
    found = [*folder.glob("[!.]*.po"), *folder.glob("[!.]*/LC_MESSAGES/messages.po")]
    return sorted(found)


def own(language: str, root: Path) -> tuple[Path, ...]:
    """Return the project's own catalogues of a language: of two, the first goes before."""
    places = f"{language}.po", f"{language}/LC_MESSAGES/messages.po"
    return tuple(path for name in places if (path := root / OWN / name).is_file())


def catalogue(language: str, root: Path | None = None) -> gettext.NullTranslations:
    """Return the words of a language; the project's own replace and add to the engine's.

    Raises FileNotFoundError for a language that has no catalogue.
    """
    built_in = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    paths = [*(own(language, root) if root else ()), *([built_in] if built_in.is_file() else [])]
    if not paths and language != "en":
        raise FileNotFoundError(f"there is no catalogue for '{language}'")
    return _joined(language, tuple((path, path.stat().st_mtime_ns) for path in paths))


@cache
def _joined(language: str, paths: tuple[tuple[Path, int], ...]) -> gettext.NullTranslations:
    """Read catalogues once in a process, and again when one of them is another file."""
    found = gettext.NullTranslations()
    for path, _ in reversed(paths):
        first = _read(path, language)
        first.add_fallback(found)
        found = first
    return found


def _read(path: Path, language: str) -> gettext.GNUTranslations:
    # babel.messages costs 20 ms to import: only who prints words pays it
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        read = read_po(file, locale=language.replace("-", "_"))
    # A message that nobody has translated is not in the catalogue: of one with plural forms,
    # Babel would write the English ones, and hide those of the catalogue behind this one.
    for message in [one for one in read if one.id and not _forms(one.string)]:
        read.delete(message.id, message.context)
    write_mo(compiled, read)
    compiled.seek(0)
    return _Words(compiled)


def _forms(words: object) -> bool:
    return any(words) if isinstance(words, list | tuple) else bool(words)


def has(words: gettext.NullTranslations, message: str, context: str = "") -> bool:
    """Say whether a message is translated, in a project's catalogue or in the engine's."""
    key = f"{context}\x04{message}" if context else message
    of: gettext.NullTranslations | None = words
    while of is not None:
        known = getattr(of, "_catalog", {})
        if key in known or (key, 0) in known or (key, 1) in known:
            return True
        of = getattr(of, "_fallback", None)
    return False


class _Words(gettext.GNUTranslations):
    """Words that are printed with a count in one place and without in another are one message.

    Translators see it once, with its plural forms; Python 3.11 looks for it
    among those without and finds nothing.
    """

    def gettext(self, message: str) -> str:
        found = super().gettext(message)
        return found if found != message else self.ngettext(message, message, 1)

    def pgettext(self, context: str, message: str) -> str:
        found = super().pgettext(context, message)
        return found if found != message else self.npgettext(context, message, message, 1)
