"""English words on a page in another language, marked as such: WCAG 2.2, 3.1.2, language of parts.

A project's own language begins without a translation. What is printed in English then
is said in English by a screen reader, and divided as English. Words are marked as they
come from the catalogue, with signs that no text has (Unicode keeps them for the inside of
programs), and become elements where they stand on the page; in attributes they go.
"""

from __future__ import annotations

from briefpress.documents.bidi import as_elements
from briefpress.language import Text

_START, _END = "\ufdd0", "\ufdd1"


class Marked:
    """The words of a language for a template, those that are not translated between marks."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def gettext(self, message: str) -> str:
        """Return a message."""
        return self._of(self.text.gettext(message), message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the form of a message that goes with a number."""
        return self._of(self.text.ngettext(one, many, number), one)

    def pgettext(self, context: str, message: str) -> str:
        """Return a message that means something else elsewhere."""
        return self._of(self.text.pgettext(context, message), message, context)

    def theme(self, code: str) -> str:
        """Return a theme's name; one of a code list may have none but the English."""
        name = self.text.theme(code)
        return f"{_START}{name}{_END}" if self.text.theme_is_english(code) else name

    def title(self, title: str, key: str) -> str:
        """Return the title of a brief over ``key``, which may be a theme's name."""
        return self.theme(key) if title == self.text.theme(key) else title

    def _of(self, said: str, message: str, context: str = "") -> str:
        # "; " and ", " between the items of a list are nobody's language
        if self.text.has(message, context) or not any(map(str.isalpha, said)):
            return said
        return f"{_START}{said}{_END}"


def marked(html: str) -> str:
    """Return a page with an element around each piece of words that stands in English."""
    return as_elements(html, _START, _END, '<span lang="en" dir="ltr">', "</span>")
