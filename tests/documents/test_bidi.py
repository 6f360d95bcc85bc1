"""Isolates in the words of a page become elements; nobody sees them elsewhere."""

import pytest

from briefpress.documents.bidi import directed

ISOLATED = "\u20662020–2024\u2069"
ELEMENT = '<bdi dir="ltr">2020–2024</bdi>'


@pytest.mark.parametrize(
    ("page", "made"),
    [
        (f"<p>{ISOLATED}</p>", f"<p>{ELEMENT}</p>"),
        (f"<p>a {ISOLATED} b {ISOLATED}</p>", f"<p>a {ELEMENT} b {ELEMENT}</p>"),
        (f'<img alt="{ISOLATED}">', '<img alt="2020–2024">'),
        (
            f"<title>{ISOLATED}</title><p>{ISOLATED}</p>",
            f"<title>2020–2024</title><p>{ELEMENT}</p>",
        ),
        (f"<style>/* {ISOLATED} */</style>", "<style>/* 2020–2024 */</style>"),
        ("<p>plain</p>", "<p>plain</p>"),
    ],
)
def test_an_isolate_is_an_element_where_it_is_seen(page: str, made: str) -> None:
    assert directed(page) == made
