"""In which language a column's texts are, as its heading tells: "Titre", "Title (FR)"."""

from __future__ import annotations

import re

_WORDS = {
    "en": r"title|name|summary|description|objectives?|english|anglais|inglés",
    "fr": r"titre|intitulé|nom|résumé|objectifs?|french|français|francés",
    "es": r"título|nombre|resumen|descripción|objetivos?|spanish|espagnol|español",
    "ar": r"عنوان|العنوان|اسم|وصف|arabic|arabe|árabe|عربي|العربية",
    "ru": r"название|наименование|описание|russian|russe|ruso|русский",
    "zh": r"标题|名称|描述|chinese|chinois|chino|中文",
}
"""Words that a heading has in one language alone, and the names of the language."""


def of(heading: str) -> str:
    """Return the code of the language that a heading names, or is written in; "" where neither."""
    words: list[str] = re.findall(r"[^\W\d_]+", heading.lower())
    if words and words[-1] in _WORDS and len(words) > 1:
        return words[-1]  # "Title FR", "title_fr"
    named = [code for code, known in _WORDS.items() if any(map(re.compile(known).fullmatch, words))]
    return named[-1] if len(named) == 1 else ""
