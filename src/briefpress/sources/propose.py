"""What the columns of a person's table probably are, how sure that is, and why."""

# ruff: noqa: E501 - the table of headings is read by its rows

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from babel.core import get_global

from briefpress.config import ColumnUse
from briefpress.model import places, tables
from briefpress.sources import affixes, hxl, tongues, totalrows
from briefpress.sources.grid import Grid

Sure = Literal["sure", "likely", "not sure"]

_LOOKED_AT = 2_000
_MOST = 0.9
"""Of the filled cells that have to be of a kind for a column to be one."""

_FEW = 20
"""So many times as many say one thing where those that say another are mistakes."""


@dataclass(frozen=True)
class Guess:
    """What one column is taken for; ``use`` None: a person has to say. ``why`` is for them.

    A ``use`` that is not sure lacks what only a person knows, and is not to be used as it is.
    """

    heading: str
    use: ColumnUse | None
    sure: Sure
    why: str


@dataclass(frozen=True)
class Proposal:
    """A guess for each column, and how the table writes dates and numbers, "" where unknown.

    ``questions`` are what only the person can answer.
    """

    guesses: tuple[Guess, ...]
    date_format: str = ""
    decimal_mark: str = ""
    questions: tuple[str, ...] = ()


_WORDS: tuple[tuple[str, str], ...] = (
    (r"(project|activity|grant|contract)?[ -]*(id|code|number|ref\w*|identifier|no)\.?|@id|record id|uuid|iati.identifier|n°"
     r"|(code|référence|n°|numéro)( du| de l.)? ?(projet|activité)|(código|codigo|referencia|número)( del?)?( la)? (proyecto|actividad)|código|référence|referencia", "activities.id"),
    (r"(project|activity|programme)?[ -]*(title|name)|project|activity|titre( du projet)?|intitulé( du projet)?|nom du projet|projet|activité"
     r"|nombre del proyecto|título( del proyecto)?|proyecto|actividad|عنوان|назван\w*|标题|名称", "activities.title"),
    (r".*(description|summary|objective|objectif|objetivo)s?|résumé|descripción|resumen|описание", "activities.summary"),
    (r"(project |activity )?(status|state)|statut( du projet| de l.activité)?|état( d.avancement)?|estado( del proyecto| de la actividad)?", "activities.status"),
    (r"(transaction|payment|disbursement|expenditure|value)[ -]*date|date (of|de|du) (the |la )?(transaction|payment|paiement|disbursement|décaissement|expenditure|pago)|date|fecha", "transactions.date"),
    (r".*(currency|devise|monnaie|moneda|валюта).*", "transactions.currency"),
    (r".*(planned|prévu|previst|forecast).*", ""),
    (r".*start.*date|.*date.*start|start|from|begins?|(date )?(de |du )?(début|démarrage)( du projet)?|(fecha )?(de )?(inicio|comienzo)( del proyecto)?|начало", "activities.start_date"),
    (r".*\bend(ing)?\b.*date|.*date.*\bend\b|end|to|until|(date )?(de |du )?(fin|clôture)( du projet)?|(fecha )?(de )?(fin|finalización|cierre|término)( del proyecto)?|конец", "activities.end_date"),
    (r".*(country|countries|pays|país|países|страна|国家|البلد).*", "places.country"),
    (r"(region|région|región|регион)s?|regiones", "places.place"),
    (r".*(sector|theme|cluster|thématique|thème|secteur).*|temas?", "themes.code"),
    (r".*(donor|funder|funding (agency|source|org)|bailleur|source de financement|fuente de financia|donante|donateur|донор).*", "organisations.name=funding"),
    (r".*(partner|implement|organi[sz]a[tc]i[oó]n|agency|organisme|partenaire|\bsocios?\b|contraparte|ejecutor).*", "organisations.name=implementing"),
    (r".*(revised|révisé|revisado).*(budget|presupuesto).*|.*(budget|presupuesto).*(revised|révisé|revisado).*", "budgets.value=revised"),
    (r".*(budget|presupuesto|бюджет).*", "budgets.value=original"),
    (r".*(disburse|décaiss|desembols).*", "transactions.value=disbursement"),
    (r".*(spent|expenditure|dépens|gasto).*", "transactions.value=expenditure"),
    (r".*(received|income|incoming|funds in).*", "transactions.value=incoming funds"),
    (r"(name of )?(the )?indicat(or|eur)( name)?|indicador", "results.indicator"),
    (r"units?( of measure)?|unité( de mesure)?|unidad( de medida)?", "results.unit"),
    (r".*\b(baseline|valeur de référence|línea de base)\b.*", "results.baseline"),
    (r".*\b(target|targeted|cible|metas?)\b.*", "results.target"),
    (r"(actual|achieved|réalisé|atteint|alcanzado|logrado)( value)?", "results.actual"),
    (r"(number of |nombre de |número de )?(women|females?|femmes|mujeres)( reached| atteintes| alcanzadas)?", "results.actual=female"),
    (r"(number of |nombre d.|número de )?(men|males?|hommes|hombres)( reached| atteints| alcanzados)?", "results.actual=male"),
    (r".*(reached|beneficiar|bénéficiaires|beneficiarios|participants|participantes|personnes atteintes|personas alcanzadas).*", "results.actual"),
)  # fmt: skip
"""Headings in six languages, as whole texts without capitals, and what they usually are."""


