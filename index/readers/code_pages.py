"""Which code page a text in Latin letters was saved in: by the language that it is in, and by what no language does."""

from __future__ import annotations

import re

from index.language.languages import find_language

WESTERN = "cp1252"
# The pages that are tried in order, with the languages that were saved in them; every other language was in the first.
_LANGUAGES = {
    WESTERN: frozenset[str](),
    "cp1250": frozenset({"bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sr"}),
    "iso8859_2": frozenset({"bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sr"}),
    "cp1254": frozenset({"az", "tr"}),
    "cp1257": frozenset({"lt", "lv"}),
}
# The two Central European pages have letters of one language where the other has another's: ž is ľ, ą is š.
_UNUSED_LETTERS = {
    "pl": frozenset("šžťľ"),
    "cs": frozenset("ąľ"),
    "sk": frozenset("ą"),
    "bs": frozenset("ąľ"),
    "hr": frozenset("ąľ"),
    "sl": frozenset("ąľ"),
    "sr": frozenset("ąľ"),
}
_ELSEWHERE = frozenset[str]().union(*_LANGUAGES.values())
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
# A run of so many bytes beyond ASCII is of another script.
_RUN_OF_ANOTHER_SCRIPT = 3
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f](?=[^\W\d_])")
_SIGNS_WITHIN_WORDS = frozenset("\u2018\u2019\u2013\u2014\u00b7\u00b4\u00a0\u00ad")
# A letter to Unicode, and to nobody who writes; in Japanese pages its byte opens every katakana.
_FLORIN = "\u0192"
# One sign within words for so many letters beyond ASCII is a sign that they are no letters of that page.
_LETTERS_A_SIGN = 5


def latin_page(raw: bytes) -> str:
    """The code page of bytes that are no less than half ASCII letters; "" where they are not, or none of the pages fits.

    Where the language is not clear, as in a few words, it is the Western one, if all that stands within words are
    letters in it.
    """
    if not _is_latin(raw):
        return ""
    fitting = [page for page in _LANGUAGES if _is_written(raw.decode(page, "replace"))]
    for page in fitting:
        text = raw.decode(page, "replace")
        language = find_language(text)
        is_of_page = language in _LANGUAGES[page] or (page == WESTERN and language not in _ELSEWHERE)
        if language and is_of_page and _UNUSED_LETTERS.get(language, frozenset()).isdisjoint(text):
            return page
    return WESTERN if WESTERN in fitting else ""


def _is_latin(raw: bytes) -> bool:
    runs = [len(run) for run in _BEYOND_ASCII.findall(raw)]
    long = sum(length for length in runs if length >= _RUN_OF_ANOTHER_SCRIPT)
    return sum(runs) <= len(_ASCII_LETTER.findall(raw)) and 5 * long <= sum(runs)


def _is_written(text: str) -> bool:
    """Whether what stands within words are letters, but for the signs that may stand there."""
    found = _BETWEEN_LETTERS.findall(text)
    signs = [c for c in found if c not in _SIGNS_WITHIN_WORDS and (c == _FLORIN or not c.isalpha())]
    return len(signs) * _LETTERS_A_SIGN <= len(found)
