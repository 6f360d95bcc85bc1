"""Years, organisations and themes that a passage names, each with its span and how sure it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefpress.narrative.gazetteer import Sure
from briefpress.sources.slug import slug


@dataclass(frozen=True)
class Span:
    """What was found from ``start`` to ``end`` of a passage: its ``value`` and how sure that is."""

    start: int
    end: int
    text: str
    value: tuple[str, ...]
    sure: Sure


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) ((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)}) ((?:19|20)\d\d)\b", re.IGNORECASE)
_RANGE = re.compile(
    r"\b((?:19|20)\d\d)\s*(?:[-–—/]|to|and|until)\s*((?:19|20)\d\d|\d\d)\b", re.IGNORECASE
)
_YEAR = re.compile(
    r"\b(in|since|during|from|by|until|en|depuis|desde|de)\s+((?:19|20)\d\d)\b", re.I
)
_IN_BRACKETS = re.compile(r"\(((?:19|20)\d\d)\)")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def dates(text: str) -> list[Span]:
    """Return the times that a text gives: ``value`` is the first and the last day, ISO or "".

    Only as precise as they are written: a year is its first and last day.
    "Since 2018" has no last day. Nothing is made of a number alone. A year in
    brackets is a publisher's, "the Institute of Law (2019)", or for review: that
    of a law or a resolution is not when the work was.
    """
    found: list[Span] = []
    for match in _DAY.finditer(text):
        month = _MONTHS.index(match[2].lower()) + 1
        if 1 <= int(match[1]) <= _DAYS[month - 1]:
            day = f"{match[3]}-{month:02}-{int(match[1]):02}"
            found.append(_span(match, (day, day), "sure"))
    for match in _MONTH.finditer(text):
        month = _MONTHS.index(match[1].lower()) + 1
        days = 29 if month == 2 and _leap(int(match[2])) else _DAYS[month - 1]
        first, last = f"{match[2]}-{month:02}-01", f"{match[2]}-{month:02}-{days}"
        found.append(_span(match, (first, last), "sure"))
    for match in _RANGE.finditer(text):
        end = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
        if match[1] <= end:
            found.append(_span(match, (f"{match[1]}-01-01", f"{end}-12-31"), "likely"))
    for match in _YEAR.finditer(text):
        open_end = match[1].lower() in ("since", "from", "depuis", "desde")
        last = "" if open_end else f"{match[2]}-12-31"
        found.append(_span(match, (f"{match[2]}-01-01", last), "likely"))
    for match in _IN_BRACKETS.finditer(text):
        value = (f"{match[1]}-01-01", f"{match[1]}-12-31")
        known = _ends_in_organisation(text[: match.start()])
        found.append(_span(match, value, "likely" if known else "for review"))
    return _apart(found)


def _ends_in_organisation(text: str) -> bool:
    """Say whether a text ends in a name that is an organisation's."""
    words = text.rstrip()[-120:].split()
    names: list[str] = []
    for word in reversed(words):
        if not (word[0].isupper() or word in ("of", "for", "and", "the", "on", "in", "de", "du")):
            break
        names.insert(0, word)
    name = " ".join(names)
    last = names[-1] if names else ""
    return last in WELL_KNOWN or bool(_BODY.search(name) and not _WRITTEN.search(name))


_WRITTEN = re.compile(
    r"\b(Act|Law|Bill|Code|Resolution|Convention|Protocol|Strategy|Plan|Declaration|Decree|Policy"
    r"|Agreement|Directive|Regulation|Guidelines?|Decision|Constitution)\b"
)
"""What has a year of its own, whoever adopted it."""


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _span(match: re.Match[str], value: tuple[str, ...], sure: Sure) -> Span:
    return Span(match.start(), match.end(), match[0], value, sure)


def _apart(found: list[Span]) -> list[Span]:
    """Keep the first of spans that overlap, and return them in the text's order."""
    kept: list[Span] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


