"""Spaces that Chinese does without."""

import pytest

from briefpress.documents.spaces import closed_up


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("<p>未报告预算。\n未报告结果。</p>", "<p>未报告预算。未报告结果。</p>"),
        ("<p>完。 <data>4</data>项</p>", "<p>完。<data>4</data>项</p>"),
        ("<p>共<bdi>4。</bdi> 项</p>", "<p>共<bdi>4。</bdi>项</p>"),
        ("<p>来源： Natural Earth</p>", "<p>来源：Natural Earth</p>"),
        ("<p>One. Two, three</p>", "<p>One. Two, three</p>"),
        ("<p>儿童 education</p>", "<p>儿童 education</p>"),
        ('<p lang="en">“A” and “B”</p>', '<p lang="en">“A” and “B”</p>'),
    ],
)
def test_no_space_follows_a_wide_mark(page: str, made: str) -> None:
    assert closed_up(page) == made