_PARENTS = {
    "_submission__uuid": "_uuid",
    "_submission__id": "_id",
    "_parent_index": "_index",
    "_parent_id": "_id",
}
"""Columns of a survey's repeat group, and the column of the survey itself that each names."""


def key_of(headings: Sequence[Sequence[str]]) -> str:
    """Return by which column the other sheets of a survey name its rows, "" if there are none."""
    groups = [heading for heading in headings if set(_PARENTS) & set(heading)]
    others = {name for heading in headings if heading not in groups for name in heading}
    for column, key in _PARENTS.items():
        if groups and key in others and all(column in heading for heading in groups):
            return key
    return ""


def propose(grid: Grid, key: str = "") -> Proposal:
    """Return what each column of a table is taken for.

    By its HXL tag, else by its heading and by what its cells are. Dates such as
    01/07/2014 and numbers such as 1.234 can be two things: where no cell of the
    table settles it, a question is asked and nothing guessed. ``key``: the column
    by which other sheets of a survey name its rows, see ``key_of``.
    """
    tagged = {use.heading: use for use in hxl.uses(grid)} if grid.tags else {}
    questions: list[str] = []
    totals = {number for number, _ in totalrows.of(grid)}
    cells = {
        heading: [
            _beginning(cell)
            for number, cell in zip(grid.numbers, column[:_LOOKED_AT], strict=False)
            if cell and not cell.isspace() and number not in totals
        ]
        for heading, column in zip(grid.heading, grid.columns, strict=True)
    }
    guesses = []
    for heading, tag in zip(grid.heading, grid.tags or [""] * len(grid.heading), strict=True):
        if heading in tagged:
            guesses.append(Guess(heading, tagged[heading], "sure", f"it is tagged {tag}"))
        elif _is_survey(grid.heading) and _is_made(heading):
            guesses.append(Guess(heading, None, "not sure", "the survey's program wrote it"))
        else:
            guess = _guess(heading, cells[heading])
            guesses.append(_chosen(guess, cells[heading], grid.heading))
    guesses = _of_survey(
        [_in_tongue(one, guesses) for one in guesses], grid.heading, key, questions
    )
    # One column of dates may prove what the others leave open.
    dates = [cell for some in cells.values() if _are_dates(some) for cell in some]
    date_format = _date_format(dates, questions)
    amounts = [one.heading for one in guesses if one.use and one.use.column in _NUMBERS]
    numbers = [affixes.taken(cell)[0] for name in amounts for cell in cells[name]]
    mark = _decimal_mark(numbers, questions)
    questions += [one.why for one in guesses if one.use and one.sure == "not sure"]
    columns = dict(zip(grid.heading, grid.columns, strict=True))
    money = _money(_once(_results(guesses)), columns, questions)
    return Proposal(money, date_format, mark, tuple(questions))


