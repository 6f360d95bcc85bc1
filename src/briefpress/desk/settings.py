"""The common settings of briefs.toml, as a form that keeps everything else in the file.

What is sent is written into the text of the file, and that is read by the same code
as any briefs.toml (config.py): only what is right as a whole is written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from briefpress import config
from briefpress.config import FILE
from briefpress.errors import Mistake, ProjectError
from briefpress.press.publish import write_whole

Sent = Mapping[str, Sequence[str]]
"""A form's values by the names of its fields."""

_TEXTS: dict[str, tuple[str, ...]] = {
    "title": ("edition", "title"),
    "organisation": ("edition", "organisation"),
    "colour": ("brand", "colour"),
    "logo": ("brand", "logo"),
}
_DAYS: dict[str, tuple[str, ...]] = {
    "start": ("edition", "period", "start"),
    "end": ("edition", "period", "end"),
    "data_date": ("edition", "data_date"),
}
_WHERE = re.compile(r"\[(?P<section>[\w.]+)\] (?P<key>[\w-]+): (?P<said>.*)", re.DOTALL)


class ChangedMeanwhileError(Exception):
    """The file is not the one that the form was filled from."""


@dataclass(frozen=True)
class Form:
    """What the form shows. ``version`` is the hash of the file that it was filled from.

    ``pages`` are the kinds of briefs with their least and most pages; ``errors`` say
    what is wrong with a field, ``others`` what is wrong elsewhere in the file.
    """

    version: str
    values: Mapping[str, str]
    languages: Sequence[str]
    pages: Sequence[tuple[str, str, str]]
    errors: Mapping[str, str] = field(default_factory=dict)
    others: Sequence[str] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    """By field, what the file has now that somebody else has changed."""


def read(root: Path) -> Form:
    """Return the form as the file has it. Raises ProjectError when it is not TOML."""
    content = _content(root)
    document = _parsed(_text(content))
    values = {name: _shown(document, path) for name, path in {**_TEXTS, **_DAYS}.items()}
    languages = [str(one) for one in document.get("edition", {}).get("languages", [])]
    return Form(_digest(content), values, languages, tuple(_pages(document)))


def save(root: Path, sent: Sent) -> Form:
    """Write what was sent; return the form, with ``errors`` and nothing written if there are any.

    Raises ChangedMeanwhileError when the file is another than the form was filled from.
    """
    content = _content(root)
    if _digest(content) != _one(sent, "version"):
        raise ChangedMeanwhileError
    text = _text(content)
    document = _parsed(text)
    kinds = [kind for kind, _, _ in _pages(document)]
    errors = _write(document, sent, kinds)
    new = _as_it_stood(text, tomlkit.dumps(document))
    others: list[str] = []
    if not errors:
        errors, others = _judged(root, new, kinds)
    if errors or others:
        return _again(sent, kinds, errors, others)
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    if new != text:
        write_whole(root / FILE, mark + new.encode())
    return read(root)


def again(root: Path, sent: Sent) -> Form:
    """Return the form as it was sent, for the file as it is now: who sends it then, means it."""
    there = read(root)
    form = _again(sent, [kind for kind, _, _ in there.pages], {}, [])
    found = {name: one for name, one in there.values.items() if one != form.values[name]}
    if set(there.languages) != set(form.languages):
        found["languages"] = ", ".join(there.languages)
    for nth, (now, given) in enumerate(zip(there.pages, form.pages, strict=True)):
        if now != given:
            found[f"pages-{nth}"] = " – ".join(now[1:])
    return replace(form, version=there.version, found=found)


def _write(document: Any, sent: Sent, kinds: Sequence[str]) -> dict[str, str]:
    """Put what was sent into the document, where it differs; return what is no value at all."""
    errors: dict[str, str] = {}
    for name, path in _TEXTS.items():
        if name in sent and not _one(sent, name):
            errors[name] = f"'{path[-1]}' is missing; it must be text"
        elif name in sent and _one(sent, name) != _shown(document, path):
            _put(document, path, _one(sent, name))
    for name, path in _DAYS.items():
        given = _one(sent, name)
        if name not in sent or given == _shown(document, path):
            continue
        try:
            _put(document, path, dt.date.fromisoformat(given))
        except ValueError:
            errors[name] = f"'{given}' is no date. Write it as 2024-12-31"
    _put_languages(document, list(sent.get("languages", ())))
    for nth in range(len(kinds)):
        for key in ("least", "most"):
            name = f"{key}-{nth}"
            given = _one(sent, name).strip()
            brief = document["brief"][nth]
            if name not in sent or given == str(brief.get("pages", {}).get(key, "")):
                continue
            if not re.fullmatch(r"\d{1,4}", given):
                errors[f"pages-{nth}"] = f"'{given}' is no number of pages"
            else:
                if "pages" not in brief:
                    brief["pages"] = tomlkit.inline_table()
                brief["pages"][key] = int(given)
    return errors


