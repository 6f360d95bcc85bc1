from __future__ import annotations

import pytest

from briefpress.errors import ProjectError
from briefpress.press.shards import Shard, shard

BRIEFS = [f"country/{at:03}/{code}" for at in range(100) for code in ("en", "fr")]


@pytest.mark.parametrize("count", [1, 3, 8, 200, 300])
def test_each_brief_falls_to_one_shard_and_all_shards_have_as_much(count: int) -> None:
    shards = [Shard(at, count).of(BRIEFS) for at in range(1, count + 1)]
    assert sorted(brief for one in shards for brief in one) == sorted(BRIEFS)
    sizes = {len(one) for one in shards}
    assert max(sizes) - min(sizes) <= 1


def test_a_shard_has_its_briefs_in_the_order_of_the_edition() -> None:
    own = Shard(2, 3).of(BRIEFS)
    assert own == [brief for brief in BRIEFS if brief in own]


def test_a_new_brief_moves_few_others_to_another_shard() -> None:
    more = [*BRIEFS[:100], "country/new/en", *BRIEFS[100:]]
    moved = sum(len({*Shard(at, 8).of(BRIEFS)} - {*Shard(at, 8).of(more)}) for at in range(1, 9))
    assert moved < 8


def test_the_languages_of_a_brief_stay_together_but_where_shards_meet() -> None:
    split = sum(
        len({brief.rpartition("/")[0] for brief in Shard(at, 8).of(BRIEFS)}) for at in range(1, 9)
    )
    assert split <= 100 + 7


def test_a_shard_is_written_as_it_is_read() -> None:
    assert shard("3/8") == Shard(3, 8)
    assert str(Shard(3, 8)) == "3/8"


@pytest.mark.parametrize("text", ["", "3", "0/8", "9/8", "-1/8", "3/8/", "a/b", " 3/8", "³/8"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ProjectError, match="is no shard"):
        shard(text)
