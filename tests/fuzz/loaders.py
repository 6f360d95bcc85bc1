"""Every loader as a function of bytes: no bytes may be more than a refusal or mistakes."""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.measures import currencies
from briefpress.narrative import gazetteer, page
from briefpress.narrative.split import passages
from briefpress.sources import csvfile, database, hxl, iati, jsonlines, mapping, ods, parquet, xlsx

PLAIN = Source("x")
SCRATCH = Path("/dev/shm" if Path("/dev/shm").is_dir() else gettempdir())


def _csv(content: bytes) -> None:
    csvfile.read(content, PLAIN, "x.csv", [])


def _mapped(content: bytes) -> None:
    """Rows with hashtags through the mapping: HXL, and what a person maps, are the same code."""
    found: list[Mistake] = []
    for grid in csvfile.read(content, PLAIN, "x.csv", found):
        mapping.raws(grid, hxl.uses(grid), PLAIN, found)


def _jsonl(content: bytes) -> None:
    jsonlines.read(content, PLAIN, "x.jsonl", [])


def _xlsx(content: bytes) -> None:
    """The first byte says what the rest is: the archive, or one part of a sound one."""
    parts = dict(_WORKBOOK)
    names = [*parts, ""]
    name = names[content[0] % len(names)] if content else ""
    if not name:
        xlsx.read(content[1:], PLAIN, "x.xlsx", [])
        return
    parts[name] = content[1:]
    xlsx.read(_packed(parts), PLAIN, "x.xlsx", [])


def _ods(content: bytes) -> None:
    """An archive when it begins as one, else the XML of a sound one."""
    is_archive = content.startswith(b"PK")
    ods.read(content if is_archive else _packed({"content.xml": content}), PLAIN, "x.ods", [])