def _as_it_stood(text: str, new: str) -> str:
    """Return ``new`` with every line as it was written that says the same as before.

    tomlkit loses the blank between a date and a closing brace, so a file that is
    parsed and written is not always the same (its lines are).
    """
    before, parsed = text.splitlines(True), tomlkit.dumps(tomlkit.parse(text)).splitlines(True)
    after = new.splitlines(True)
    if len(before) != len(parsed):
        return new
    found: list[str] = []
    for what, one, end, other, last in SequenceMatcher(
        None, parsed, after, autojunk=False
    ).get_opcodes():
        if what == "equal":
            found += before[one:end]
        elif end - one == last - other:
            pairs = zip(before[one:end], parsed[one:end], after[other:last], strict=True)
            found += [_blank(*lines) for lines in pairs]
        else:
            found += after[other:last]
    return "".join(found)


def _blank(before: str, parsed: str, after: str) -> str:
    """Return a line that is new with the blank that was lost in it."""
    lost = " }" in before and " }" not in parsed
    return re.sub(r"(?<=\S)\}", " }", after, count=1) if lost else after


def _put(document: Any, path: Sequence[str], value: Any) -> None:
    """Set a value; tomlkit keeps the comment behind it."""
    table = document
    for name in path[:-1]:
        if name not in table:
            table[name] = tomlkit.table()
        table = table[name]
    table[path[-1]] = value


def _put_languages(document: Any, wanted: list[str]) -> None:
    """Set the languages in the order of the file, new ones last; comments inside stay."""
    edition = document.setdefault("edition", tomlkit.table())
    there = edition.get("languages")
    if there is None or not isinstance(there, list):
        edition["languages"] = wanted
        return
    for one in [one for one in there if one not in wanted]:
        there.remove(one)
    for one in wanted:
        if one not in there:
            there.append(one)


def _judged(root: Path, text: str, kinds: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return what is wrong with a file, by field where the form has one for it."""
    try:
        config.parse(root, text)
    except ProjectError as error:
        errors: dict[str, str] = {}
        others: list[str] = []
        for one in error.mistakes:
            name, said = _field(one, text)
            if name:
                errors.setdefault(name, said)
            else:
                others.append(str(one))
        return errors, others
    return {}, []


def _field(mistake: Mistake, text: str) -> tuple[str, str]:
    """Return the field that a mistake is about, "" for none, and what it says."""
    where = _WHERE.fullmatch(mistake.found)
    if not where:
        return "", mistake.found
    section, key, said = where["section"], where["key"], where["said"]
    if section == "brief" and key in ("pages", "least", "most"):
        heads = re.findall(
            r"(?m)^\s*\[\[\s*brief\s*\]\]", "\n".join(text.splitlines()[: mistake.line])
        )
        return f"pages-{max(0, len(heads) - 1)}", said
    if section.startswith("edition") and key == "period":
        return "end", said
    known = {(path[0], path[-1]): name for name, path in {**_TEXTS, **_DAYS}.items()}
    if (section, key) == ("edition", "languages"):
        return "languages", said
    return known.get((section.partition(".")[0], key), ""), said


def _again(
    sent: Sent, kinds: Sequence[str], errors: Mapping[str, str], others: Sequence[str]
) -> Form:
    values = {name: _one(sent, name) for name in (*_TEXTS, *_DAYS)}
    pages = [
        (kind, _one(sent, f"least-{nth}"), _one(sent, f"most-{nth}"))
        for nth, kind in enumerate(kinds)
    ]
    languages = list(sent.get("languages", ()))
    return Form(_one(sent, "version"), values, languages, pages, errors, others)


def _pages(document: Any) -> Iterator[tuple[str, str, str]]:
    briefs = document.get("brief", [])
    for brief in briefs if isinstance(briefs, list) else []:
        pages = brief.get("pages", {})
        given = pages if isinstance(pages, dict) else {}
        yield str(brief.get("kind", "")), str(given.get("least", "")), str(given.get("most", ""))


def _shown(document: Any, path: Sequence[str]) -> str:
    value = document
    for name in path:
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    return str(value)


def _one(sent: Sent, name: str) -> str:
    return (sent.get(name) or [""])[0].strip()


def _content(root: Path) -> bytes:
    try:
        return (root / FILE).read_bytes()
    except OSError as error:
        raise ProjectError([Mistake(FILE, found=f"cannot be read: {error.strerror}")]) from None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProjectError([Mistake(FILE, found="is not UTF-8. Save it as UTF-8")]) from None


def _parsed(text: str) -> Any:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        line = getattr(error, "line", 0)
        raise ProjectError([Mistake(FILE, line=line, found=f"is not TOML: {error}")]) from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
