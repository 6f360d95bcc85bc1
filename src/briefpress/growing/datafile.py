"""A person's data file: how it is to be read, what it has, and what it lacks.

The file is read as a build will read it, in a project that is made for that and
thrown away: so what is said here is what the first build finds.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress import importing
from briefpress.config import FILE, Source, load
from briefpress.errors import Mistake, ProjectError
from briefpress.growing.settings import Settings
from briefpress.growing.settings import text as settings_text
from briefpress.model.tables import SPECS

if TYPE_CHECKING:
    from briefpress.model.tables import Tables
    from briefpress.sources import Reading
    from briefpress.sources.grid import Grid
    from briefpress.sources.propose import Guess, Proposal

PAGES = (".txt", ".md", ".html", ".htm")
"""Endings of pages of text, whose activities are proposed by ``briefpress.narrative``."""

_FEW = 0.2
"""Of the rows in which a column may be wrong: in more, it is not what it was taken for."""


@dataclass(frozen=True)
class Hints:
    """What only a person knows of a file; "" is not said."""

    encoding: str = ""
    currency: str = ""
    date_format: str = ""
    decimal_mark: str = ""

    @property
    def declared(self) -> dict[str, str]:
        """Return what stands in a ``[[source]]``."""
        keys = ("encoding", "date_format", "decimal_mark")
        return {key: getattr(self, key) for key in keys if getattr(self, key)}


@dataclass(frozen=True)
class Looked:
    """What a data file has, and how it is to be read.

    ``sources`` is the text of its ``[[source]]``; ``asks`` are the hints that would
    let more of it be read, each with its question; ``lines`` say what was found.
    """

    file: Path
    hints: Hints
    sources: str
    start: dt.date
    end: dt.date
    dated: bool
    saved: dt.date
    currency: str
    converted: bool
    vocabulary: str
    reporter: str
    keys: dict[str, int]
    """How many briefs there would be over each dimension."""
    largest: dict[str, int]
    """How many activities the largest of them has."""
    lines: tuple[str, ...]
    asks: dict[str, str]


def look(file: Path, hints: Hints = Hints()) -> Looked:
    """Read a person's file as a build will. Raises ProjectError where nothing can be made of it."""
    if not file.exists():
        raise ProjectError([Mistake(str(file), found="there is no such file")])
    with tempfile.TemporaryDirectory(prefix="briefpress-") as folder:
        stage = Path(folder)
        (stage / "data").mkdir()
        place(file, stage)
        return _Looking(file, stage, hints).looked()


def place(file: Path, root: Path) -> None:
    """Put a file's data into the folder ``data`` of a project: the file, or tables made of it.

    Raises ProjectError for what cannot be read.
    """
    from briefpress.sources import SUFFIXES

    data = root / "data"
    try:
        if file.is_dir():
            inside = [one for one in sorted(file.iterdir()) if one.suffix.lower() in SUFFIXES]
            if not inside:
                raise ProjectError(f"{file}: there is no table in this folder")
            for one in inside:
                shutil.copyfile(one, data / one.name)
        elif file.suffix.lower() in PAGES:
            from briefpress import narrative

            narrative.import_page(file, data)
            (data / "review.txt").replace(root / "review.txt")
        else:
            shutil.copyfile(file, data / file.name)
    except OSError as error:
        raise ProjectError(f"{error.filename}: cannot be read: {error.strerror}") from None


