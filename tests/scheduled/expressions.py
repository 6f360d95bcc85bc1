"""GitHub's expressions, as far as the workflows here use them.

https://docs.github.com/actions/reference/workflows-and-actions/expressions
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w-]*(?:\.[\w-]+)*)|(&&|\|\||==|!=|[!(),]))"
)
STATUS = re.compile(r"\b(always|cancelled|success|failure)\(\)")


@dataclass
class Context:
    """What an expression can ask: ``values`` by their first word, and functions by name."""

    values: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]


def condition(text: str | None, context: Context) -> bool:
    """Say whether a step or job is run: one that asks for no status wants success."""
    said = str(text if text is not None else "").strip()
    whole = re.fullmatch(r"\$\{\{(.*)\}\}", said, re.DOTALL)
    said = (whole[1] if whole else said).strip()
    if not STATUS.search(said) and not context.functions["success"]():
        return False
    return bool(evaluate(said, context)) if said else True


def filled(text: Any, context: Context) -> str:
    """Return text with each ``${{ … }}`` replaced by what it says."""

    def one(found: re.Match[str]) -> str:
        value = evaluate(found[1], context)
        return (
            str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
        )

    return re.sub(r"\$\{\{(.*?)\}\}", one, str(text))


def evaluate(text: str, context: Context) -> Any:
    """Return the value of an expression. Raises ValueError when it is not understood."""
    tokens, at = [], 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if not found:
            raise ValueError(f"{text!r}: not understood from {text[at:]!r}")
        tokens.append(found.group(found.lastindex or 0))
        at = found.end()
    parser = _Parser(tokens, context)
    value = parser.either()
    if parser.tokens:
        raise ValueError(f"{text!r}: {parser.tokens} is left over")
    return value


class _Parser:
    def __init__(self, tokens: list[str], context: Context) -> None:
        self.tokens, self.context = tokens, context

    def take(self, *wanted: str) -> str:
        if self.tokens and self.tokens[0] in wanted:
            return self.tokens.pop(0)
        return ""

    def either(self) -> Any:
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value or other
        return value

    def both(self) -> Any:
        value = self.equal()
        while self.take("&&"):
            other = self.equal()
            value = other if value else value
        return value

    def equal(self) -> Any:
        value = self.one()
        while sign := self.take("==", "!="):
            other = self.one()
            same = str(value or "").lower() == str(other or "").lower()
            value = same if sign == "==" else not same
        return value

    def one(self) -> Any:
        if self.take("!"):
            return not self.one()
        if self.take("("):
            value = self.either()
            assert self.take(")"), "a bracket is not closed"
            return value
        word = self.tokens.pop(0)
        if word.startswith("'"):
            return word[1:-1].replace("''", "'")
        if self.take("("):
            arguments = []
            while not self.take(")"):
                arguments.append(self.either())
                self.take(",")
            return self.context.functions[word](*arguments)
        value: Any = self.context.values
        for part in word.split("."):  # what is not there is nothing
            value = value.get(part) if isinstance(value, Mapping) else None
        return value
