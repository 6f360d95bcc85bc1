"""What an activity is about: sectors in every vocabulary, policy markers and tags."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from briefpress.model.codelists import codes as codelist
from briefpress.sources.iati import codes
from briefpress.sources.iati.activity import Activity, Parts, best, percentage, texts
from briefpress.sources.slug import slug

if TYPE_CHECKING:
    from lxml.etree import _Element


def classify(activity: Activity, own: Parts, transaction: str = "") -> None:
    """Add the sectors of an activity, or of one of its transactions, in all vocabularies."""
    found: dict[tuple[str, str], tuple[Decimal | str | None, int]] = {}
    for one in own.get("sector", []):
        vocabulary = (one.get("vocabulary") or "1").strip()
        vocabulary = codes.SECTOR_VOCABULARY.get(vocabulary, slug(vocabulary))
        if vocabulary.startswith("own"):
            vocabulary = _own(activity, one, vocabulary)
        key = _theme(activity, one, vocabulary)
        if key:
            share = percentage(one.get("percentage"))
            before, line = found.get(key, (None, one.sourceline or 0))
            if isinstance(before, Decimal) and isinstance(share, Decimal):
                share += before
            found[key] = (share if share is not None else before, line)
    for (vocabulary, code), (share, line) in found.items():
        activity.rows.add(
            "themes",
            line,
            activity=activity.id,
            transaction=transaction,
            vocabulary=vocabulary,
            code=code,
            percentage="" if share is None else str(share),
        )


def _own(activity: Activity, one: _Element, vocabulary: str) -> str:
    """Return the name of a publisher's own vocabulary: another address is another vocabulary.

    The first that the file has keeps the plain name; of two, each sums to 100
    (IATI 2.03, sector/@vocabulary-uri).
    """
    key = (activity.reporter, vocabulary)
    addresses = activity.file.vocabularies.setdefault(key, [])
    address = (one.get("vocabulary-uri") or "").strip()
    if address not in addresses:
        addresses.append(address)
    at = addresses.index(address)
    return f"{vocabulary}-{slug(address) or at}" if at else vocabulary


def _theme(activity: Activity, one: _Element, vocabulary: str) -> tuple[str, str] | None:
    """Return the vocabulary and the code of a sector, and add it to the vocabularies if new.

    A code names one theme over all vocabularies and publishers, so only those
    of the DAC stand alone: ``11110``, ``sdg-goal:5``, ``XM-DAC-41121:HEA``.
    """
    said = best(texts(one), activity.language)[1]
    given = " ".join((one.get("code") or "").split()) or slug(said)
    listed = codelist(codes.SECTOR_LIST[vocabulary]) if vocabulary in codes.SECTOR_LIST else {}
    if not given or (vocabulary in ("dac", "dac-3") and given not in listed):
        activity.wrong(one, f"'{given}' is no sector of the DAC", (given, said))
        return None
    if vocabulary in ("dac", "dac-3"):
        code = given
    else:
        before = (activity.reporter if vocabulary.startswith("own") else "") or vocabulary
        further = vocabulary.partition("-")[2] if vocabulary.startswith("own") else ""
        code = ":".join(filter(None, (before, further, given)))
    if (vocabulary, code) not in activity.file.themes:
        activity.file.themes.add((vocabulary, code))
        name = listed.get(given) or said or given
        activity.rows.add(
            "vocabularies", one.sourceline or 0, vocabulary=vocabulary, code=code, name=name
        )
    return vocabulary, code


def mark(activity: Activity) -> None:
    """Add policy markers and tags."""
    found: dict[tuple[str, str], tuple[str, str, int]] = {}
    for one in activity.parts.get("policy-marker", []):
        vocabulary = "policy" if (one.get("vocabulary") or "1") in ("1", "DAC") else "policy-own"
        code = (one.get("code") or "").strip()
        name = best(texts(one), activity.language)[1]
        if vocabulary == "policy":
            name = codelist("PolicyMarker").get(code, name)
        strength = (one.get("significance") or "").strip()
        found.setdefault((vocabulary, code), (name, strength, one.sourceline or 0))
    for one in activity.parts.get("tag", []):
        vocabulary = (one.get("vocabulary") or "").strip()
        vocabulary = codes.TAG_VOCABULARY.get(vocabulary, vocabulary or "own")
        name = best(texts(one), activity.language)[1]
        code = (one.get("code") or "").strip() or slug(name)
        found.setdefault((f"tag-{vocabulary}", code), (name, "", one.sourceline or 0))
    for (vocabulary, code), (name, strength, line) in found.items():
        if code:
            activity.rows.add(
                "markers",
                line,
                activity=activity.id,
                vocabulary=vocabulary,
                code=code,
                name=name,
                significance=strength,
            )