class _Looking:
    """One look at a file: in a project of its own, read again as often as columns have to go."""

    def __init__(self, file: Path, stage: Path, hints: Hints) -> None:
        self.file, self.stage, self.hints = file, stage, hints
        self.whole = file.is_dir() or file.suffix.lower() in PAGES
        self.path = "data/" if self.whole else f"data/{file.name}"
        self.proposed: list[tuple[Grid, Proposal]] = []
        self.left: list[str] = []
        self.as_it_is = True
        self.set_aside = False
        self.sheets = 1

    def looked(self) -> Looked:
        kind = self._propose()
        reading, sources = self._read(kind)
        tables = reading.tables
        start, end, dated = _period(tables, self._saved())
        sources = self._sources(kind, start, end)
        currency, several = _currency(tables)
        keys, largest = _keys(tables, _vocabulary(tables))
        return Looked(
            file=self.file,
            hints=self.hints,
            sources=sources,
            start=start,
            end=end,
            dated=dated,
            saved=self._saved(),
            currency=self.hints.currency or currency,
            converted=several,
            vocabulary=_vocabulary(tables),
            reporter=_reporter(self.stage / self.path) if kind == "iati" else "",
            keys=keys,
            largest=largest,
            lines=tuple(self._lines(reading, keys)),
            asks=self._asks(),
        )

    def _saved(self) -> dt.date:
        return dt.date.fromtimestamp(self.file.stat().st_mtime)

    def _propose(self) -> str:
        """Find out what the file's columns are; return its format."""
        from briefpress.sources import format_of
        from briefpress.sources.propose import key_of, propose

        if self.whole:
            return ""
        kind = format_of(self.stage / self.path, Source(self.path))
        if kind == "iati":
            return kind
        source = Source(self.path, encoding=self.hints.encoding)
        try:
            wrong: list[Mistake] = []
            grids = importing.grids_of(self.stage / self.path, source, wrong)
        except ProjectError as error:
            raise self._named(error.mistakes, error.format_message()) from None
        if all(
            one.name in SPECS and set(one.heading) <= set(SPECS[one.name].names) for one in grids
        ):
            return kind
        self.as_it_is, self.sheets = False, len(grids)
        key = key_of([grid.heading for grid in grids])
        every = [(grid, _doubted(grid, _hinted(propose(grid, key), self.hints))) for grid in grids]
        self.proposed = [(grid, of) for grid, of in every if _is_read(of, alone=len(grids) == 1)]
        kept = [id(grid) for grid, _ in self.proposed]
        self.left = [_sheet(grid) for grid, _ in every if id(grid) not in kept]
        if not self.proposed and any(one.level == "error" for one in wrong):
            raise self._named(wrong)
        if not self.proposed:
            raise ProjectError(_nothing_told(self.file, grids))
        return kind

    def _read(self, kind: str) -> tuple[Reading, str]:
        """Read the file, without the columns that turn out not to be what their headings say."""
        from briefpress import sources

        for _ in range(4):
            text = self._sources(kind, dt.date(1900, 1, 1), dt.date(2100, 12, 31))
            rough = Settings("-", "-", sources=text, kinds=(("annual", ""),))
            (self.stage / FILE).write_text(settings_text(rough), encoding="utf-8")
            try:
                reading = sources.read(load(self.stage))
            except ProjectError as error:
                raise self._named(error.mistakes, error.format_message()) from None
            aside = [one for one in reading.mistakes if one.level == "set aside"]
            if not self._drop(aside):
                break
        self.set_aside = bool(aside)
        errors = [one for one in reading.errors if one.file != FILE]
        if errors:
            raise self._named(errors)
        rows = sum(len(grid.numbers) for grid, _ in self.proposed)
        if reading.tables.activities.empty or (rows and reading.tables.rows_rejected > rows / 2):
            found = [*aside, Mistake(self.path, found="has no row that is an activity")]
            raise self._named(found[:10] if aside else found[-1:])
        return reading, text

    def _drop(self, aside: Sequence[Mistake]) -> bool:
        """Leave out the columns that are wrong in many rows; say whether there is such a one."""
        wrong = Counter((one.file, one.column) for one in aside)
        first = {(one.file, one.column): one.found for one in reversed(aside)}
        dropped = False
        for at, (grid, proposal) in enumerate(self.proposed):
            guesses = []
            for guess in proposal.guesses:
                count = wrong[(grid.file, guess.heading)]
                if (
                    guess.use
                    and guess.sure != "not sure"
                    and count > max(2, _FEW * len(grid.numbers))
                ):
                    why = f"in {count} rows it is none: {first[(grid.file, guess.heading)]}"
                    guess, dropped = replace(guess, sure="not sure", why=why), True
                guesses.append(guess)
            self.proposed[at] = grid, replace(proposal, guesses=tuple(guesses))
        return dropped

    def _sources(self, kind: str, start: dt.date, end: dt.date) -> str:
        """Return the ``[[source]]`` of the file, one for each of its sheets that is read."""
        import tomlkit

        array = tomlkit.aot()
        if self.as_it_is or self.whole:
            source = self._begun()
            source.update({"encoding": self.hints.encoding} if self.hints.encoding else {})
            if kind == "iati":
                source["on_error"] = "set aside"
                source["on_error"].comment("what cannot be used is listed in build/rejected.csv")
            array.append(source)
        for grid, proposal in self.proposed:
            array.append(self._source(grid, proposal, start, end))
        document = tomlkit.document()
        document["source"] = array
        return tomlkit.dumps(document)

    def _source(self, grid: Grid, proposal: Proposal, start: dt.date, end: dt.date) -> Any:
        import tomlkit

        source = self._begun()
        if self.sheets > 1:
            source["sheet"] = _sheet(grid)
        if self.hints.encoding:
            source["encoding"] = self.hints.encoding
        for key in ("date_format", "decimal_mark"):
            if getattr(proposal, key):
                source[key] = getattr(proposal, key)
        if self.set_aside or start.year == 1900:
            source["on_error"] = "set aside"
            source["on_error"].comment("such rows are listed in build/rejected.csv")
        columns = tomlkit.table()
        for guess in proposal.guesses:
            if not guess.use:
                continue
            days = {"start_date": start.isoformat(), "end_date": end.isoformat()}
            said = importing.value(guess.use, days if guess.use.to == "budgets.value" else {})
            if guess.sure == "not sure":
                key = tomlkit.item(guess.heading).as_string()
                columns.add(tomlkit.comment(f"{key} = {said.as_string()}   # {guess.why}"))
            else:
                columns[guess.heading] = said
        source["columns"] = columns
        return source

    def _begun(self) -> Any:
        import tomlkit

        source = tomlkit.table()
        source["path"] = self.path
        source["name"] = self.file.name
        source["name"].comment("as it is printed under charts and tables")
        return source

    def _asks(self) -> dict[str, str]:
        """Return what a person could say to have more read, each with its question."""
        asks: dict[str, str] = {}
        for _, proposal in self.proposed:
            for question in proposal.questions:
                for hint in ("date_format", "decimal_mark"):
                    if f"{hint} =" in question and not getattr(self.hints, hint):
                        asks.setdefault(hint, question.partition("? ")[0] + "?")
            if not self.hints.currency:
                lacking = [one.heading for one in proposal.guesses if _lacks_only_currency(one)]
                if lacking:
                    asks.setdefault("currency", f"In which currency is '{lacking[0]}'?")
        return asks

    def _lines(self, reading: Reading, keys: dict[str, int]) -> Iterable[str]:
        count = len(reading.tables.activities)
        several = {"country": "countries and areas", "theme": "themes", "donor": "donors"}
        one_of = {"country": "country or area", "theme": "theme", "donor": "donor"}
        has = [f"{count} {'activity' if count == 1 else 'activities'}"]
        has += [
            f"{keys[over]} {one_of[over] if keys[over] == 1 else several[over]}"
            for over in several
            if keys[over]
        ]
        yield f"{self.file.name}: {', '.join(has)}"
        for grid, proposal in self.proposed:
            where = f" (sheet '{_sheet(grid)}')" if self.sheets > 1 else ""
            read = [one for one in proposal.guesses if one.use and one.sure != "not sure"]
            for guess in read:
                yield f"  {guess.heading}{where} -> {_called(guess)}"
            reasons: dict[str, list[str]] = {}
            for guess in proposal.guesses:
                if guess not in read:
                    reasons.setdefault(_why(guess), []).append(guess.heading)
            for why, headings in reasons.items():
                yield f"  not read{where}: {', '.join(headings)}; {why}"
        if self.left:
            yield f"  sheets that are not read: {', '.join(self.left)}"
        yield from self._not_used(reading)
        yield from _lacks(reading.tables)

    def _not_used(self, reading: Reading) -> Iterable[str]:
        aside = [one for one in reading.mistakes if one.level == "set aside"]
        totals = [one for one in reading.mistakes if "row of totals" in one.found]
        alike: dict[tuple[str, str, str], list[Mistake]] = {}
        for one in [*totals, *aside]:
            alike.setdefault((one.file, one.column, one.found), []).append(one)
        for same in list(alike.values())[:_TOLD]:
            more = f" (and in {len(same) - 1} more)" if len(same) > 1 else ""
            yield f"  {self._renamed(same[0])}{more}"
        if len(alike) > _TOLD:
            yield f"  and {len(alike) - _TOLD} other things: briefpress check lists them"
        if self.whole and (self.stage / "review.txt").is_file():
            lines = len((self.stage / "review.txt").read_text(encoding="utf-8").splitlines())
            yield f"  {lines} things to look at are in review.txt"

    def _named(self, mistakes: Iterable[Mistake], message: str = "") -> ProjectError:
        listed = list(mistakes)
        own = [one for one in listed if not one.found.startswith("is missing; nothing can do")]
        renamed = [self._renamed(one) for one in own or listed]
        return ProjectError(renamed) if renamed else ProjectError(message)

    def _renamed(self, mistake: Mistake) -> Mistake:
        """Name the person's own file, and not the copy that was read."""
        name = mistake.file.replace("data/", "") if self.whole else mistake.file
        return replace(mistake, file=name.replace(self.path, str(self.file)))


