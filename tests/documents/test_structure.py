"""Each check of a finished PDF's structure finds what it is there for."""

from __future__ import annotations

import io

import pikepdf
import pytest

from briefpress.config import starter
from briefpress.documents.pdf import Printer
from briefpress.documents.structure import findings

GOOD = """<h1>One</h1><h2>Two</h2><p><a href="https://example.org">Example</a></p>
<ul><li>a</li></ul><table><caption>c</caption><tr><th scope="col">h</th></tr><tr><td>1</td></tr>
</table><img src="brand:logo" alt="Mark">"""


def found(body: str, spoil: str = "") -> list[str]:
    printer = Printer((starter(),), "templates/logo.svg")
    html = f'<html lang="en"><head><title>One</title></head><body>{body}</body></html>'
    content = printer.write(printer.sheets_of(html, {})[0](""), {}).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if spoil and isinstance(thing, pikepdf.Dictionary):
                for holder in (thing, thing.get("/A")):
                    if isinstance(holder, pikepdf.Dictionary) and spoil in holder:
                        del holder[spoil]
        return list(findings(pdf))


def test_nothing_is_found_in_a_good_page() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h2>Two</h2>", "0 headings of level 1"),
        ("<h1>One</h1><h1>Two</h1>", "2 headings of level 1"),
        ("<h1>One</h1><h3>Three</h3>", "level 3 stands after one of level 1"),
        ("<h1>One</h1><table><tr><th>h</th></tr></table>", "no caption"),
        ("<h1>One</h1><table><caption>c</caption><tr><td>1</td></tr></table>", "no header cells"),
        ("<h1>One</h1><ul><div>a</div></ul>", "no item"),
    ],
)
def test_what_a_template_does_wrong_is_found(body: str, said: str) -> None:
    assert any(said in line for line in found(body))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("/Scope", "no scope"),
        ("/Alt", "no text alternative"),
        ("/Contents", "what it is for"),
        ("/Outlines", "no bookmarks"),
        ("/Lang", "no language"),
        ("/ViewerPreferences", "does not show its title"),
        ("/StructTreeRoot", "is not tagged"),
        ("/ID", "names a header that is not"),
    ],
)
def test_what_a_file_lacks_is_found(key: str, said: str) -> None:
    assert any(said in line for line in found(GOOD, key))
