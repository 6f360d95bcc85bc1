"""A page read at once has the elements that HTML's own parser makes of it, or is left to that."""

import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from briefpress.documents import wellformed

PAGE = """
<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>a &amp; b</title>
<style>p > a { content: "&amp;" }</style>
</head>
<body class="one two">%s</body>
</html>
"""

READ = """<header><h1>A&nbsp;b</h1><img src="x" alt="c
 &#34;d&#34; &lt;e&gt;"/><br></header>
<p>f <b>g <a href="#h">h</a></b>\xa0 <span>i <span>j</span></span></p><ul> <li><p>k</p></li>
</ul><table>
<caption>l</caption> <thead><tr><th scope="col">m</th></tr></thead><tbody>
<tr><td>n<div><bdi>\u062a</bdi></div></td> </tr></tbody></table>"""

LEFT = (
    "<p>one<p>two</p></p>", "<p>one<div>two</div></p>", "<h1>a<h2>b</h2></h1>", "<li>a</li>",
    "<ul><li>a<li>b</li></li></ul>", "<table><tr><td>a</td></tr></table>", "<p>a</p", "a < b",
    "<table>a<tbody></tbody></table>", "<table><tbody><td>a</td></tbody></table>",
    "<b>a<i>b</b>c</i>", "</body><body>a",
    "<a href='#b'>c</a>", "<a href=b>c</a>", "<p hidden>a</p>", "<p id=\"a\" id=\"b\">c</p>",
    "&eacute;", "&amp", "AT&T", "<!-- a -->", "<P>a</P>", "<pre>\na</pre>", "<svg></svg>",
    "<a href=\"#a\">b<a href=\"#c\">d</a></a>", "<p/>a</p>", "a\rb", "a\0b", "a\x0cb", "</body>a",
    "<script>a</script>", "<select><option>a</option></select>", "<div>", "</p>", "<x-y></x-y>",
    "<table><tbody><tr> \xa0<td>a</td></tr></tbody></table>", "<body>", "</html>",
    "</br>", "<![CDATA[a]]>",
)  # fmt: skip


def as_plain(element):
    children = [as_plain(child) for child in element]
    return str(element.tag), dict(element.attrib), element.text, element.tail, children


def expected(html):
    return as_plain(tinyhtml5.parse(html, namespace_html_elements=False))


def test_a_page_is_read_as_by_the_parser():
    found = wellformed.parsed(PAGE % READ)
    assert found is not None
    assert as_plain(found) == expected(PAGE % READ)


@pytest.mark.parametrize("body", LEFT)
def test_what_has_rules_is_left_to_the_parser(body):
    assert wellformed.parsed(PAGE % body) is None


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("<!DOCTYPE html>", ""), ("<!DOCTYPE html>", "a<!DOCTYPE html>"),
        ("<head>", ""), ("<head>", "<p>a</p><head>"), ("<head>", "<head></head><head>"),
        ("</head>", ""), ("</head>", "</head>a"), ("</head>", "</head><head></head>"),
        ("<title>", "a<title>"), ("</title>", "<b>"), ("</style>", ""),
        ("</body>", ""), ("</body>", "</body></body>"),
        ("</html>", ""), ("</html>", "</html>a"), ("</html>", "</html><p>a</p>"),
        ("</html>", "</html></html>"), (PAGE[PAGE.index("<head>") : PAGE.index("<body")], ""),
    ],
)  # fmt: skip
def test_a_page_without_its_frame_is_left_to_the_parser(written, instead):
    assert wellformed.parsed((PAGE % READ).replace(written, instead)) is None


NAMES = sorted(wellformed._KNOWN | wellformed._PLACES.keys())
WORDS = st.text(st.sampled_from("ab &<>;\"'\t\n\xa0\u062a/=#"), max_size=4)
SIGNS = st.sampled_from([*wellformed._SIGNS, "eacute;", "amp", "#0;"]).map("&{}".format)
TEXT = WORDS | SIGNS | st.just(" ")


def written(name, inside):
    if name in wellformed._EMPTY:
        return f'<{name} alt="a">'
    return f"<{name}>{''.join(inside)}</{name}>"


TREES = st.recursive(
    TEXT,
    lambda inside: st.builds(written, st.sampled_from(NAMES), st.lists(inside, max_size=4)),
    max_leaves=12,
)
SOUP = st.lists(
    TEXT | st.sampled_from(NAMES).flatmap(lambda name: st.sampled_from([f"<{name}>", f"</{name}>"]))
)


@settings(max_examples=400, deadline=None)
@given(st.lists(TREES, max_size=4).map("".join) | SOUP.map("".join))
def test_whatever_is_read_is_read_as_by_the_parser(body):
    found = wellformed.parsed(PAGE % body)
    assert found is None or as_plain(found) == expected(PAGE % body)
