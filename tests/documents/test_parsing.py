"""The parser's cache is found again, and a page is parsed as without it."""

import re
from xml.etree import ElementTree

import pytest
import tinyhtml5
from tinyhtml5 import inputstream

from briefpress.documents import parsing

PAGE = """<!DOCTYPE html><html lang=en><title>a &amp; b</title><style>p > a { color: red }</style>
<body class="one two" data-x='"'><p>One<p>Two &lt;b&gt; &eacute; \u00e9 <!-- no --><br/><table><td>3
</table><ul><li>\u062a<li><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></ul>"""


def parsed():
    return ElementTree.tostring(tinyhtml5.parse(PAGE, namespace_html_elements=False))


def test_a_page_is_parsed_as_without(monkeypatch):
    monkeypatch.setattr(inputstream, "characters_until_regex", {})
    before = parsed()
    parsing.mend()
    assert parsed() == before
    known = inputstream.characters_until_regex
    assert known
    assert not any(isinstance(characters, re.Pattern) for characters, _ in known)
    patterns = list(known.values())
    assert parsed() == before
    assert list(known.values()) == patterns


@pytest.mark.parametrize(("opposite", "text"), [(False, "ab"), (True, "]-^")])
def test_a_pattern_goes_up_to_its_characters_or_consists_of_them(opposite, text):
    pattern = parsing.Patterns()[frozenset("]-^"), opposite]
    assert pattern.match("ab" if not opposite else "]-^ab")[0] == text