def _is_survey(headings: Sequence[str]) -> bool:
    return bool({"_uuid", "_submission_time", "__version__", *_PARENTS} & set(headings))


def _is_made(heading: str) -> bool:
    """Say whether a survey's program wrote a column by itself: when a form was filled in, say."""
    return heading in ("start", "end", "today", "deviceid", "username") or (
        heading.startswith("_") and heading not in ("_id", "_uuid")
    )


def _chosen(guess: Guess, cells: Sequence[str], headings: Sequence[str]) -> Guess:
    """Take a column for several answers in one where each answer has a column of its own too."""
    whole = f"{guess.heading}/"
    answers = {name.removeprefix(whole) for name in headings if name.startswith(whole)}
    if not answers or not guess.use or guess.use.table not in ("themes", "places", "organisations"):
        return guess
    if all(word in answers for cell in cells for word in cell.split()):
        return replace(guess, use=replace(guess.use, separator=" "))
    return replace(guess, use=None, sure="not sure", why="each of its answers has a column too")


def _of_survey(
    guesses: Sequence[Guess], headings: Sequence[str], key: str, questions: list[str]
) -> list[Guess]:
    """Say which column of a survey is its activity's id, and which of a repeat group names it."""
    parents = [name for name, of in _PARENTS.items() if name in headings and key in ("", of)]
    if not parents:
        return [_keyed(one, key) if key in headings else one for one in guesses]
    table = next(
        (one.use.table for one in guesses if one.use and one.use.table != "activities"), ""
    )
    if not table:
        questions.append(f"Of what are the rows? ('{parents[0]}' = 'results.activity', say)")
    found = []
    for one in guesses:
        if one.heading == parents[0] and table:
            use = ColumnUse(one.heading, f"{table}.activity")
            why = f"it names the activity by its {_PARENTS[parents[0]]}"
            one = Guess(one.heading, use, "sure", why)
        elif one.use and one.use.table == "activities":
            one = replace(one, use=None, sure="not sure", why="activities are in another sheet")
        elif one.heading in _KEYS:
            one = replace(one, use=None, sure="not sure", why="the survey's program wrote it")
        found.append(one)
    return found


_KEYS = ("_id", "_uuid", "_index")


def _keyed(guess: Guess, key: str) -> Guess:
    if guess.heading == key:
        why = "the other sheets name it"
        return Guess(key, ColumnUse(key, "activities.id"), "sure", why)
    if guess.use and guess.use.to == "activities.id":
        why = f"the other sheets name the activity by '{key}'"
        return replace(guess, use=None, sure="not sure", why=why)
    return guess


def _beginning(cell: str) -> str:
    """Return a cell, or as much of a long one as tells what it is: whole values of a list."""
    cell = cell.strip()
    if len(cell) <= _LONG:
        return cell
    end = max(cell.rfind(sign, 0, _LONG) for sign in ";|\n,")
    return cell[: end if end > 0 else _LONG].strip()


_LONG = 200
"""Signs of a heading or a cell that are looked at: patterns may take the square of it."""

_CHOSEN = {"0", "1", "true", "false"}
"""Cells of a survey's column that is one answer of a question with several."""

_NUMBERS = ("value", "actual", "target", "baseline", "percentage")


def _guess(heading: str, cells: Sequence[str]) -> Guess:
    question = heading.rpartition("/")[2][:_LONG]  # Kobo writes the groups before it
    wanted = " ".join(re.sub(r"[_.]+", " ", question).split()).lower()
    plain = re.sub(r"\s*\(.*?\)", "", wanted)
    named = next((to for pattern, to in _WORDS if re.fullmatch(pattern, plain)), "")
    if not cells:
        return Guess(heading, None, "not sure", "all its cells are empty")
    if "/" in heading and {cell.lower() for cell in cells} <= _CHOSEN:
        return Guess(heading, None, "not sure", "one answer of several: say so with marked = true")
    other = _says_id(plain) or named.startswith("organisations") or _are_answers(cells)
    if not other and _share(cells, _are_countries) >= _MOST:
        return Guess(
            heading, _places(heading, "places.country", cells), "sure", "its cells are countries"
        )
    if _are_dates(cells) and not named.endswith("date"):
        return Guess(heading, None, "not sure", "its cells are dates: of what?")
    if not named:
        return Guess(heading, None, "not sure", "neither its heading nor its cells tell")
    return _checked(heading, named, cells)