def _packed(parts: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_WORKBOOK = {
    "xl/worksheets/sheet1.xml": f"""<worksheet {_MAIN}><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>when</t></is></c></row>
<row r="2"><c r="A2" s="1"><v>0.25</v></c><c r="B2" t="e"><v>#REF!</v></c></row>
</sheetData></worksheet>""".encode(),
    "xl/workbook.xml": f"""<workbook {_MAIN} xmlns:r="{_KIND}"><sheets>
<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>""".encode(),
    "xl/sharedStrings.xml": f"<sst {_MAIN}><si><t>share</t></si></sst>".encode(),
    "xl/styles.xml": f"""<styleSheet {_MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/>
</cellXfs></styleSheet>""".encode(),
    "xl/_rels/workbook.xml.rels": f"""<Relationships {_LINKS}>
<Relationship Id="rId1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_KIND}/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="rId3" Type="{_KIND}/styles" Target="styles.xml"/></Relationships>""".encode(),
    "_rels/.rels": f"""<Relationships {_LINKS}><Relationship Id="rId1"
Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/></Relationships>""".encode(),
    "[Content_Types].xml": f"""<Types
xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}sharedStrings+xml"/>
</Types>""".encode(),
}


def _parquet(content: bytes) -> None:
    parquet.read(content, PLAIN, "x.parquet", [])


def _iati(content: bytes) -> None:
    iati.read(io.BytesIO(content), "x.xml", [])


def _page(content: bytes) -> None:
    passages(page.read(content, "x.txt"), gazetteer.countries)


def _database(content: bytes) -> None:
    """The file of a SQLite database, whose tables have the names of canonical ones."""
    path = SCRATCH / f"briefpress-fuzz-{os.getpid()}.db"
    path.write_bytes(content)
    database.read(Source(database=f"sqlite:///{path}"), [])


def _rates(content: bytes) -> None:
    path = SCRATCH / f"briefpress-fuzz-{os.getpid()}.csv"
    path.write_bytes(content)
    currencies.read_table(path, "rates.csv")


LOADERS: dict[str, Callable[[bytes], None]] = {
    "csv": _csv,
    "mapped": _mapped,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
    "ods": _ods,
    "parquet": _parquet,
    "iati": _iati,
    "page": _page,
    "rates": _rates,
    "database": _database,
}


def seeds(loader: str) -> list[bytes]:
    """Return what is right, to begin with."""
    root = Path(__file__).parents[2]
    found = {
        "csv": [path.read_bytes() for path in root.glob("data/*.csv")],
        "mapped": [b"Where,How much\n#country+code,#value+usd\nPAK,25%\nKEN; UGA,1 000\n"],
        "jsonl": [b'{"id": "A", "place": {"country": "KEN", "percentage": 1e1}}\n{"id": ["A"]}\n'],
        "xlsx": [bytes([at]) + part for at, part in enumerate(_WORKBOOK.values())],
        "ods": [_CONTENT],
        "parquet": [_table()],
        "iati": [_ACTIVITY],
        "page": [b"UN WOMEN IN ACTION\n\nIn Kenya and Pakistan,1 UNODC trained:\n- 20 judges\n"],
        "rates": [b"date,base,currency,rate,source\n2023-01-31,USD,EUR,1.0833,ECB\n"],
        "database": [_sqlite()],
    }
    return found[loader]


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_CONTENT = f"""<office:document-content xmlns:office="{_OFFICE}office:1.0"
xmlns:table="{_OFFICE}table:1.0" xmlns:text="{_OFFICE}text:1.0"><office:body><office:spreadsheet>
<table:table table:name="a"><table:table-row table:number-rows-repeated="2">
<table:table-cell office:value-type="percentage" office:value="0.25"/>
<table:table-cell table:number-columns-repeated="2"><text:p>a<text:s text:c="2"/>b</text:p>
</table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>""".encode()

_ACTIVITY = b"""<iati-activities version="2.03"><iati-activity default-currency="EUR" xml:lang="en"
hierarchy="1"><iati-identifier>A-1</iati-identifier><reporting-org ref="A" type="40"/>
<title><narrative>Courts</narrative><narrative xml:lang="fr">Tribunaux</narrative></title>
<description type="1"><narrative>About courts</narrative></description>
<participating-org ref="B" role="1"><narrative>Bank</narrative></participating-org>
<activity-status code="2"/><activity-date type="1" iso-date="2023-01-01"/>
<recipient-country code="KE" percentage="60"/><recipient-region code="298" percentage="40"/>
<sector vocabulary="1" code="15160" percentage="100"/><tag vocabulary="2" code="5"/>
<policy-marker code="1" significance="2"/><related-activity ref="A-2" type="2"/>
<budget type="2"><period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/>
<value currency="USD" value-date="2023-01-01">100.50</value></budget>
<planned-disbursement><period-start iso-date="2023-02-01"/><value>1</value></planned-disbursement>
<transaction><transaction-type code="3"/><transaction-date iso-date="2023-03-01"/>
<value value-date="2023-03-01">-5.00</value><provider-org ref="B"/><receiver-org>C</receiver-org>
<aid-type vocabulary="2" code="1"/><sector code="15160"/>
<recipient-country code="UG"/></transaction>
<result type="1"><title><narrative>Trained</narrative></title><indicator measure="1" ascending="1">
<title><narrative>Judges</narrative></title><baseline year="2022" value="0"/><period>
<period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/><target value="10">
<dimension name="sex" value="female"/></target><actual value="7"/></period></indicator></result>
</iati-activity></iati-activities>"""


def _table() -> bytes:
    from pyarrow import BufferOutputStream, table
    from pyarrow.parquet import write_table

    write_table(table({"id": ["A", None], "value": [1.5, 2]}), out := BufferOutputStream())
    whole: bytes = out.getvalue().to_pybytes()
    return whole


def _sqlite() -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as file:
        file.execute("create table activities (id text, title text)")
        file.execute("insert into activities values ('A', 'x')")
        return file.serialize()


def once(loader: str, content: bytes) -> None:
    """Read once; a refusal is right, anything else is a fault."""
    with contextlib.suppress(ProjectError):
        LOADERS[loader](content)