def _sheet(grid: Grid) -> str:
    """Return the name of a workbook's sheet."""
    return grid.file.partition(", sheet '")[2].rstrip("'")


_TOLD = 8
"""Rows that are named; of more, how many."""


def _hinted(proposal: Proposal, hints: Hints) -> Proposal:
    """Fill in what a person said: the currency, how dates and numbers are written."""
    guesses = tuple(
        _in_currency(one, hints.currency) if hints.currency and _lacks_currency(one) else one
        for one in proposal.guesses
    )
    return replace(
        proposal,
        guesses=guesses,
        date_format=hints.date_format or proposal.date_format,
        decimal_mark=hints.decimal_mark or proposal.decimal_mark,
    )


def _doubted(grid: Grid, proposal: Proposal) -> Proposal:
    """Leave out the columns that can be read in two ways, until a person says in which."""
    columns = dict(zip(grid.heading, grid.columns, strict=True))
    guesses = []
    for guess in proposal.guesses:
        cells = columns[guess.heading] if guess.use and guess.sure != "not sure" else ()
        column = guess.use.column if guess.use else ""
        for hint, is_of, sign in (
            ("date_format", column.endswith("date"), r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"),
            ("decimal_mark", column in ("value", "actual", "target", "baseline"), r".*\d[.,]\d.*"),
        ):
            asked = [one for one in proposal.questions if f"{hint} =" in one]
            open_ = asked and not getattr(proposal, hint) and is_of
            if open_ and any(re.fullmatch(sign, cell.strip()) for cell in cells):
                guess = replace(guess, sure="not sure", why=asked[0])
        guesses.append(guess)
    return replace(proposal, guesses=tuple(guesses))


def _lacks_currency(guess: Guess) -> bool:
    return bool(guess.use) and guess.why.startswith("In which currency")


def _lacks_only_currency(guess: Guess) -> bool:
    return _lacks_currency(guess) and _NO_DAYS not in guess.why


_NO_DAYS = "Which column has the days"


def _why(guess: Guess) -> str:
    """Return why a column is not read, for who has never seen briefs.toml."""
    if _NO_DAYS in guess.why:
        return "payments need a column with their days, and none could be told"
    return re.sub(r" (\(currency =.*?\)|(date_format|decimal_mark) = .*)$", "", guess.why)


def _in_currency(guess: Guess, currency: str) -> Guess:
    assert guess.use
    use = replace(guess.use, constants=(*guess.use.constants, ("currency", currency)))
    _, _, other = guess.why.partition("say) ")
    if other:
        return replace(guess, use=use, why=other)
    return replace(guess, use=use, sure="likely", why=f"you said {currency}")


def _is_read(proposal: Proposal, *, alone: bool) -> bool:
    """Say whether a sheet tells of activities: names them, and one thing more."""
    told = {one.use.to for one in proposal.guesses if one.use and one.sure != "not sure"}
    if alone:
        return bool(told)
    names = {"activities.id", "activities.title"} & told or {
        one for one in told if one.endswith(".activity")
    }
    return bool(names) and len(told - {"activities.id", "activities.title"}) > 0


def _nothing_told(file: Path, grids: Sequence[Grid]) -> list[Mistake]:
    headings = ", ".join(f"'{one}'" for grid in grids[:1] for one in grid.heading[:8])
    found = f"of no column could be told what it is; its headings are {headings}"
    mend = (
        "Each row should be an activity, below a row of headings such as 'Project title',"
        " 'Country', 'Sector', 'Donor', 'Start date', 'Budget (USD)'"
    )
    return [Mistake(str(file), found=found, mend=mend)]


def _called(guess: Guess) -> str:
    """Return what a column is read as, in words."""
    assert guess.use
    constants = dict(guess.use.constants)
    if guess.use.to in ("budgets.value", "transactions.value"):
        kind = "budget" if guess.use.table == "budgets" else constants["type"]
        return f"{kind} in {constants['currency']}" if "currency" in constants else kind
    if guess.use.table == "organisations":
        return "donor" if constants.get("role") == "funding" else "partner"
    if guess.use.table == "results" and guess.use.column == "actual":
        return ", ".join(filter(None, ("people reached", constants.get("sex", ""))))
    text = re.fullmatch(r"activities\.(title|summary)_(.+)", guess.use.to)
    if text:
        return f"{text[1]} in '{text[2]}'"
    return {"themes.code": "theme"}.get(guess.use.to) or guess.use.column.replace("_", " ")


def _lacks(tables: Tables) -> Iterable[str]:
    """Say what no activity of the file gives."""
    from briefpress.measures.coverage import coverage

    words = {
        "place": "countries", "theme": "themes", "date": "dates", "partner": "partners",
        "donor": "donors", "budget": "budgets", "result": "results",
    }  # fmt: skip
    table = coverage(tables)
    missing = [words[one] for one in table.loc[table["given"] == 0, "field"]]
    if missing:
        listed = ", ".join(missing[:-1]) + f" and {missing[-1]}" if missing[1:] else missing[0]
        yield f"  It gives no {listed}: briefs say that, and print no zero for it."


def _period(tables: Tables, saved: dt.date) -> tuple[dt.date, dt.date, bool]:
    """Return the years that the data is about: those of its activities, payments and budgets."""
    days: list[dt.date] = []
    for table, columns in (
        (tables.activities, ("start_date", "end_date")),
        (tables.transactions, ("date",)),
        (tables.results, ("start_date", "end_date")),
    ):
        for column in columns:
            days += [day for day in table[column] if day and 1950 <= day.year <= saved.year + 10]
    years = [day.year for day in days] or [saved.year]
    return dt.date(min(years), 1, 1), dt.date(max(years), 12, 31), bool(days)


def _currency(tables: Tables) -> tuple[str, bool]:
    """Return the currency of most amounts, and whether there are others."""
    counted = Counter([*tables.transactions["currency"], *tables.budgets["currency"]])
    most = counted.most_common(1)
    return (most[0][0] if most else "USD"), len(counted) > 1


def _vocabulary(tables: Tables) -> str:
    """Return the vocabulary that most activities have a theme of; "" where there is none."""
    themes = tables.themes[["vocabulary", "activity"]].drop_duplicates()
    counted = themes["vocabulary"].value_counts(sort=False)
    order = list(dict.fromkeys(tables.vocabularies["vocabulary"]))
    return max(order, key=lambda one: int(counted.get(one, 0)), default="")


def _keys(tables: Tables, vocabulary: str) -> tuple[dict[str, int], dict[str, int]]:
    from briefpress.config import Edition
    from briefpress.model import slices

    day = dt.date(2000, 1, 1)
    edition = Edition("", "", day, day, day, ("en",), "USD", vocabulary)
    counts, largest = {"edition": 1}, {"edition": len(tables.activities)}
    for over in ("country", "region", "theme", "donor"):
        keys = slices.keys(tables, edition, over)
        counts[over] = len(keys)
        sizes = [slices.touching(tables, over, key).nunique() for key in keys]
        largest[over] = max(sizes, default=0)
    return counts, largest


def _reporter(path: Path) -> str:
    """Return who reports in an IATI file; "" where several do."""
    from lxml import etree

    found: set[str] = set()
    tags = ("iati-activity", "reporting-org")
    try:
        for _, element in etree.iterparse(
            str(path), tag=tags, no_network=True, resolve_entities=False
        ):
            if element.tag == "reporting-org":
                narrative = element.find("narrative")
                said = (narrative if narrative is not None else element).text
                found.add(" ".join((said or "").split()))
            else:
                element.clear()
    except etree.XMLSyntaxError:
        pass  # what is wrong with the file is for its reader to say
    return found.pop() if len(found) == 1 else ""