def _checked(heading: str, named: str, cells: Sequence[str]) -> Guess:
    """Hold what the heading says against the cells."""
    to, _, kind = named.partition("=")
    table, column = to.split(".")
    why = f"its heading says {table}"
    if column.endswith("date") and not _are_dates(cells):
        return Guess(heading, None, "not sure", "its heading says a date, its cells do not")
    if column == "currency" and _share(cells, _is_currency) < _MOST:
        return Guess(heading, None, "not sure", "its heading says a currency, its cells do not")
    if column in ("currency", "date"):
        return Guess(heading, ColumnUse(heading, to), "likely", why)
    if column in _NUMBERS:
        money = column == "value"
        if _share(cells, _is_amount if money else _is_number) < _MOST:
            return Guess(heading, None, "not sure", "its heading says an amount, its cells do not")
        return Guess(heading, _amount(heading, to, kind, cells), "likely", why)
    if to == "activities.status":
        return _status(heading, cells)
    if to == "activities.id":
        unique = len(set(cells)) == len(cells)
        why = "its cells are all different" if unique else "its heading says so; cells repeat"
        return Guess(heading, ColumnUse(heading, to), "sure" if unique else "likely", why)
    if to.startswith("places."):
        return Guess(heading, _places(heading, to, cells), "likely", why)
    separator = _separator(cells) if to in ("themes.code", "organisations.name") else ""
    constants = (("role", kind),) if table == "organisations" else ()
    if table == "themes":
        constants = (("vocabulary", "sector"),)
    group = kind if table == "organisations" else ""
    use = ColumnUse(heading, to, separator, group=group, constants=constants)
    return Guess(heading, use, "likely", why)


def _places(heading: str, to: str, cells: Sequence[str]) -> ColumnUse:
    percentages = any(re.search(r"\d\s*%", cell) for cell in cells)
    return ColumnUse(heading, to, _separator(cells), percentages)


_STATUSES = {
    "pipeline": r"planned|planifiée?|prévue?|planificad[oa]|previst[oa]|en préparation",
    "implementation": r"ongoing|on-going|active|in progress|implementing|en cours|en curso|en ejecución|activ[oa]",
    "closed": r"completed?|finished|ended|terminée?|achevée?|clôturée?|fini[e]?|finalizad[oa]|terminad[oa]|concluid[oa]|cerrad[oa]",
    "cancelled": r"canceled|annulée?|cancelad[oa]",
    "suspended": r"on hold|suspendue?|suspendid[oa]",
}
"""What people call the states of an activity."""


def _status(heading: str, cells: Sequence[str]) -> Guess:
    """Take cells for states by their words; ask what the others mean."""
    allowed = tables.ACTIVITY_STATUSES
    called = {
        cell: state
        for cell in dict.fromkeys(cells)
        for state in allowed
        if re.fullmatch(rf"{state}|{_STATUSES.get(state, state)}", cell.lower())
    }
    unknown = [cell for cell in dict.fromkeys(cells) if cell not in called]
    if len(unknown) > len(called):
        return Guess(heading, None, "not sure", "its heading says a status, its cells do not")
    values = tuple((cell, state) for cell, state in called.items() if cell != state)
    use = ColumnUse(heading, "activities.status", values=values)
    if unknown:
        asked = f"What is '{unknown[0]}' in '{heading}'? ({', '.join(allowed)})"
        return Guess(heading, use, "not sure", asked)
    return Guess(heading, use, "likely", "its heading says so, and its cells")


