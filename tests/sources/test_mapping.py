"""A person's own table: what its columns are, as declared, as tagged, as proposed."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from briefpress import config, sources
from briefpress.config import ColumnUse, Project, Source
from briefpress.errors import Mistake, ProjectError
from briefpress.importing import add_source
from briefpress.model.tables import Tables
from briefpress.sources import canonical, csvfile, hxl, mapping
from briefpress.sources.grid import Grid
from briefpress.sources.propose import propose

SOURCE = Source("data/")
Use = ColumnUse


def grid_of(text: str) -> Grid:
    (grid,) = csvfile.read(text.encode(), SOURCE, "3w.csv", [])
    return grid


def mapped(text: str, *uses: ColumnUse, source: Source = SOURCE) -> tuple[Tables, list[Mistake]]:
    mistakes: list[Mistake] = []
    grid = grid_of(text)
    raws = mapping.raws(grid, uses or hxl.uses(grid), source, mistakes)
    return canonical.tables(raws, mistakes), mistakes


def rows(table: object, *columns: str) -> list[list[object]]:
    return table[list(columns)].to_numpy().tolist()  # type: ignore[index, no-any-return]


ID = Use("Code", "activities.id")
TITLE = Use("Titre", "activities.title")


# What a mapping says


def test_headings_are_as_they_are_in_the_file_and_errors_name_them() -> None:
    text = "Code,Titre,Pays\nP1,Écoute,Kenya\nP2,Abri,Palestin\n"
    found, (mistake,) = mapped(text, ID, TITLE, Use("Pays", "places.country"))
    assert rows(found.activities, "id", "title") == [["P1", "Écoute"], ["P2", "Abri"]]
    assert str(mistake).startswith("3w.csv, row 3, column Pays: 'Palestin' is no country")


def test_a_cell_with_several_values_is_several_rows_with_their_percentages() -> None:
    text = 'Code,Titre,Pays\nP1,A,"Kenya (60%); Uganda 30 %;10% Peru"\n'
    use = Use("Pays", "places.country", separator=";", percentages=True)
    found, mistakes = mapped(text, ID, TITLE, use)
    assert mistakes == []
    assert [[one[0], int(one[1])] for one in rows(found.places, "country", "percentage")] == [
        ["KEN", 60], ["UGA", 30], ["PER", 10],
    ]  # fmt: skip


def test_percentages_in_a_column_beside_go_with_their_countries() -> None:
    text = "Code,Titre,C,P\nP1,A,KEN;UGA,60;40\nP2,B,KEN;UGA,100\nP3,C,KEN;UGA;PER,60;40\n"
    uses = (
        Use("C", "places.country", separator=";", group="p"),
        Use("P", "places.percentage", separator=";", group="p"),
    )
    found, mistakes = mapped(text, ID, TITLE, *uses)
    assert [int(value) for (value,) in rows(found.places, "percentage")] == [60, 40, 100, 100]
    (mistake,) = mistakes
    assert (mistake.row, "has 2 values where another column" in mistake.found) == (4, True)
    assert mistake.content


def test_a_share_that_contradicts_another_of_the_same_place_is_named() -> None:
    text = "Code,Titre,C,P\nP1,A,Kenya,20\nP1,A,Kenya,20\nP1,A,Kenya,30\nP1,A,Uganda,80\n"
    uses = (Use("C", "places.country"), Use("P", "places.percentage"))
    found, (mistake,) = mapped(text, ID, TITLE, *uses)
    assert len(found.places) == 2
    assert (mistake.row, mistake.column) == (4, "P")
    assert mistake.found == "says 30 % of 'Kenya', row 2 says 20"


MONEY = (("type", "original"), ("start_date", "2024-01-01"), ("end_date", "2024-12-31"),
         ("currency", "USD"))  # fmt: skip


def test_two_columns_of_amounts_are_two_amounts_whatever_else_they_share() -> None:
    text = "Code,Titre,Q1,Q2,Monnaie\nP1,A,100,200,EUR\nP2,B,,5,EUR\nP3,C,,,EUR\n"
    constants = MONEY[:-1]
    found, mistakes = mapped(
        text, ID, TITLE,
        Use("Q1", "budgets.value", constants=constants),
        Use("Q2", "budgets.value", constants=constants),
        Use("Monnaie", "budgets.currency"),
    )  # fmt: skip
    assert mistakes == []
    assert [[one[0], int(one[1]), one[2]] for one in rows(
        found.budgets, "activity", "value", "currency")] == [
        ["P1", 100, "EUR"], ["P1", 200, "EUR"], ["P2", 5, "EUR"],
    ]  # fmt: skip


def test_two_columns_of_organisations_keep_their_roles() -> None:
    uses = [
        Use(heading, "organisations.name", constants=(("role", role),))
        for heading, role in (("Donor", "funding"), ("Partner", "implementing"))
    ]
    found, _ = mapped("Code,Titre,Donor,Partner\nP1,A,EU,WHO\n", ID, TITLE, *uses)
    assert rows(found.organisations, "name", "role") == [["EU", "funding"], ["WHO", "implementing"]]


@pytest.mark.parametrize("once", [True, False])
def test_an_amount_that_each_row_of_an_activity_repeats_is_named_or_counts_once(
    once: bool,
) -> None:
    text = "Code,Titre,C,Budget\nP1,A,Kenya,100\nP1,A,Uganda,100\nP2,B,Peru,100\n"
    use = Use("Budget", "budgets.value", once=once, constants=MONEY)
    found, mistakes = mapped(text, ID, TITLE, Use("C", "places.country"), use)
    assert len(found.budgets) == (2 if once else 3)
    assert [(one.row, one.level, "once = true" in one.mend) for one in mistakes] == (
        [] if once else [(3, "warning", True)]
    )


def test_a_row_without_its_id_is_a_mistake_and_no_activity_of_its_own() -> None:
    found, (mistake,) = mapped("Code,Titre\nP1,A\n,Total\n", ID, TITLE)
    assert rows(found.activities, "id") == [["P1"]]
    assert (mistake.row, mistake.column, mistake.content) == (3, "Code", ("", "Total"))


def test_nothing_is_used_of_a_row_that_contradicts_its_activity() -> None:
    use = Use("Budget", "budgets.value", constants=MONEY)
    found, (mistake,) = mapped("Code,Titre,Budget\nP1,A,100\nP1,B,200\n", ID, TITLE, use)
    assert (len(found.budgets), mistake.row) == (1, 3)


def test_an_error_of_a_spreadsheet_stops_only_in_a_column_that_is_read() -> None:
    text = "Code,Titre,Old,C\nP1,A,#REF!,Kenya\nP2,B,1,#VALUE!\n"
    uses = (Use("Old", "ignore"), Use("C", "places.country"))
    found, (mistake,) = mapped(text, ID, TITLE, *uses)
    assert rows(found.activities, "id") == [["P1"]]
    assert (mistake.row, mistake.column) == (3, "C")


def test_amounts_that_belong_to_no_activity_are_a_mistake() -> None:
    use = Use("Reached", "results.actual", constants=(("indicator", "x"), ("measure", "unit")))
    _, mistakes = mapped("Reached,Unit\n5,people\n", use, Use("Unit", "results.unit"))
    assert "no column says which activity" in mistakes[0].found


def test_mistakes_name_the_heading_of_the_amount_that_is_wrong() -> None:
    uses = [
        Use(heading, "results.actual", constants=(("indicator", heading), ("measure", "unit")))
        for heading in ("Women", "Men")
    ]
    _, (mistake,) = mapped("Code,Titre,Women,Men\nP1,A,5,many\n", ID, TITLE, *uses)
    assert (mistake.row, mistake.column) == (2, "Men")


@pytest.mark.parametrize("group", ["", "region"])
def test_the_region_around_a_country_of_the_row_is_no_place_of_its_own(group: str) -> None:
    text = "Code,Titre,C,R\nP1,A,Kenya,Eastern Africa\nP2,B,Kenya,Asia\nP3,C,,Africa\n"
    uses = (Use("C", "places.country"), Use("R", "places.region", group=group))
    found, mistakes = mapped(text, ID, TITLE, *uses)
    assert mistakes == []
    assert rows(found.places, "activity", "country", "region") == [
        ["P1", "KEN", ""], ["P2", "KEN", ""], *([["P2", "", "142"]] if group else []),
        ["P3", "", "002"],
    ]  # fmt: skip


def test_a_region_in_a_column_of_places_is_a_region() -> None:
    text = 'Code,Titre,Where\nP1,A,Eastern Africa\nP2,B,Kenya\nP3,C,"Bilateral, unspecified"\n'
    found, _ = mapped(text, ID, TITLE, Use("Where", "places.place"))
    assert rows(found.places, "country", "region") == [["", "014"], ["KEN", ""], ["", "998"]]


def test_names_of_themes_and_organisations_become_their_ids_once() -> None:
    text = "Code,Titre,S,D\nP1,A,Health,EU\nP1,A,Health,EU\nP2,B,HEALTH,Éu\n"
    uses = (
        Use("S", "themes.code", constants=(("vocabulary", "sector"),)),
        Use("D", "organisations.name", constants=(("role", "funding"),)),
    )
    found, mistakes = mapped(text, ID, TITLE, *uses)
    assert mistakes == []
    assert rows(found.vocabularies, "vocabulary", "code", "name") == [
        ["sector", "health", "Health"]
    ]
    assert rows(found.themes, "activity", "code") == [["P1", "health"], ["P2", "health"]]
    assert rows(found.organisations, "organisation", "name", "role") == [
        ["eu", "EU", "funding"], ["eu", "EU", "funding"],
    ]  # fmt: skip


def test_rows_of_one_activity_add_to_it_and_must_not_contradict_it() -> None:
    text = "Code,Titre,Pays,Somme\nP1,A,KEN,x\nP1,,UGA,\nP1,B,PER,\n"
    uses = (ID, TITLE, Use("Pays", "places.country"), Use("Somme", "activities.summary"))
    found, (mistake,) = mapped(text, *uses)
    assert rows(found.activities, "id", "title", "summary") == [["P1", "A", "x"]]
    assert (mistake.row, mistake.column) == (4, "Titre")
    assert mistake.found == "says 'B' of 'P1', row 2 says 'A'"


def test_without_ids_each_row_is_an_activity_and_gets_a_title() -> None:
    text = "Sector,Org,Country\nHealth,ACRA,Chad\nWater,LWF,Chad\n"
    uses = (
        Use("Sector", "themes.code"),
        Use("Org", "organisations.name"),
        Use("Country", "places.country"),
    )
    found, _ = mapped(text, *uses)
    assert rows(found.activities, "id", "title") == [
        ["3w-2", "Health, ACRA"],
        ["3w-3", "Water, LWF"],
    ]


def test_amounts_people_and_answers_take_what_the_mapping_adds() -> None:
    text = 'Code,Titre,Budget,Femmes,Q/police,Q/santé\nP1,A,"1.234,50",7,1,0\n'
    day = (("start_date", "2024-01-01"), ("end_date", "2024-12-31"))
    people = (("indicator", "Reached"), ("measure", "unit"), ("unit", "people"), ("sex", "female"))
    uses = (
        ID,
        TITLE,
        Use("Budget", "budgets.value", constants=(("type", "original"), ("currency", "EUR"), *day)),
        Use("Femmes", "results.actual", constants=people),
        Use("Q/police", "themes.code", marked=True, constants=(("code", "Police"),)),
        Use("Q/santé", "themes.code", marked=True, constants=(("code", "Santé"),)),
    )
    found, mistakes = mapped(text, *uses, source=dataclasses.replace(SOURCE, decimal_mark=","))
    assert mistakes == []
    assert [str(value) for (value,) in rows(found.budgets, "value")] == ["1234.50"]
    assert rows(found.results, "sex", "unit") == [["female", "people"]]
    assert rows(found.themes, "code") == [["police"]]


def test_cells_are_translated_and_nothing_is_written_in_many_ways() -> None:
    text = "Code,Titre,Statut,Fin\nP1,A,En cours,n/a\n"
    uses = (
        ID,
        TITLE,
        Use("Statut", "activities.status", values=(("En cours", "implementation"),)),
        Use("Fin", "activities.end_date"),
    )
    found, mistakes = mapped(text, *uses)
    assert (rows(found.activities, "status", "end_date"), mistakes) == (
        [["implementation", None]], [],
    )  # fmt: skip


def test_titles_in_other_languages_are_narratives() -> None:
    found, _ = mapped("Code,Titre,T\nP1,A,أ\n", ID, TITLE, Use("T", "activities.title_ar"))
    assert rows(found.narratives, "element", "language", "text") == [["title", "ar", "أ"]]


def test_headings_that_are_not_there_and_columns_that_are_not_read_are_named() -> None:
    _, mistakes = mapped("Code,Titre,Notes\nP1,A,x\n", ID, TITLE, Use("Note", "activities.summary"))
    assert [(one.level, one.found) for one in mistakes] == [
        ("error", "[source.columns] 'Note' is no heading of this table. Did you mean 'Notes'?"),
        ("warning", "columns that are not read: 'Notes'"),
    ]


# HXL


def test_tags_say_what_columns_are_below_junk_and_headings() -> None:
    text = (
        "Who does what where,,,,\n,,,,\nWhat,Where,Sectors,%,Women\n"
        "#activity+name,#country+name,#sector,#sector+percent,#reached+f\n"
        "Wells,Chad,Water;Health,60;40,12\n"
    )
    found, mistakes = mapped(text)
    assert mistakes == []
    assert rows(found.activities, "title", "origin") == [["Wells", "3w.csv, row 5"]]
    assert rows(found.places, "country") == [["TCD"]]
    assert [[one[0], int(one[1])] for one in rows(found.themes, "code", "percentage")] == [
        ["water", 60], ["health", 40],
    ]  # fmt: skip
    assert rows(found.results, "indicator", "sex", "unit") == [
        ["People reached", "female", "people"]
    ]


def test_people_targeted_and_reached_of_one_group_are_one_row() -> None:
    found, mistakes = mapped(
        "Code,A,B,C,D,E,F,G\n#activity+code,#targeted,#reached,#reached+f,#targeted+f,"
        "#reached+f+children,#reached+hh,#reached+f\nA,100,80,50,60,20,15,7\n"
    )
    assert mistakes == []
    assert rows(found.results, "unit", "sex", "age", "target", "actual") == [
        ["people", "", "", 100, 80],
        ["people", "female", "", 60, 50],
        ["people", "female", "children", None, 20],
        ["households", "", "", None, 15],
        ["people", "female", "", None, 7],
    ]


def test_tags_of_the_first_years_are_understood() -> None:
    text = (
        "a,b,c,d,e,f\n#activity_id,#activity,#funder,#impl,#from_date,#adm1\n"
        "A1,Wells,EU,ACRA,2014-08-01,Kanem\n"
    )
    found, mistakes = mapped(text)
    assert mistakes == []
    assert rows(found.organisations, "name", "role") == [
        ["EU", "funding"],
        ["ACRA", "implementing"],
    ]
    assert str(rows(found.activities, "start_date")[0][0]) == "2014-08-01"


# Proposals


def told(text: str) -> dict[str, tuple[str, str]]:
    return {
        one.heading: (one.use.to if one.use else "", one.sure)
        for one in propose(grid_of(text)).guesses
    }


def test_what_is_sure_is_told_from_what_is_not() -> None:
    text = (
        "Project code,Title,Countries,Donor,Budget (EUR),Start date,Recorded,Notes\n"
        'P1,A,"Kenya (60%), Uganda (40%)",EU,5,13/07/2021,2021-01-01,x\nP2,B,Peru,NO,6,01/02/2022,2021-01-02,y\n'
    )
    assert told(text) == {
        "Project code": ("activities.id", "sure"),
        "Title": ("activities.title", "likely"),
        "Countries": ("places.country", "sure"),
        "Donor": ("organisations.name", "likely"),
        "Budget (EUR)": ("budgets.value", "likely"),
        "Start date": ("activities.start_date", "likely"),
        "Recorded": ("", "not sure"),
        "Notes": ("", "not sure"),
    }


@pytest.mark.parametrize(
    ("dates", "declared", "asked"),
    [
        (["13/07/2021", "01/02/2022"], "DD/MM/YYYY", 0),
        (["07/13/2021"], "MM/DD/YYYY", 0),
        (["1.2.21", "31.12.21"], "D.M.YY", 0),
        (["01/07/2014", "02/03/2015"], "", 1),
        (["2021-07-13"], "", 0),
        (["13/07/2021", "07/13/2021"], "", 1),
        ([*["07/13/2021"] * 30, "20/10/2021"], "MM/DD/YYYY", 0),
    ],
)
def test_a_date_format_is_proved_or_asked_for(
    dates: Sequence[str], declared: str, asked: int
) -> None:
    text = "Start date,Title\n" + "".join(f"{day},T\n" for day in dates)
    proposal = propose(grid_of(text))
    assert (proposal.date_format, len(proposal.questions)) == (declared, asked)


def test_one_column_of_dates_proves_the_format_of_all() -> None:
    proposal = propose(grid_of("Title,Start date,Checked on\nA,8/1/2014,9/21/2014\n"))
    assert (proposal.date_format, proposal.questions) == ("M/D/YYYY", ())


@pytest.mark.parametrize(
    "day", ["2024-01-01", "2024-01-01T00:00:00Z", "2024-01-01 10:00", "2024-01-01T10:00:00.5+03:00"]
)
def test_a_day_with_a_time_is_a_date(day: str) -> None:
    found = told(f"Title,Start date,Entered\nA,{day},{day}\n")
    assert found["Start date"] == ("activities.start_date", "likely")
    why = {one.heading: one.why for one in propose(grid_of(f"Title,Entered\nA,{day}\n")).guesses}
    assert why["Entered"] == "its cells are dates: of what?"


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("id", ["ID1001", "ID1002"]), ("Ref", ["ID1001", "ID1002"]), ("id", ["AF", "AL"])],
)
def test_ids_are_no_countries(heading: str, cells: Sequence[str]) -> None:
    text = f"{heading},Title\n" + "".join(f"{cell},T\n" for cell in cells)
    assert told(text)[heading] == ("activities.id", "sure")


FRENCH = (
    "Code projet;Intitulé du projet;Pays;Statut;Date de début;Date de fin;Bailleur;Femmes;Hommes\n"
    "P1;Puits;Tchad;En cours;2024-01-01;2024-12-31;UE;10;5\n"
    "P2;École;Mali;Clôturé;2024-01-01;2024-12-31;UE;4;6\n"
)
SPANISH = (
    "Código del proyecto;Nombre del proyecto;País;Estado;Fecha inicio;Fecha de fin;Donante;Mujeres;"
    "Hombres\nP1;Pozos;Perú;En curso;2024-01-01;2024-12-31;UE;10;5\n"
    "P2;Escuela;Chile;Cerrado;2024-01-01;2024-12-31;UE;4;6\n"
)


@pytest.mark.parametrize("text", [FRENCH, SPANISH])
def test_headings_in_french_and_spanish_are_known_and_the_proposal_can_be_read(
    folder: Path, text: str
) -> None:
    assert [to for to, _ in told(text).values()] == [
        "activities.id", "activities.title", "places.country", "activities.status",
        "activities.start_date", "activities.end_date", "organisations.name", "results.actual",
        "results.actual",
    ]  # fmt: skip
    (folder / "our projects.csv").write_text(text, encoding="utf-8")
    add_source(folder, folder / "our projects.csv")
    reading = sources.read(config.load(folder))
    assert not reading.mistakes
    assert reading.tables.activities["status"].tolist() == ["implementation", "closed"]
    counted = rows(reading.tables.results, "activity", "indicator", "sex", "actual")
    assert sorted([*map(str, row)] for row in counted) == [
        ["P1", "People reached", "female", "10"], ["P1", "People reached", "male", "5"],
        ["P2", "People reached", "female", "4"], ["P2", "People reached", "male", "6"],
    ]  # fmt: skip


def test_a_state_of_unknown_meaning_is_asked_for() -> None:
    proposal = propose(grid_of("Title,Status\nA,Closed\nB,Dormant\n"))
    assert proposal.guesses[1].sure == "not sure"
    assert proposal.questions[0].startswith("What is 'Dormant' in 'Status'? (pipeline, ")
    assert told("Title,State\nA,Borno\nB,Yobe\n")["State"] == ("", "not sure")


def test_women_men_all_and_the_target_are_of_one_indicator() -> None:
    text = "Title,Beneficiaries,Women,Men,Target\nA,15,10,5,20\n"
    uses = {one.heading: one.use for one in propose(grid_of(text)).guesses if one.use}
    said = {name: dict(use.constants).get("indicator") for name, use in uses.items()}
    assert said == {"Title": None} | dict.fromkeys(
        ("Beneficiaries", "Women", "Men", "Target"), "Beneficiaries"
    )
    assert uses["Target"].group == uses["Beneficiaries"].group
    assert len({uses[name].group for name in ("Beneficiaries", "Women", "Men")}) == 3


def test_countries_that_give_and_answers_are_no_places() -> None:
    found = told("Title,Donor,Closed\nA,Norway,no\nB,Sweden,No\n")
    assert found["Donor"] == ("organisations.name", "likely")
    assert found["Closed"] == ("", "not sure")


@pytest.mark.parametrize("sign", [" ", "(", "1", "1,", "\u00a0", "start ", "end date "])
def test_long_headings_and_cells_take_no_longer_than_their_size(sign: str) -> None:
    long = sign * (900_000 // len(sign))
    grid = Grid("t.csv", "t", (f"x{long[:90_000]}x", "Budget"), ([f"x{long}x"], [f"1{long}x"]), [2])
    begun = time.process_time()
    propose(grid)
    assert time.process_time() - begun < 2


def test_a_long_list_of_countries_is_one() -> None:
    text = f"Where,Title\n{'Kenya; Peru; Bosnia and Herzegovina; ' * 50},T\n"
    assert told(text)["Where"] == ("places.country", "sure")


@pytest.mark.parametrize(
    "cell", ["Kenya (60%); Uganda 40 %", "60% Kenya", "Kenya: 60, Peru: 40", "KEN|PER",
             "Bolivia (Plurinational State of)", "Kenya (33,3 %), Peru (66,7 %)"],
)  # fmt: skip
def test_countries_with_their_shares_are_countries(cell: str) -> None:
    assert told(f'Where,Title\n"{cell}",T\n')["Where"] == ("places.country", "sure")


@pytest.mark.parametrize(
    ("numbers", "mark", "asked"),
    [(["1.234,50"], ",", 0), (["1,234.50"], ".", 0), (["0,5"], ",", 0), (["1.234"], "", 1),
     (["1.234.567"], ",", 0), (["1234"], "", 0)],
)  # fmt: skip
def test_a_decimal_mark_is_proved_or_asked_for(
    numbers: Sequence[str], mark: str, asked: int
) -> None:
    text = "Budget (EUR);Title\n" + "".join(f"{number};T\n" for number in numbers)
    proposal = propose(grid_of(text))
    assert (proposal.decimal_mark, len(proposal.questions)) == (mark, asked)


def test_of_two_columns_for_one_thing_one_is_proposed_names_before_codes() -> None:
    text = (
        "Title,Country code,Country,Sector code,Sector,Donor ID,Donor\n"
        "A,KEN,Kenya,120,Health,D1,EU\nB,PER,Peru,130,Water,D2,NO\n"
    )
    found = {one.heading: one for one in propose(grid_of(text)).guesses}
    kept = [name for name, one in found.items() if one.use and one.sure != "not sure"]
    assert kept == ["Title", "Country", "Sector", "Donor"]
    assert found["Sector code"].why == "'Sector' is themes.code already"


def test_a_column_for_what_another_is_tagged_as_is_not_proposed() -> None:
    text = (
        "Id,Country code,Country,Sector code,Sector\n#activity+id,,#country,,#sector\n"
        "1,KEN,Kenya,120,Health\n2,PER,Peru,130,Water\n"
    )
    found = told(text)
    assert found["Country"] == ("places.country", "sure")
    assert found["Country code"] == found["Sector code"] == ("", "not sure")


def money(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """What is proposed for the columns of a table that are sure or likely: of money only."""
    return {
        one.heading: (one.use.to, dict(one.use.constants))
        for one in propose(grid_of(text)).guesses
        if one.use and one.sure != "not sure" and one.use.table in ("budgets", "transactions")
    }


@pytest.mark.parametrize(
    ("heading", "currency"),
    [("Budget (USD)", "USD"), ("Budget in euros", "EUR"), ("budget_usd", "USD"),
     ("Budget US$", "USD"), ("Budget", ""), ("Budget ($)", ""), ("Budget UNO", "")],
)  # fmt: skip
def test_a_currency_is_that_of_the_heading_or_asked_for(heading: str, currency: str) -> None:
    proposal = propose(grid_of(f"Title,{heading}\nA,5\nB,6\n"))
    (guess,) = [one for one in proposal.guesses if one.heading == heading]
    assert guess.use is not None
    assert dict(guess.use.constants).get("currency", "") == currency
    assert guess.sure == ("likely" if currency else "not sure")
    asked = [f"In which currency is '{heading}'? (currency = 'EUR', say)"]
    assert list(proposal.questions) == ([] if currency else asked)


def test_a_column_of_currencies_goes_with_the_amount_it_stands_beside() -> None:
    assert money("Title,Budget,Currency\nA,5,EUR\nB,6,KES\nC,,\n") == {
        "Budget": ("budgets.value", {"type": "original"}),
        "Currency": ("budgets.currency", {}),
    }
    one_currency = money("Title,Budget,Currency\nA,5,EUR\nB,,EUR\n")
    assert one_currency == {"Budget": ("budgets.value", {"type": "original", "currency": "EUR"})}
    assert money("Title,Budget,Currency\nA,5,EUR\nB,,KES\n") == {}


@pytest.mark.parametrize(
    ("heading", "type_"),
    [("total-Disbursement (EUR)", "disbursement"), ("Spent EUR", "expenditure"),
     ("Expenditure, EUR", "expenditure"), ("Income (EUR)", "incoming funds")],
)  # fmt: skip
def test_a_payment_is_of_the_type_its_heading_says_and_needs_a_date(
    heading: str, type_: str
) -> None:
    found = money(f'Title,"{heading}",Payment date\nA,5,2024-01-02\n')
    assert found[heading] == ("transactions.value", {"type": type_, "currency": "EUR"})
    assert found["Payment date"] == ("transactions.date", {})
    proposal = propose(grid_of(f'Title,"{heading}"\nA,5\n'))
    assert [one.sure for one in proposal.guesses] == ["likely", "not sure"]
    assert proposal.questions == (
        f"Which column has the days of '{heading}'? (transactions.date, in the same group)",
    )


KOBO = (
    "_id,info/project_name,info/country,info/start_date,topics,topics/health,topics/water,"
    "_submission_time\n"
    "71,Wells,Chad,2024-02-01,health water,1,1,2024-03-01T10:00:00\n"
    "72,Clinic,Kenya,2024-02-02,health,1,0,2024-03-02T11:00:00\n"
)


def test_a_kobo_export_is_proposed_by_its_questions_whatever_groups_they_are_in() -> None:
    found = told(KOBO)
    assert found["_id"] == ("activities.id", "sure")
    assert found["info/project_name"][0] == "activities.title"
    assert found["info/country"] == ("places.country", "sure")
    assert found["info/start_date"][0] == "activities.start_date"
    why = {one.heading: one.why for one in propose(grid_of(KOBO)).guesses}
    assert "marked = true" in why["topics/health"]


def test_a_kobo_question_whose_answers_have_columns_too_has_several_values_in_a_cell() -> None:
    text = (
        "_uuid,a/name,a/sectors,a/sectors/health,a/sectors/wash,a/theme,a/theme/Safe water,start\n"
        "u1,Wells,health wash,1,1,Safe water,1,2024-02-01T10:00:00.000+03:00\n"
    )
    found = {one.heading: one for one in propose(grid_of(text)).guesses}
    assert found["a/sectors"].use == Use(
        "a/sectors", "themes.code", separator=" ", constants=(("vocabulary", "sector"),)
    )
    assert found["a/theme"].use is None
    assert found["start"].why == "the survey's program wrote it"


SURVEY = (
    ("start", "basic/code", "basic/title", "basic/country", "_id", "_uuid", "_index"),
    ("2024-02-01T10:00:00Z", "K1", "Clinics", "Kenya", 1001, "u1", 1),
    ("2024-02-01T11:00:00Z", "K2", "Wells", "Chad", 1002, "u2", 2),
)
GROUP = ("r/indicator", "r/target", "r/actual", "r/unit", "_index", "_parent_table_name")


@pytest.mark.parametrize(
    ("parents", "rows_of", "ids"),
    [
        (("_parent_index",), ((1,), (2,)), ["1", "2"]),
        (("_parent_index", "_submission__id"), ((1, 1001), (2, 1002)), ["1001", "1002"]),
        (("_parent_index", "_submission__uuid"), ((1, "u1"), (2, "u2")), ["u1", "u2"]),
    ],
)
def test_a_kobo_workbook_with_a_repeat_group_is_proposed_whole(
    folder: Path, parents: tuple[str, ...], rows_of: Sequence[tuple[object, ...]], ids: list[str]
) -> None:
    book = openpyxl.Workbook()
    for row in SURVEY:
        book.active.append(row)
    sheet = book.create_sheet("r")
    sheet.append((*GROUP, *parents))
    for at, (said, named) in enumerate(zip(("Calls", "Visits"), rows_of, strict=True), start=1):
        sheet.append((said, 100, 90 + at, "calls", at, "Survey", *named))
    book.save(folder / "kobo.xlsx")
    add_source(folder, folder / "kobo.xlsx")
    add_source(folder, folder / "kobo.xlsx", again=True)
    reading = sources.read(config.load(folder))
    assert reading.errors == []
    assert reading.tables.activities["id"].tolist() == ids
    found = rows(reading.tables.results, "activity", "indicator", "unit", "target", "actual")
    assert [[*map(str, row)] for row in found] == [
        [ids[0], "Calls", "calls", "100", "91"], [ids[1], "Visits", "calls", "100", "92"],
    ]  # fmt: skip


def test_a_repeat_group_that_says_nothing_known_is_asked_about() -> None:
    proposal = propose(grid_of("r/colour,_parent_index\nred,1\nblue,1\n"))
    assert proposal.questions == (
        "Of what are the rows? ('_parent_index' = 'results.activity', say)",
    )


@pytest.mark.parametrize("one_column", [True, False])
def test_a_kobo_question_with_several_answers_is_in_one_column_or_in_many(one_column: bool) -> None:
    vocabulary = (("vocabulary", "topic"),)
    uses = (
        (Use("topics", "themes.code", separator=" ", constants=vocabulary),)
        if one_column
        else tuple(
            Use(
                f"topics/{name}",
                "themes.code",
                marked=True,
                constants=(("code", name), *vocabulary),
            )
            for name in ("health", "water")
        )
    )
    name = Use("info/project_name", "activities.title")
    found, mistakes = mapped(KOBO, Use("_id", "activities.id"), name, *uses)
    assert [one for one in mistakes if one.level == "error"] == []
    assert rows(found.themes, "activity", "code") == [
        ["71", "health"],
        ["71", "water"],
        ["72", "health"],
    ]


def test_a_sheet_of_a_repeat_group_is_about_activities_that_stand_elsewhere() -> None:
    constants = (("indicator", "Calls"), ("measure", "unit"), ("unit", "calls"))
    grid = grid_of("_parent_id,calls\n71,5\n71,7\n72,9\n")
    uses = (
        Use("_parent_id", "results.activity"),
        Use("calls", "results.actual", constants=constants),
    )
    raws = mapping.raws(grid, uses, SOURCE, [])
    assert [raw.table for raw in raws] == ["results"]
    assert raws[0].columns["activity"] == ["71", "71", "72"]
    assert len(set(raws[0].columns["id"])) == 3


def test_an_activityinfo_export_is_proposed_by_its_fields() -> None:
    text = (
        "@id,Partner.Name,Location.Country,Project Title,Women Reached\n"
        "c1,ACRA,Chad,Wells,12\nc2,LWF,Kenya,Clinic,7\n"
    )
    assert {name: to for name, (to, _) in told(text).items()} == {
        "@id": "activities.id",
        "Partner.Name": "organisations.name",
        "Location.Country": "places.country",
        "Project Title": "activities.title",
        "Women Reached": "results.actual",
    }


PROJECT = """\
# Our project
[edition]
title = "T"   # a remark
organisation = "O"
period = { start = 2024-01-01, end = 2024-12-31 }
data_date = 2024-12-31
vocabulary = "sector"

