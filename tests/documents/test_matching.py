"""Elements that are made once are matched as cssselect2's own."""

import tinyhtml5
from cssselect2 import ElementWrapper, Matcher, compile_selector_list

from briefpress.documents.elements import Element

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>a</title><meta name="b"><style>c</style>
<body class="one  two"><p id="d" class="">e <b lang="ar">f</b><!-- g --></p><ul><li>h<li>i</ul>
<svg xmlns="http://www.w3.org/2000/svg"><title>j</title><path/></svg></body></html>"""

SELECTORS = (
    "*", "p", ".two", "#d", "li:first-child", "li + li", "ul > li", "body b", ":lang(ar)", ":root",
    "[id]", "title", ":is(p, .one) > b", "li:nth-child(2n)", "p:not(:empty)", "meta ~ style",
)  # fmt: skip


def roots():
    root = tinyhtml5.parse(PAGE, namespace_html_elements=False)
    return [kind.from_html_root(root, content_language=None) for kind in (ElementWrapper, Element)]


def found(root, *selectors):
    return [id(one.etree_element) for one in root.query_all(*selectors)]


def test_elements_match_as_before():
    matcher = Matcher()
    for text in SELECTORS:
        for selector in compile_selector_list(text):
            matcher.add_selector(selector, text)
    plain, kept = (list(root.iter_subtree()) for root in roots())
    assert [matcher.match(one) for one in kept] == [matcher.match(one) for one in plain]
    assert len(kept) > 10
    known = ("local_name", "namespace_url", "id", "classes", "lang", "index")
    for name in known:
        assert [getattr(one, name) for one in kept] == [getattr(one, name) for one in plain]


def test_elements_are_found_by_name_and_by_selector():
    plain, kept = roots()
    for sought in (("title", "meta", "link"), ("style",), ("b, #d",), ("ul > li", "p"), ()):
        assert found(kept, *sought) == found(plain, *sought)


def test_children_are_the_same_each_time():
    _, root = roots()
    assert [id(one) for one in root.iter_subtree()] == [id(one) for one in root.iter_subtree()]
