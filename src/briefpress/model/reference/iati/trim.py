"""Makes codelists.json, names-fr.json and mapping.json from the IATI code lists as published.

    python trim.py FOLDER_OF_CODE_LISTS

Not part of the wheel's use: run by hand when the lists change.
"""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def main(folder: Path) -> None:
    mapping = []
    for one in ElementTree.parse(folder / "iati-mapping.xml").getroot().findall("mapping"):
        condition = one.findtext("condition", "")
        names = [each.get("ref") for each in one.findall("codelist")]
        mapping += [[one.findtext("path", ""), name, condition] for name in names]
    lists = {}
    for path in sorted(folder.glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        if root.tag != "codelist":
            continue
        lists[root.get("name")] = {
            "complete": root.get("complete") == "1",
            "codes": {
                item.findtext("code"): english(item.find("name"))
                for item in root.findall("codelist-items/codelist-item")
            },
        }
    write("names-fr.json", french(folder))
    write("mapping.json", mapping)
    write("codelists.json", lists)


THEMES = ("Sector", "SectorCategory", "UNSDG-Goals", "UNSDG-Targets")
"""The lists that name themes, which briefs print."""


def french(folder: Path) -> dict[str, str]:
    """Return French names by the English ones, with the apostrophes that are printed."""
    found = {}
    for name in THEMES:
        for item in ElementTree.parse(folder / f"{name}.xml").iter("codelist-item"):
            said = [one.text or "" for one in item.find("name") or () if one.get(LANGUAGE) == "fr"]
            if said and english(item.find("name")):
                found[english(item.find("name"))] = " ".join(said[0].split()).replace("'", "’")
    return found


def english(name: ElementTree.Element | None) -> str:
    if name is None:
        return ""
    said = [one.text or "" for one in name if one.get(LANGUAGE, "en") == "en"]
    return " ".join(said[0].split()) if said else ""


def write(name: str, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (HERE / name).write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