def _amount(heading: str, to: str, kind: str, cells: Sequence[str]) -> ColumnUse:
    if to.startswith("results."):
        indicator = "People reached" if kind else heading
        constants = [("indicator", indicator), ("measure", "unit")]
        people = kind or re.search(r"reached|benefi|bénéfi|particip|pers", heading, re.IGNORECASE)
        constants += [("unit", "people")] if people else []
        constants += [("sex", kind)] if kind else []
        group = f"{to.partition('.')[2]} {kind or heading.lower()}"
        return ColumnUse(heading, to, group=group, constants=tuple(constants))
    currency = _currency(heading) or _written_currency(cells)
    constants = [("type", kind), *([("currency", currency)] if currency else [])]
    group = kind if to.startswith("transactions.") else "budgets"
    return ColumnUse(heading, to, group=group, constants=tuple(constants))


def _results(guesses: Sequence[Guess]) -> list[Guess]:
    """Join what is said of the same people: all of them, women, men, and how many it should be.

    Where one column counts all, it names what is counted; where a column has
    the indicators, the others are about the one in their row.
    """
    counts = [one for one in guesses if one.use and one.use.table == "results" and _guessed(one)]
    if any(one.use and one.use.column == "indicator" for one in counts):
        return [_of_row(one) if one in counts else one for one in guesses]
    guesses = [
        one
        if one not in counts or not one.use or one.use.column in _NUMBERS
        else replace(one, use=None, sure="not sure", why="no column has the indicators")
        for one in guesses
    ]
    totals = [
        one.use
        for one in counts
        if one.use and one.use.column == "actual" and "sex" not in dict(one.use.constants)
    ]
    if len(totals) != 1:
        return list(guesses)
    total = totals[0]
    joined = []
    for one in guesses:
        if one.use and one in counts:
            known = {**dict(total.constants), **dict(one.use.constants)}
            known["indicator"] = total.heading
            beside = one.use.column in ("target", "baseline")
            group = total.group if beside else one.use.group
            use = replace(one.use, group=group, constants=tuple(known.items()))
            one = replace(one, use=use)
        joined.append(one)
    return joined


def _of_row(guess: Guess) -> Guess:
    """Take a column of results for a part of what its row says of one indicator."""
    if not guess.use or "sex" in dict(guess.use.constants):
        return replace(guess, use=None, sure="not sure", why="which indicator is it of?")
    measure = (("measure", "unit"),) if guess.use.column == "indicator" else ()
    return replace(guess, use=replace(guess.use, group="results", constants=measure))


def _guessed(guess: Guess) -> bool:
    return guess.sure == "likely"


_OFTEN = ("usd", "eur", "gbp", "chf", "cad", "aud", "jpy", "sek", "nok", "dkk", "kes", "xof", "xaf")
"""Currencies that are no other word, even in small letters."""


def _currency(heading: str) -> str:
    """Return the currency that a heading names; "$" alone is many."""
    if "US$" in heading:
        return "USD"
    for word in re.findall(r"[^\W\d_]+|€", heading[-_LONG:])[::-1]:
        if word.lower() in ("€", "euro", "euros"):
            return "EUR"
        shouted = heading.isupper() and word in ("ALL", "TOP", "TRY")
        if word in _OFTEN or (_is_currency(word) and not shouted):
            return str(word).upper()
    return ""


def _written_currency(cells: Sequence[str]) -> str:
    """Return the currency that cells have beside their amounts, where it is one; "$" is many."""
    named = {currencies for cell in cells if (currencies := affixes.taken(cell)[1])}
    only = {currencies for currencies in named if len(currencies) == 1}
    if len(only) != 1:
        return ""
    (currency,) = only.pop()
    return currency if all(currency in currencies for currencies in named) else ""


def _is_amount(cell: str) -> bool:
    return _is_number(affixes.taken(cell)[0])


def _is_currency(word: str) -> bool:
    return word in get_global("all_currencies")


