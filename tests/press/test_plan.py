"""Which briefs an edition has, what they and their files are called, and how they are selected."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress import config, sources
from briefpress.config import Brand, Edition, Kind, Project, Source
from briefpress.errors import ProjectError
from briefpress.model.tables import Tables
from briefpress.press.plan import Job, plan, select, slugified

TablesFrom = Callable[..., Tables]
PlanOf = Callable[..., list[Job]]
DataProject = Callable[..., Project]

BRIEFS = [
    "country/KEN/en", "country/KEN/fr", "country/PAK/en", "country/PAK/fr",
    "theme/prevention/en", "theme/prevention/fr", "annual/2020-2024/en", "annual/2020-2024/fr",
]  # fmt: skip
SAFE = re.compile(r"[a-z][a-z0-9-]*/[A-Za-z0-9][A-Za-z0-9._-]*\.[a-z]{2}")


@pytest.fixture(scope="module")
def plan_of(edition: Edition) -> PlanOf:
    def planned(tables: Tables, *kinds: tuple[str, str]) -> list[Job]:
        found = tuple(Kind(name, f"{name}.html", over, 1, 2) for name, over in kinds)
        brand = Brand("#0072B2", "templates/logo.svg", "", {})
        return plan(Project(Path(), edition, (Source("data/"),), found, brand, ""), tables)

    return planned


def donors(data_project: DataProject, named: Sequence[tuple[str, str]]) -> list[Job] | None:
    """The jobs of donors with these ids and names; None when such ids are refused."""
    rows = "".join(f'A,"{key}","{name}",funding\n' for key, name in named)
    project = data_project(
        activities="id,title\nA,One\n", organisations="activity,organisation,name,role\n" + rows
    )
    kinds = (Kind("donor", "donor.html", "donor", 1, 2),)
    try:
        return plan(dataclasses.replace(project, kinds=kinds), sources.load(project))
    except ProjectError:
        return None


def test_there_is_a_brief_for_each_kind_and_key_in_the_order_of_the_kinds(
    tables_from: TablesFrom, plan_of: PlanOf
) -> None:
    tables = tables_from(
        places=[{"activity": "A", "country": code} for code in ("PAK", "KEN")],
        themes=[{"activity": "A", "code": "services"}, {"activity": "A", "code": "prevention"}],
    )
    kinds = [("theme", "theme"), ("country", "country"), ("annual", "edition"), ("donor", "donor")]
    jobs = plan_of(tables, *kinds)
    assert [(job.brief, job.title) for job in jobs] == [
        ("theme/prevention/en", "Prevention"),
        ("theme/services/en", "Services for survivors"),
        ("country/KEN/en", "Kenya"),
        ("country/PAK/en", "Pakistan"),
        ("annual/2020-2024/en", "Ending violence"),
    ]


def test_two_kinds_over_one_dimension_are_two_briefs(
    tables_from: TablesFrom, plan_of: PlanOf
) -> None:
    tables = tables_from(places=[{"activity": "A", "region": "018"}])
    jobs = plan_of(tables, ("region", "region"), ("atlas", "region"))
    assert [(job.brief, job.title) for job in jobs] == [
        ("region/002/en", "Africa"),
        ("atlas/002/en", "Africa"),
    ]


# Names of files


@pytest.mark.parametrize(
    ("country", "stem"),
    [
        ("CIV", "country/CIV-cote-divoire.en"),
        ("TUR", "country/TUR-turkiye.en"),
        ("PAK", "country/PAK-pakistan.en"),
        ("ALA", "country/ALA-aland-islands.en"),
        ("BOL", "country/BOL-bolivia-plurinational-state-of.en"),
    ],
)
def test_a_countrys_files_have_its_code_and_its_name_in_plain_letters(
    tables_from: TablesFrom, plan_of: PlanOf, country: str, stem: str
) -> None:
    tables = tables_from(places=[{"activity": "A", "country": country}])
    assert [job.stem for job in plan_of(tables, ("country", "country"))] == [stem]


def test_every_country_has_files_of_its_own_with_safe_names(
    tables_from: TablesFrom, plan_of: PlanOf
) -> None:
    from briefpress.model import places

    tables = tables_from(places=[{"activity": "A", "country": code} for code in places.countries()])
    stems = [job.stem for job in plan_of(tables, ("country", "country"))]
    assert len({stem.lower() for stem in stems}) == len(places.countries())
    assert [stem for stem in stems if not SAFE.fullmatch(stem)] == []


def test_the_annual_summary_is_called_by_its_years(
    tables_from: TablesFrom, plan_of: PlanOf
) -> None:
    jobs = plan_of(tables_from(activities=[{"id": "A"}]), ("annual", "edition"))
    assert [job.stem for job in jobs] == ["annual/2020-2024.en"]


def test_a_name_in_other_letters_leaves_the_id(data_project: DataProject) -> None:
    jobs = donors(data_project, [("JO-1", "الأردن"), ("X", "X")])
    assert jobs
    assert [job.stem for job in jobs] == ["donor/JO-1.en", "donor/X.en"]


@pytest.mark.parametrize("key", ["XM/DAC/41304", "../../outside", "État", "A B", "a:b", "..", "*"])
def test_an_id_from_the_data_is_refused_or_safe_in_the_names_of_brief_and_file(
    data_project: DataProject, key: str
) -> None:
    for job in donors(data_project, [(key, "Some Fund")]) or ():
        assert SAFE.fullmatch(job.stem), job.stem
        assert ".." not in job.stem
        assert job.brief.count("/") == 2


@pytest.mark.parametrize(
    "named",
    [
        [("EU", "Commission"), ("EU-commission", "EU Commission")],
        [("EU", "Union"), ("eu", "Union")],
        [("État", "Fund"), ("Etat", "Fund")],
        [("A/B", "Fund"), ("A-B", "Fund")],
    ],
)
def test_two_briefs_never_share_a_name_or_a_file_on_any_system(
    data_project: DataProject, named: list[tuple[str, str]]
) -> None:
    jobs = donors(data_project, named)
    if jobs is not None:
        assert len({job.stem.lower() for job in jobs}) == len(named)
        assert len({job.brief for job in jobs}) == len(named)


@given(st.text())
def test_a_slug_is_short_plain_and_never_ends_in_a_hyphen(name: str) -> None:
    slug = slugified(name)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= 48
    assert slugified(slug) == slug


def test_a_long_name_is_cut_between_words() -> None:
    name = "Office of the United Nations High Commissioner for Human Rights"
    assert slugified(name) == "office-of-the-united-nations-high-commissioner"


# Selecting


@pytest.mark.parametrize(
    ("selectors", "chosen"),
    [
        ([], BRIEFS),
        (["country/PAK"], ["country/PAK/en", "country/PAK/fr"]),
        (["country/PAK/fr"], ["country/PAK/fr"]),
        (["country"], BRIEFS[:4]),
        (["country/"], BRIEFS[:4]),
        (["country/*"], BRIEFS[:4]),
        (["theme/*"], BRIEFS[4:6]),
        (["*/*/fr"], BRIEFS[1::2]),
        (["*/PAK"], BRIEFS[2:4]),
        (["country/[KP]*/en"], ["country/KEN/en", "country/PAK/en"]),
        (["annual", "country/KEN/en"], ["country/KEN/en", *BRIEFS[6:]]),
        (["country/PAK", "country/PAK/en"], BRIEFS[2:4]),
        (["*"], BRIEFS),
    ],
)
def test_a_selector_names_briefs_and_their_order_stays(
    selectors: list[str], chosen: list[str]
) -> None:
    assert select(BRIEFS, selectors) == chosen


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("country/PKA", "Did you mean 'country/PAK'?"),
        ("contry/PAK", "Did you mean 'country/PAK'?"),
        ("theme/prevntion", "Did you mean 'theme/prevention'?"),
        ("zzzz", "'briefpress list' shows them."),
        ("", "'briefpress list' shows them."),
        ("country/PAK/en/more", ""),
        ("PAK", ""),
    ],
)
def test_a_selector_that_names_nothing_is_refused_with_the_nearest(
    selector: str, hint: str
) -> None:
    with pytest.raises(ProjectError) as caught:
        select(BRIEFS, [selector])
    assert caught.value.message.startswith(f"no brief is called '{selector}'.")
    assert caught.value.message.endswith(hint)
    assert caught.value.exit_code == 2


def test_one_right_selector_does_not_hide_a_wrong_one() -> None:
    with pytest.raises(ProjectError, match="'country/XXX'"):
        select(BRIEFS, ["country/PAK", "country/XXX"])


def test_a_part_of_a_key_selects_nothing() -> None:
    with pytest.raises(ProjectError):
        select(BRIEFS, ["country/PA"])


# The starter


def test_the_starter_plans_a_brief_for_each_country_theme_and_donor(starter_project: Path) -> None:
    project = config.load(starter_project)
    jobs = plan(project, sources.load(project))
    kinds = [job.kind.name for job in jobs]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "country": 21,
        "theme": 10,
        "donor": 2,
        "annual": 1,
    }
    assert len({job.stem.lower() for job in jobs}) == len(jobs)
    assert all(SAFE.fullmatch(job.stem) for job in jobs)


def test_a_brief_in_another_language_has_its_title_and_the_same_file_name(
    tables_from: TablesFrom, edition: Edition
) -> None:
    both = dataclasses.replace(edition, languages=("en", "fr"))
    kind = Kind("country", "country.html", "country", 1, 2)
    project = Project(Path(), both, (), (kind,), Brand("#0072B2", "", "", {}), "")
    jobs = plan(project, tables_from(places=[{"activity": "A", "country": "MAR"}]))
    assert [(job.brief, job.title, job.stem) for job in jobs] == [
        ("country/MAR/en", "Morocco", "country/MAR-morocco.en"),
        ("country/MAR/fr", "Maroc", "country/MAR-morocco.fr"),
    ]
