"""Bring the catalogues up to date with briefpress.pot: `make messages` runs it.

A new message stands there without a translation, one that is printed no more is
left out: both fail the tests until a translator has been there. Nothing is
guessed, and nothing but the messages differs between two runs.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
HEADER = """\
# {name}: the words that briefpress prints. docs/languages.md says how to change them.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals={forms}; plural={rule};\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def updated(path: Path, template: Catalog, language: str) -> bytes:
    """Return a catalogue with the template's messages, in their order."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    assert catalogue.locale
    header = HEADER.format(
        name=catalogue.locale.english_name,
        language=language,
        forms=catalogue.num_plurals,
        rule=catalogue.plural_expr,
    )
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, sort_output=True)
    return header.encode() + out.getvalue()


if __name__ == "__main__":
    with (FOLDER / "briefpress.pot").open("rb") as pot:
        messages = read_po(pot)
    for found in sorted(FOLDER.glob("*/LC_MESSAGES/briefpress.po")):
        found.write_bytes(updated(found, messages, found.parents[1].name))
