"""What a sentence numbers or names like an identifier, and whether another text holds the same."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.language.words import blanked, plain
from index.identifiers import find_identifier_mentions, find_identifiers

_IDENTIFIER = re.compile(
    r"(?<![\w.@/-])(?:"
    r"[A-Za-z][A-Za-z0-9]*(?:[-_./][A-Za-z0-9]+)*[-_./]?\d[A-Za-z0-9]*(?:[-_./:][A-Za-z0-9]+)*"  # CVE-2024-1234, F-35
    r"|\d+[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"  # 5G, 42U
    r"|v?\d+\.\d+\.\d+[\w.-]*"  # 9.1.2
    r"|\d+-\d+(?:-\d+)*"  # 24-01
    r"|\d+/\d+"  # 2019/881
    r")(?![\w%])"
)
_NOT_IDENTIFIER = re.compile(
    r"\d+-\d+$|(?:US|A|C|HK|NT|GBP|USD|EUR|AUD|JPY)\$?\d[\d.,]*$|(?:mid|pre|post|late|early)-?\d+s?$",
    re.IGNORECASE,
)


def take_known_identifiers(text: str) -> tuple[tuple[str, ...], str]:
    """The identifiers of the known families, in their one spelling, and the text with them blanked out."""
    mentions = find_identifier_mentions(text)
    rest = blanked(text, ((mention.start, mention.end) for mention in mentions))
    return tuple(mention.value for mention in mentions), rest


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
        or _identifier_pattern(identifier).search(plain(text)) is not None
    )


@lru_cache(maxsize=20_000)
def _known_identifiers(text: str) -> tuple[str, ...]:
    return find_identifiers(plain(text))


def identifier_shape(identifier: str) -> str:
    """The identifier with its figures blanked: what it could be mistaken for ("5G" and "4G" are both "0G")."""
    return re.sub(r"\d+", "0", identifier.casefold())


@lru_cache(maxsize=10_000)
def _identifier_pattern(identifier: str) -> re.Pattern[str]:
    runs = re.findall(r"[A-Za-z]+|\d+", identifier)
    return re.compile(
        r"(?<![A-Za-z0-9])" + r"[-\s_/.:]{0,2}".join(runs) + r"s?(?![A-Za-z0-9])", re.IGNORECASE
    )


def kind_of(identifier: str) -> str:
    """ "CVE" of "CVE-2020-1234": what kind of thing an identifier names; an advisory's, whoever numbers it, is ""."""
    return identifier[:3] if identifier.startswith(("CVE-", "CWE-")) else ""