def _money(
    guesses: Sequence[Guess], columns: Mapping[str, Sequence[str]], questions: list[str]
) -> tuple[Guess, ...]:
    """Give amounts the currency and the date that other columns have, and ask for what none has.

    A column can go with one amount, and only where it says nothing in rows without it.
    """
    spare = [
        one
        for one in guesses
        if one.use and one.use.to in ("transactions.currency", "transactions.date")
    ]
    found = {one.heading: one for one in guesses}
    for one in spare:
        found[one.heading] = replace(one, use=None, sure="not sure", why=_OF_WHAT)
    for one in guesses:
        if not one.use or one.use.to not in ("budgets.value", "transactions.value"):
            continue
        use, asked = one.use, []
        for needed in ("currency", "date") if use.table == "transactions" else ("currency",):
            if needed in dict(use.constants):
                continue
            beside = _beside(use, needed, spare, columns)
            if beside:
                spare.remove(beside)
                to = f"{use.table}.{needed}"
                found[beside.heading] = replace(
                    beside, use=ColumnUse(beside.heading, to, group=use.group)
                )
            elif needed == "currency" and (only := _only_currency(guesses, columns)):
                use = replace(use, constants=(*use.constants, ("currency", only)))
            else:
                asked.append(_ASK[needed].format(use.heading))
        sure: Sure = "not sure" if asked else one.sure
        found[one.heading] = replace(one, use=use, sure=sure, why=" ".join(asked) or one.why)
        questions += asked
    return tuple(found[one.heading] for one in guesses)


_OF_WHAT = "it goes with an amount: with which?"
_ASK = {
    "currency": "In which currency is '{}'? (currency = 'EUR', say)",
    "date": "Which column has the days of '{}'? (transactions.date, in the same group)",
}


def _beside(
    use: ColumnUse, needed: str, spare: Sequence[Guess], columns: Mapping[str, Sequence[str]]
) -> Guess | None:
    """Return the column with the currency or the date of an amount; in its rows, in no other."""
    for one in spare:
        pairs = zip(columns[use.heading], columns[one.heading], strict=True)
        if (
            one.use
            and one.use.column == needed
            and all(bool(amount.strip()) == bool(cell.strip()) for amount, cell in pairs)
        ):
            return one
    return None


def _only_currency(guesses: Sequence[Guess], columns: Mapping[str, Sequence[str]]) -> str:
    """Return the currency of a table that has a column of currencies with one in all its cells."""
    found = {
        cell.strip()
        for one in guesses
        if one.use and one.use.column == "currency"
        for cell in columns[one.heading]
        if cell.strip()
    }
    return found.pop() if len(found) == 1 else ""


def _in_tongue(guess: Guess, guesses: Sequence[Guess]) -> Guess:
    """Take a second title or summary for the same in another language, where its heading says so.

    "Title" and "Titre" of one table are one text twice; the first is the activity's own.
    """
    texts = ("activities.title", "activities.summary")
    same = [one for one in guesses if one.use and guess.use and one.use.to == guess.use.to]
    if len(same) < 2 or not guess.use or guess.use.to not in texts or same[0] is guess:
        return guess
    language = tongues.of(guess.heading)
    if not language or language in {tongues.of(one.heading) for one in same[: same.index(guess)]}:
        return guess
    use = replace(guess.use, to=f"{guess.use.to}_{language}")
    return replace(guess, use=use, why=f"its heading says so, in '{language}'")


def _once(guesses: Sequence[Guess]) -> tuple[Guess, ...]:
    """Keep the surest of several columns that would be the same; the others are asked about.

    Of equally sure ones a column of names goes before one of codes: a theme's
    code is made of what its cells say.
    """
    order = {"sure": 0, "likely": 1, "not sure": 2}
    taken: dict[tuple[object, ...], Guess] = {}
    for guess in sorted(guesses, key=lambda one: (order[one.sure], _has_codes(one.heading))):
        if guess.use:
            taken.setdefault(_what(guess.use), guess)
    return tuple(
        guess
        if guess.use is None or (kept := taken[_what(guess.use)]) is guess
        else replace(
            guess, use=None, sure="not sure", why=f"'{kept.heading}' is {guess.use.to} already"
        )
        for guess in guesses
    )


def _has_codes(heading: str) -> bool:
    return bool(
        re.search(r"(?<![^\W_])(code|id|ref|iso\d?|url)s?(?![^\W_])", heading[-_LONG:], re.I)
    )


