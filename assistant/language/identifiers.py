"""What a sentence numbers or names like an identifier, and whether another text holds the same."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.language.words import blanked, plain
from index.language.identifiers import find_identifier_mentions, find_identifiers

_IDENTIFIER = re.compile(
    r"(?<![\w.@/-])(?:"
    r"[A-Za-z][A-Za-z0-9]*(?:[-_./][A-Za-z0-9]+)*[-_./]?\d[A-Za-z0-9]*(?:[-_./:][A-Za-z0-9]+)*"  # CVE-2024-1234, F-35
    r"|\d+[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"  # 5G, 42U
    r"|(?=\d+[a-f])[0-9a-f]{12,}"  # the hash of a file
    r"|v?\d+\.\d+\.\d+[\w.-]*"  # 9.1.2
    r"|\d+-\d+(?:-\d+)*"  # 24-01
    r"|\d+/\d+"  # 2019/881
    r")(?![\w%])"
)
# Addresses on a network, as they are written or with their points in brackets, so that nobody follows them.
_POINT = r"(?:\.|\[\.\]|\(\.\)|\[dot\])"
_ADDRESS = re.compile(
    rf"(?<![\w.@-])(?:[\w.+-]+@)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?{_POINT})+(?:[a-z]{{2,24}}|[A-Z]{{2,24}})(?![\w-]|{_POINT}\w)"
    rf"|(?<![\w.:-])\d{{1,3}}(?:{_POINT}\d{{1,3}}){{3}}(?!\w|{_POINT}\d)"
    r"|(?<![\w:])(?=[0-9a-f:]*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:]{3,}(?![\w:])"
)
# Numbers with points, which are not the same when the points stand elsewhere: 9.1.2, 10.0.0.1.
_POINTED = re.compile(r"v?\d+(?:\.\d+)+", re.IGNORECASE)
_PART = re.compile(r"(?<=[\d)])\([A-Za-z]\)")
_NOT_IDENTIFIER = re.compile(
    r"\d+-\d+$|(?:US|A|C|HK|NT|GBP|USD|EUR|AUD|JPY)\$?\d[\d.,]*$|(?:mid|pre|post|late|early)-?\d+s?$",
    re.IGNORECASE,
)


def take_known_identifiers(text: str) -> tuple[tuple[str, ...], str]:
    """The identifiers of the known families, in their one spelling, and the text with them blanked out."""
    mentions = find_identifier_mentions(text)
    rest = blanked(text, ((mention.start, mention.end) for mention in mentions))
    return tuple(mention.value for mention in mentions), rest


def take_spelled(text: str) -> tuple[tuple[str, ...], str]:
    """What is the same only letter for letter: the addresses on a network, with plain points, and of "889(a)" the part, "(a)".

    With them the text without the addresses that have figures; others may be names too.
    """
    found = _PART.findall(text)

    def take(match: re.Match[str]) -> str:
        found.append(_with_points(match[0]))
        return " " * len(match[0]) if any(c.isdigit() for c in match[0]) else match[0]

    text = _ADDRESS.sub(take, text)
    return tuple(found), text


def take_other_identifiers(text: str) -> tuple[tuple[str, ...], str]:
    """Whatever else is numbered like an identifier ("5G", "F-35", "9.1.2"), and the text with it blanked out."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        if _NOT_IDENTIFIER.match(match[0]):
            return match[0]
        found.append(match[0].strip("."))
        return " " * len(match[0])

    text = _IDENTIFIER.sub(take, text)
    return tuple(found), text


def holds_identifier(text: str, identifier: str) -> bool:
    """Whether `text` holds `identifier`, however its parts are joined: "ED 24-01" = "ED-24-01" = "ed 24–01"."""
    return (
        identifier in _known_identifiers(text)
        or _identifier_pattern(identifier).search(_with_points(plain(text))) is not None
    )


def _with_points(text: str) -> str:
    return re.sub(_POINT, ".", text)


@lru_cache(maxsize=20_000)
def _known_identifiers(text: str) -> tuple[str, ...]:
    return find_identifiers(plain(text))


def identifier_shape(identifier: str) -> str:
    """The identifier with its figures blanked: what it could be mistaken for ("5G" and "4G" are both "0G")."""
    return re.sub(r"\d+", "0", identifier.casefold())


@lru_cache(maxsize=10_000)
def _identifier_pattern(identifier: str) -> re.Pattern[str]:
    if _PART.fullmatch(f"0{identifier}", 1):
        letter = identifier[1]
        return re.compile(
            rf"\({letter}\)|\b(?i:points?|(?:sub)?paragraphs?|(?:sub)?sections?|letters?|items?) {letter}\b"
        )
    if _POINTED.fullmatch(identifier):
        number = re.escape(identifier.lstrip("vV"))
        return re.compile(rf"(?<![A-Za-uw-z0-9])(?<!\d\.)v?{number}(?![A-Za-z0-9]|\.\d)", re.IGNORECASE)
    if _ADDRESS.fullmatch(identifier):
        return re.compile(
            rf"(?<![\w:-])(?<!\w\.)(?:www\.)?{re.escape(identifier)}(?![\w:-]|\.\w)", re.IGNORECASE
        )
    # Between two numbers something must stand: 1.10 and 11.0 are two.
    joined = re.sub(
        r"(?<=\d) (?=\d)", r"[-\\s_/.:]{1,2}", " ".join(re.findall(r"[A-Za-z]+|\d+", identifier))
    ).replace(" ", r"[-\s_/.:]{0,2}")
    return re.compile(rf"(?<![A-Za-z0-9]){joined}s?(?![A-Za-z0-9])", re.IGNORECASE)


def kind_of(identifier: str) -> str:
    """ "CVE" of "CVE-2020-1234": what kind of thing an identifier names; an advisory's, whoever numbers it, is ""."""
    return identifier[:3] if identifier.startswith(("CVE-", "CWE-")) else ""