[[brief]]
kind = "country"
"""
TABLE = (
    "Code;Title;Country;Sector;Budget (EUR);Notes\n"
    "P1;Help lines;Kenya;Health;1.234,50;x\nP2;Shelters;Peru;Health;500,00;y\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "briefs.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "our projects.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_a_proposal_is_written_into_briefs_toml_and_loads(folder: Path) -> None:
    lines = add_source(folder, folder / "our projects.csv")
    text = (folder / "briefs.toml").read_text(encoding="utf-8")
    assert text.startswith(PROJECT.split("[[brief]]")[0].replace("31 }", "31}")[:40])
    assert "# a remark" in text
    assert '# "Notes" = "ignore"   # neither its heading nor its cells tell' in text
    assert any("places.country" in line and "sure" in line for line in lines)
    project = config.load(folder)
    assert project.sources[0].decimal_mark == ","
    reading = sources.read(project)
    assert reading.errors == []
    assert [str(value) for value in reading.tables.budgets["value"]] == ["1234.50", "500.00"]
    assert [one.found for one in reading.mistakes] == ["columns that are not read: 'Notes'"]


def test_what_only_a_person_knows_is_asked_and_stands_as_a_comment(folder: Path) -> None:
    (folder / "our projects.csv").write_text("Title,Budget\nA,5\n", encoding="utf-8")
    lines = add_source(folder, folder / "our projects.csv")
    assert "  ? In which currency is 'Budget'? (currency = 'EUR', say)" in lines
    text = (folder / "briefs.toml").read_text(encoding="utf-8")
    assert "# In which currency is 'Budget'? (currency = 'EUR', say)" in text.splitlines()
    assert '# "Budget" = {to = "budgets.value", ' in text
    assert 'currency = "' not in text
    assert sources.read(config.load(folder)).errors == []


def test_a_second_import_changes_nothing_unless_asked(folder: Path) -> None:
    add_source(folder, folder / "our projects.csv")
    before = (folder / "briefs.toml").read_bytes()
    (line,) = add_source(folder, folder / "our projects.csv")
    assert "already" in line
    assert (folder / "briefs.toml").read_bytes() == before
    add_source(folder, folder / "our projects.csv", again=True)
    assert len(config.load(folder).sources) == 1


def test_what_cannot_be_imported_changes_nothing(folder: Path) -> None:
    before = (folder / "briefs.toml").read_bytes()
    (folder / "empty.csv").write_text("")
    (folder / "a.xml").write_text("<iati-activities version='2.03'/>")
    for name in ("empty.csv", "a.xml", "nothing.csv"):
        with pytest.raises(ProjectError):
            add_source(folder, folder / name)
    assert (folder / "briefs.toml").read_bytes() == before


def test_a_mistake_in_the_mapping_names_its_line(folder: Path) -> None:
    text = PROJECT + (
        '\n[[source]]\npath = "our projects.csv"\n[source.columns]\n"Code" = "activities.idd"\n'
        '"Title" = { to = "activities.title", rolle = "x" }\n"Country" = 7\n'
    )
    (folder / "briefs.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        config.load(folder)
    found = [(one.line, one.found) for one in caught.value.mistakes]
    assert [line for line, _ in found] == [15, 16, 17]
    assert "'activities.idd' is no column of the canonical tables. Did you mean" in found[0][1]
    assert "unknown key 'rolle'" in found[1][1]


def test_a_source_with_a_mapping_sets_its_wrong_rows_aside(
    data_project: Callable[..., Project],
) -> None:
    project = data_project("data/3w.csv", **{"3w.csv": "Code,Title,C\nP1,A,KEN\nP2,B,Nowhere\n"})
    uses = (ID, Use("Title", "activities.title"), Use("C", "places.country"))
    source = dataclasses.replace(project.sources[0], columns=uses, set_aside=True)
    reading = sources.read(dataclasses.replace(project, sources=(source,)))
    assert reading.errors == []
    assert reading.tables.places["country"].tolist() == ["KEN"]
    assert reading.tables.rejected["place"].tolist() == ["row 3"]
    assert "Nowhere" in reading.tables.rejected["content"].iloc[0]