def _what(use: ColumnUse) -> tuple[object, ...]:
    """Return what a column would be, so that another of the same is found."""
    if use.to in ("budgets.value", "transactions.value"):
        return use.to, dict(use.constants)["type"]
    if use.to in ("transactions.currency", "transactions.date"):
        return use.to, use.heading  # each may go with another amount
    match use.table:
        case "places":
            to = "places.region" if use.column == "place" else use.to
            return to, use.column == "percentage" and use.group
        case "themes" if use.column == "code":
            return use.to, dict(use.constants).get("vocabulary")
        case "organisations":
            return use.to, dict(use.constants).get("role")
    return use.to, use.group, use.constants


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, cells)) / len(cells)


def _is_country(cell: str) -> bool:
    return isinstance(places.find_country(cell), places.Found)


def _are_answers(cells: Sequence[str]) -> bool:
    """Say whether the cells are yes and no, which is Norway too."""
    return {cell.lower() for cell in cells} <= {"yes", "no"} and "NO" not in cells


def _says_id(heading: str) -> bool:
    return heading.lstrip("@ ") in ("id", "record id", "uuid")


def _are_countries(cell: str) -> bool:
    """Say whether a cell is a country, or several, each perhaps with its share: "Peru (40 %)"."""
    if _is_country(cell):
        return True
    # A comma between digits is a decimal mark. ID1001 is an id and not Indonesia.
    parts = [part.strip() for part in re.split(r"[;|]|,(?!\d)", cell)]
    named = [_SHARE.sub("", part).strip(" (:") for part in parts if part]
    return bool(named) and all(map(_is_country, named))


_SHARE = re.compile(r"^\d[\d.,]{0,9} ?%|(?<=[ (:])\d[\d.,]{0,9} ?%? ?\)?$")
"""The share at the beginning or the end of "60% Kenya", "Kenya (60 %)", "Kenya: 60"."""


def _is_date(cell: str) -> bool:
    return bool(_DATE.fullmatch(cell))


_DATE = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
)
"""2024-12-31, with a time or without, or a day in figures in any order."""


def _are_dates(cells: Sequence[str]) -> bool:
    return bool(cells) and _share(cells, _is_date) >= _MOST


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[-−]?\d[\d.,'’   ]*%?", cell))


def _separator(cells: Sequence[str]) -> str:
    signs = (";", "|", "\n", ", ")
    found = [sign for sign in signs if sum(sign in cell for cell in cells) > 0.02 * len(cells)]
    return found[0].strip(" ") if found else ""


def _date_format(cells: Sequence[str], questions: list[str]) -> str:
    """Return the format that the dates prove; ask where 01/07 can be July or January.

    A few that contradict nearly all others are mistakes, which reading them names.
    """
    pattern = r"(\d{1,2})([./-])(\d{1,2})[./-](\d{2,4})"
    written = [found for cell in cells if (found := re.fullmatch(pattern, cell))]
    if not written:
        return ""
    first, second = (sum(int(one[nth]) > 12 for one in written) for nth in (1, 3))
    sign, year = written[0][2], "YYYY" if len(written[0][4]) == 4 else "YY"
    two = all(len(one[1]) == len(one[3]) == 2 for one in written)
    day, month = ("DD", "MM") if two else ("D", "M")
    if first > _FEW * second:
        return f"{day}{sign}{month}{sign}{year}"
    if second > _FEW * first:
        return f"{month}{sign}{day}{sign}{year}"
    either = f"'{day}{sign}{month}{sign}{year}' or '{month}{sign}{day}{sign}{year}'"
    questions.append(f"Is '{written[0][0]}' day first or month first? date_format = {either}")
    return ""


def _decimal_mark(cells: Sequence[str], questions: list[str]) -> str:
    """Return the mark that one of the numbers proves; ask where 1.234 can be two numbers."""
    doubtful = ""
    for cell in cells:
        signs = re.findall(r"[.,]", cell)
        if not signs:
            continue
        last = signs[-1]
        if len(set(signs)) == 2 or not re.search(rf"\{last}\d{{3}}%?$", cell):
            if len(signs) == 1 or len(set(signs)) == 2:
                return str(last)
        elif len(signs) > 1:
            return "." if last == "," else ","
        doubtful = cell
    if doubtful:
        questions.append(f"Is '{doubtful}' a thousand or one and a bit? decimal_mark = '.' or ','")
    return ""