WELL_KNOWN = {
    "UN Women": "UN Women", "UNDP": "UNDP", "UNFPA": "UNFPA", "UNICEF": "UNICEF",
    "UNHCR": "UNHCR", "UNESCO": "UNESCO", "UNAIDS": "UNAIDS", "OHCHR": "OHCHR", "IOM": "IOM",
    "ILO": "ILO", "WHO": "WHO", "WFP": "WFP", "FAO": "FAO", "OCHA": "OCHA", "UNODC": "UNODC",
    "World Bank": "World Bank", "INTERPOL": "INTERPOL", "European Union": "European Union",
    "EU": "European Union", "USAID": "USAID", "Sida": "Sida", "FCDO": "FCDO", "DFID": "DFID",
    "GIZ": "GIZ", "NORAD": "NORAD", "CIDA": "CIDA", "JICA": "JICA", "AFD": "AFD",
    "African Union": "African Union", "ASEAN": "ASEAN", "OSCE": "OSCE", "OAS": "OAS",
}  # fmt: skip
_FUNDED = re.compile(
    r"(?:funded|financed|supported financially|financial support (?:from|of)"
    r"|with (?:the )?(?:generous )?(?:financial )?(?:support|contributions?|funding) (?:of|from|by)"
    r"|thanks to funding from|donors?:)\s*(?:by|from)?\s*(?:the )?$",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?:partnership with|collaboration with|cooperation with|together with|jointly with"
    r"|working with|alongside|implemented by|en partenariat avec|en colaboración con"
    r"|support(?:ed)? (?:the|to the)|with)\s+(?:the )?$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:[A-Z][\w’'-]+(?:\s+(?:of|for|the|on|in|de|des|du|y|para)(?=\s+(?:the\s+)?[A-Z])"
    r"|\s+and(?=\s+[A-Z][a-z])"
    r"|\s+the(?=\s[A-Z])|\s+[A-Z][\w’'-]+)+)(?:\s+\([A-Z][\w.-]{1,12}\))?"
)
_BODY = re.compile(
    r"Ministr|Fund\b|Agency|Council|Commission|Police|Prosecut|University|Institute|Association"
    r"|Organi[sz]ation|Foundation|Department|Office|Centre|Center|Network|Union|Bank|Court|Bureau"
    r"|Committee|Alliance|Federation|Board|Team|Secretariat|Programme|Authority|Academy"
)


def organisations(text: str, reporter: str = "") -> list[Span]:
    """Return the organisations that a text names with a part in it.

    ``value`` is id, name and role: ``funding`` after words of giving or in
    "EU-funded", else ``implementing``. ``reporter`` is who reports and is left out.
    """
    found = []
    for match in re.finditer(r"\b([A-Z]{2,8})-funded\b", text):
        found.append(_organisation(match, match[1], "funding", "sure"))
    known = "|".join(sorted(map(re.escape, WELL_KNOWN), key=len, reverse=True))
    for match in re.finditer(rf"\b(?:{known})\b", text):
        role = "funding" if _FUNDED.search(text[: match.start()]) else "implementing"
        found.append(_organisation(match, match[0], role, "likely"))
    for match in _NAME.finditer(text):
        before = text[: match.start()]
        funded, beside = _FUNDED.search(before), _WITH.search(before)
        if funded or (beside and _BODY.search(match[0])):
            role = "funding" if funded else "implementing"
            found.append(_organisation(match, match[0], role, "for review"))
    return [one for one in _apart(found) if one.value[1] != reporter]


def _organisation(match: re.Match[str], name: str, role: str, sure: Sure) -> Span:
    short = re.search(r"\(([A-Z][\w.-]{1,12})\)$", name)
    whole = WELL_KNOWN.get(short[1] if short else name, name)
    return _span(match, (slug(short[1] if short else whole).upper(), whole, role), sure)


def _words(name: str) -> set[str]:
    """Return the longer words of a theme's name; "gender-related" is one and not two."""
    return {_singular(word) for word in re.findall(_WORD, name.lower()) if len(word) > 5}


_WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")


def _singular(word: str) -> str:
    """Return a word without its plural's ending: policies, services, survivors; not analysis."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def themes(text: str, vocabulary: Mapping[str, str]) -> Iterator[Span]:
    """Give the themes whose words a text has; ``vocabulary`` is code and name.

    ``value`` is the code. Sure when the whole name occurs, for review when a
    longer word does, by itself, that stands in no other theme's name.
    """
    counts = Counter(word for name in vocabulary.values() for word in _words(name))
    written: dict[str, re.Match[str]] = {}
    for match in _WORD.finditer(text):
        written.setdefault(_singular(match[0].lower()), match)
    for code, name in vocabulary.items():
        whole = re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
        if name and whole:
            yield _span(whole, (code,), "sure")
            continue
        own = sorted(word for word in _words(name) if counts[word] == 1 and word in written)
        if own:
            yield _span(written[own[0]], (code,), "for review")
