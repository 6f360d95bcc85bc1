"""A small project with money, results to hide, and cells that look like formulas."""

from pathlib import Path

from briefpress import config
from briefpress.press.build import build
from briefpress.press.progress import Reporter

TOML = """\
[edition]
title = "Safe homes"
organisation = "The Office"
period = { start = 2024-01-01, end = 2024-12-31 }
data_date = 2024-12-31
vocabulary = "approach"
[[source]]
path = "data/"
name = "Register"
[[brief]]
kind = "country"
[disclosure]
sensitive = ["survivors *"]
[data]
licence = "CC-BY-4.0"
licence_url = "https://creativecommons.org/licenses/by/4.0/"
"""
PAGE = """\
<!DOCTYPE html>
<html lang="{{ language.code }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body><h1>{{ brief.title }}</h1><p>{{ activities.total }} {{ funding.received }}</p>
{% for row in tables.results %}<p>{{ row.indicator }} {{ row.actual }}</p>{% endfor %}
</body></html>
"""
FILES = {
    "briefs.toml": TOML,
    "templates/country.html": PAGE,
    "data/activities.csv": "id,title,summary,start_date\nA,=1+1,-Shelter,2024-02-03\nB,Schools,,\n",
    "data/places.csv": "activity,country,percentage\nA,KEN,60\nA,MLI,40\nB,MLI,\n",
    "data/themes.csv": "activity,vocabulary,code\nA,approach,safe\n",
    "data/vocabularies.csv": "vocabulary,code,name\napproach,safe,Safety\n",
    "data/organisations.csv": "activity,organisation,name,role\nA,EU,@Union,funding\n",
    "data/transactions.csv": (
        "id,activity,type,date,value,currency,provider,receiver,description\n"
        "T1,A,incoming funds,2024-05-01,1000.50,USD,EU,X,a secret\n"
        "T2,A,incoming funds,2024-06-01,-10,USD,EU,X,\n"
    ),
    "data/results.csv": (
        "id,activity,indicator,measure,unit,actual,sex\n"
        "R1,A,Survivors sheltered,unit,people,4,female\n"
        "R2,A,Survivors sheltered,unit,people,120,male\n"
        "R3,B,Judges trained,unit,people,7,\n"
    ),
}


def write(root: Path) -> Path:
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return root


def built(root: Path) -> Path:
    outcome = build(config.load(write(root)), root / "build", (), 1, Reporter())
    assert not outcome.failed
    return root
