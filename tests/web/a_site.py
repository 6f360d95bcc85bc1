"""A project whose edition has all that a page can: money, results, hidden counts, odd words."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MARKUP = "Wells </script><script>document.title='owned'</script> & <b>pumps</b>"
HIDDEN = "4093"
"""A count that is hidden, because with it a smaller one could be computed."""

TOML = """\
[edition]
title = "Water for all"
organisation = "The Office"
period = { start = 2023-01-01, end = 2024-12-31 }
data_date = 2024-12-31
languages = ["en", "ar"]
currency = "USD"
rates = "rates.csv"
vocabulary = "approach"
formats = ["pdf", "html"]
[[source]]
path = "data/"
name = "The Office’s files"
[[brief]]
kind = "country"
[[brief]]
kind = "theme"
formats = ["pdf"]
[[brief]]
kind = "donor"
[brand]
contact = "office@example.org"
[disclosure]
sensitive = ["survivors *"]
[build]
time_limit = 900
"""
DATA = {
    "activities": f"id,title,summary,scope,start_date,end_date\n"
    f"A,{MARKUP},Deep ones.,national,2023-01-01,2023-12-31\n"
    "B,Schools,Ten of them.,multinational,2023-05-01,2024-12-31\n"
    "C,Clinics,,national,2024-01-01,\n",
    "places": "activity,country,percentage\nA,KEN,\nB,KEN,41\nB,UGA,59\nC,KEN,\n",
    "vocabularies": "vocabulary,code,name\napproach,water,Water\napproach,health,Health\n",
    "themes": "activity,vocabulary,code\nA,approach,water\nC,approach,health\n",
    "organisations": "activity,organisation,name,role\n"
    "A,EX,Example Aid,funding\nA,ZX,Zebra Fund,funding\nB,EX,Example Aid,funding\n"
    "A,TT,Tiny Trust,funding\nA,WB,Well Builders,implementing\nB,SB,School Builders,implementing\n"
    "C,CB,Clinic Builders,implementing\n",
    "transactions": "id,activity,type,date,value,currency,provider\n"
    "1,A,incoming funds,2023-03-01,1000000.10,EUR,EX\n"
    "2,B,incoming funds,2023-03-02,500000.00,USD,EX\n"
    "3,A,incoming funds,2023-04-02,70000.00,USD,ZX\n"
    "4,A,disbursement,2023-06-02,20000.50,USD,\n"
    "5,A,incoming funds,2023-05-02,900.00,USD,TT\n",
    "results": "id,activity,indicator,measure,unit,start_date,end_date,target,actual,sex\n"
    "R1,A,Wells dug,unit,wells,2023-01-01,2023-12-31,20,15,\n"
    "S1,A,Survivors served,unit,survivors,2023-01-01,2023-12-31,5000,4100,\n"
    f"S2,A,Survivors served,unit,survivors,2023-01-01,2023-12-31,,{HIDDEN},female\n"
    "S3,A,Survivors served,unit,survivors,2023-01-01,2023-12-31,,7,male\n",
}
RATES = "date,currency,rate,base,source\n2023-02-28,EUR,0.92,USD,The Bank\n"
KENYA, DONOR = "country/KEN-kenya", "donor/EX-example-aid"


def project(root: Path) -> Path:
    """Write the project; templates and charts are the starter's."""
    files = {f"data/{name}.csv": content for name, content in DATA.items()}
    for name, content in {"briefs.toml": TOML, "rates.csv": RATES, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


def violations(page: Page, but: str = "") -> list[str]:
    """Return what axe-core finds, each with the element that it is about."""
    context = {"exclude": [[but]]} if but else None
    found = Axe().run(page, context=context, options={"runOnly": RULES}).response
    assert found["passes"]
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
