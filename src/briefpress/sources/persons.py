"""Tables whose rows are people are refused by their headings, before a cell of them is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from briefpress.errors import Mistake
from briefpress.sources.grid import Grid

MEND = (
    "Rows about single people must not get in here. Count them first: one row for each place,"
    " period and group, with how many they are; and take this file out of the project. If the"
    " column is of no person, say so: [disclosure] allowed_columns = [{headings}]"
)

_PERSON = (
    r"survivors?|victims?|beneficiar(?:y|ies)|patients?|clients?|child(?:s|ren)?|girls?|woman"
    r"|womans|refugees?|respondents?|person(?:s)?|individuals?|perpetrators?|caregivers?|mothers?"
    r"|household heads?|head of (?:the )?household"
    r"|rescapee?s?|survivante?s?|victimes?|beneficiaires?|patiente?s?|enfants?|personnes?"
    r"|sobrevivientes?|victimas?|beneficiari[oa]s?|pacientes?|nin[oa]s?|personas?"
    r"|пострадавш\w+|бенефициар\w*|пациент\w*|ребенка|жертв\w*|лица"
    r"|الناجية|الناجي|الضحية|المستفيد|المستفيدة|المريض|الطفل|الشخص"
)
"""Who a row would be about. Plain letters: accents are taken off headings, not in Arabic."""

_NAME = r"(?:full |first |last |family |given |sur)?names?|noms?|prenoms?|nombres?|apellidos?"
_NAME += r"|имя|фамилия|фио|اسم|الاسم"
_PHONE = r"(?:tele)?phone(?: numbers?| no)?|mobile(?: numbers?| no)?|telephone|telefono|e ?mails?"
_PHONE += r"|contact numbers?|адрес|телефон|هاتف|home address|(?<!e )address|adresse|direccion"

_ALONE = re.compile(
    rf"(?:{_PERSON})s? (?:{_NAME}|{_PHONE}|initials|signature|date of birth|codes?)"
    rf"|(?:{_NAME}|{_PHONE}|initials|codes?) (?:of|du|de|del|de la|d|des|for) (?:the |l |la )?"
    rf"(?:{_PERSON})"
    rf"|(?:имя|фамилия|фио|телефон|адрес) (?:{_PERSON})|(?:اسم|هاتف) (?:{_PERSON})"
    r"|dates? of birth|birth ?dates?|dob|date de naissance|fecha de nacimiento|дата рождения"
    r"|تاريخ الميلاد|出生日期|出生年月"
    r"|(?:national )?id(?:entity)?(?: card)? (?:numbers?|no)|national id|passport(?: numbers?| no)?"
    r"|social security (?:number|no)|numero de (?:piece|carte)(?: d)? identite|cedula|passeport"
    r"|numero de (?:identidad|documento)|pasaporte|(?:номер )?паспорт\w*|رقم الهوية|جواز السفر"
    r"|身份证号?码?|护照号码?|幸存者姓名|受害者姓名|受害人姓名|受益人姓名"
    r"|progres id|survivor (?:id|codes?)|victim (?:id|codes?)|beneficiary id|case name"
    r"|maiden name|(?:mother|father|spouse|husband|guardian)s? name"
)
"""Headings that only a table of people has."""

_CASE = re.compile(
    r"(?:case|incident|survivor|victim|patient|client|respondent|beneficiary|person|individual)s?"
    r" (?:id|number|no|code|ref(?:erence)?|uuid)|(?:id|code|number) (?:of )?(?:the )?"
    r"(?:case|incident|survivor|victim|patient|person)|gbv case|caso|numero de caso"
    r"|(?:numero|code|id) (?:du |de l |d )?(?:cas|incident)|номер (?:случая|дела)|رقم الحالة"
    r"|案件编号|个案编号"
)
"""Headings of something that happened to one person; a table of counts has none."""

_BARE_NAME = re.compile(
    r"(?:full|first|last|family|given|middle) name|surname|names?|noms? et prenoms?|prenoms?"
    r"|apellidos?|nombres? y apellidos|имя|фамилия|фио|الاسم|姓名"
)
_REACHED = re.compile(rf"(?:{_NAME}|{_PHONE})")
"""How one person is called or reached: beside the number of a case, the row is that person."""
_OF_ONE = re.compile(
    r"sex|gender|age|age group|age in years|marital status|nationality|disability status"
    r"|sexe|genre"
    r"|sexo|genero|edad|etat civil|estado civil"
    r"|пол|возраст|семейное положение|الجنس|العمر|性别|年龄"
    r"|(?:sex|gender|age) (?:of )?(?:the )?"
    r"(?:survivor|victim|patient|client|respondent|beneficiary)"
    r"|(?:survivor|victim|patient|client|respondent|beneficiary)s? (?:sex|gender|age)"
)
"""What a case or a name has beside it where the row is a person; a row of counts has it too."""

_OF_WORK = re.compile(
    r"contact (?:person|name|point|email|phone)|focal|organi[sz]ation|partner|agenc|donor|staff"
    r"|facilitator|trainer|enumerator|interviewer|reported by|reporter|manager|author|officer"
    r"|office|ministry|project|activity|programme|program|file|indicator|user|sheet|column|place"
    r"|country|region|point focal|organisme|partenaire|projet|punto focal|organizacion|socio"
)
"""Of somebody at work, or of a thing: their names and telephones are in any 3W."""

_COUNTED = re.compile(
    r"(?:#|number|no|nb|nombre|total|count|how many|numero|количество|число|عدد)(?: of| de| d)?\b.*"
    r"|.*\b(?:reached|targeted|served|trained|total|count|actual|value|target|percent\w*)"
)

_HOW_MANY = re.compile(r"nombres? (?:total )?(?:d|de|des|de las|de los|de les) \w+s\b.*")
"""French "nombre" and Spanish "nombre": of several it is how many, of one what she is called."""


def person_level(grid: Grid, allowed: Sequence[str] = ()) -> list[Mistake]:
    """Return a mistake for each heading that says that the table's rows are people.

    Such are names, telephones and codes of survivors and others, dates of birth
    and numbers of identity cards; the number of a case or an incident beside a name
    or a telephone; and, if a column of sex, age or the like stands beside them, the number
    of a case or an incident, and a name that says not of whom; and an age in years beside a sex
    where no column can be a count. ``allowed`` are headings,
    with ``*`` for anything, that somebody has looked at. No cell is repeated. An empty
    table has no people in it.
    """
    if not grid.numbers:
        return []
    plain = [(heading, _plain(heading)) for heading in grid.heading if heading.strip()]
    found = [
        heading for heading, words in plain if _is(_ALONE, words) and not _HOW_MANY.fullmatch(words)
    ]
    if any(_is(_OF_ONE, words) for _, words in plain):
        counts = any(_COUNTED.fullmatch(words) for _, words in plain)
        unclear = [heading for heading, words in plain if _is(_BARE_NAME, words) and not counts]
        found += [heading for heading, words in plain if _is(_CASE, words)] + unclear
    elif any(_is(_CASE, words) for _, words in plain):
        reached = [heading for heading, words in plain if _is(_REACHED, words)]
        cases = [heading for heading, words in plain if _is(_CASE, words)]
        found += [*cases, *reached] if reached else []
    found += _one_a_row(grid)
    found = [
        heading
        for heading in dict.fromkeys(found)
        if not any(fnmatchcase(heading.casefold(), one.casefold()) for one in allowed)
    ]
    return list(_mistakes(grid, found))


_SEX = re.compile(r"sex|gender|sexe|genre|sexo|genero|пол|الجنس|性别")
_AGE = re.compile(r"age|age in years|edad|возраст|العمر|年龄")
_YEARS = re.compile(r"\d{1,2}|1[01]\d|120")
_WHOLE = re.compile(r"\d{1,9}")
_AN_ID = re.compile(r"(?:.* )?(?:id|code|no|nr|n|number|index|serial|ref|year)")


def _one_a_row(grid: Grid) -> list[str]:
    """Return the heading of ages in years if each row can only be one person of that age.

    A table of counts has age groups, or a column of whole numbers that is no id.
    """
    words = [_plain(heading) for heading in grid.heading]
    ages = [at for at, word in enumerate(words) if _AGE.fullmatch(word)]
    if not ages or not any(map(_SEX.fullmatch, words)):
        return []  # no cell of another table is looked at
    cells = [{cell.strip() for cell in column} - {""} for column in grid.columns]
    years = [at for at in ages if cells[at] and all(map(_YEARS.fullmatch, cells[at]))]
    counted = any(
        _COUNTED.fullmatch(word)
        or (cells[at] and all(map(_WHOLE.fullmatch, cells[at])) and not _AN_ID.fullmatch(word))
        for at, word in enumerate(words)
        if at not in years
    )
    return [] if counted else [grid.heading[at] for at in years]


def _mistakes(grid: Grid, found: Sequence[str]) -> Iterator[Mistake]:
    first = grid.numbers[0]
    mend = MEND.format(headings=", ".join(f'"{heading}"' for heading in found))
    for heading in found:
        rows = len(grid.numbers)
        yield Mistake(
            grid.file,
            row=first if grid.unit == "row" else 0,
            line=first if grid.unit == "line" else 0,
            column=heading,
            found=f"the rows look like single people ({rows} from here on)",
            mend=mend if heading == found[-1] else "",
        )


def _is(pattern: re.Pattern[str], words: str) -> bool:
    return bool(pattern.fullmatch(words)) and not _OF_WORK.search(words)


def _plain(heading: str) -> str:
    """Return a heading in small letters without accents and signs, camelCase and snake_case apart.

    What a survey puts before it (``group/question``) is left out.
    """
    import unicodedata

    last = re.split(r"[/:]", heading.strip())[-1] if "/" in heading or ":" in heading else heading
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last.strip() or heading)
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign)
    )
    bare = re.sub(r"['’]s\b", "", bare)
    words = re.sub(r"[\W_]+", " ", re.sub(r"\([^)]*\)", " ", bare)).casefold().strip()
    return re.sub(r"^(?:q\d+|\d+|what is the|quel est le|please give the) ", "", words)
