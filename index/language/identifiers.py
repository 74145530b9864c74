"""Identifiers that people look documents up by: found in any spelling they type, folded to one.

The same function reads documents and questions, so "cve 2021 44228" meets "CVE-2021-44228".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdentifierMention:
    """`text[start:end]` names `value`, the identifier in its one spelling."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class _Family:
    """Identifiers of one shape. `triggers` are capitals without one of which a text need not be searched.

    `anyones` are numbers that any publisher may give; the others say by a word of their own whose they are.
    """

    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    spell: Callable[[re.Match[str]], str]
    anyones: bool = False


_DASH = "[-_ \u00a0\u2010-\u2015\u2212]"
_START, _END = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
_NUMBER = r"(?:No\.?\s*|Nr\.?\s*|#\s*)?"


def _family(triggers: str, pattern: str, spelling: str, *, anyones: bool = False) -> _Family:
    """A family whose spelling is a template of the pattern's groups, in capitals: "CVE-{0}-{1}"."""

    def spell(match: re.Match[str]) -> str:
        return spelling.format(*(group or "" for group in match.groups())).upper()

    compiled = re.compile(rf"{_START}(?:{pattern}){_END}", re.IGNORECASE)
    return _Family(tuple(triggers.split("|")), compiled, spell, anyones)


def _spell_any(match: re.Match[str]) -> str:
    """ "KISB-G-2025/14" and the file name "kisb-g-2025-14" are one."""
    return match[0].replace("/", "-").upper()


def _spell_eccn(match: re.Match[str]) -> str:
    """ "5A992.c"; after the word ECCN also where the dot was left out."""
    below = match[2].lower()
    return match[1].upper() + (f".{below}" if below and not below.startswith(".") else below)


def _spell_eu_act(match: re.Match[str]) -> str:
    """ "EU 2019/881"; "" where neither number can be a year."""
    years = [number for number in (match[1], match[2]) if re.fullmatch(r"(?:19|20)\d\d", number)]
    return f"EU {match[1]}/{match[2]}" if years else ""


def _spell_celex(match: re.Match[str]) -> str:
    """ "32019R0881", the number under which EUR-Lex keeps an act, is "EU 2019/881"."""
    return f"EU {match[1]}/{int(match[2])}"


_FAMILIES = (
    _family("CVE", rf"CVE(?:{_DASH}|:)*(\d{{4}}){_DASH}+(\d{{4,19}})", "CVE-{0}-{1}"),
    _family("CWE", rf"CWE(?:{_DASH}|:)*(\d{{1,5}})", "CWE-{0}"),
    _family("ICS", rf"(ICSA|ICSMA){_DASH}?(\d\d){_DASH}(\d{{3}}){_DASH}(\d\d)([A-Z]?)", "{0}-{1}-{2}-{3}{4}"),
    _family(
        "ICS",
        rf"ICS{_DASH}(ALERT|TIP|VU){_DASH}(\d\d){_DASH}(\d{{3}}){_DASH}(\d\d)([A-Z]?)",
        "ICS-{0}-{1}-{2}-{3}{4}",
    ),
    _family("AA|TA|AR|IR", rf"(AA|TA|AR|IR){_DASH}?(\d\d){_DASH}?(\d{{3}})([A-Z])", "{0}{1}-{2}{3}"),
    _family("VU", r"VU\s?#\s?(\d{5,7})", "VU#{0}"),
    _family("GHSA", r"GHSA((?:-[2-9cfghjmpqrvwx]{4}){3})", "GHSA{0}"),
    _family("RH", rf"(RH[SBE]A){_DASH}(\d{{4}})[:\-](\d{{3,6}})", "{0}-{1}:{2}"),
    _family("SS", rf"(SSA|SSB){_DASH}?(\d{{6}})", "{0}-{1}"),
    _family("CISCO", r"cisco-sa-([a-z0-9]+(?:[-_][a-z0-9]+)*)", "CISCO-SA-{0}"),
    _family("JVN", r"JVN(VU|DB)?\s?(?:#|-)\s?(\d{4}-\d{6}|\d{8})", "JVN{0}#{1}"),
    _family("MS", r"MS(\d\d)-(\d{3})", "MS{0}-{1}"),
    _family("T1", r"T(1\d{3})(\.\d{3})?", "T{0}{1}"),
    _family(
        "FR|F.R|FED",
        r"(\d{1,3})\s*(?:Fed(?:eral|\.)?\s*Reg(?:ister|\.)?|F\.?\s?R\.?)\s*(\d{1,3}),?(\d{3})",
        "{0} FR {1}{2}",
    ),
    _family(
        "CFR|C.F.R",
        r"(\d{1,2})\s*C\.?\s?F\.?\s?R\.?\s*(?:part\s*|§+\s*)?(\d{1,4}(?:\.\d{1,4})?)",
        "{0} CFR {1}",
    ),
    _family(
        "20|19",
        r"(?<!\d[-/])((?:19|20)\d\d)[-\u2010\u2011\u2013](\d{5})(?![-/]\d)",
        "{0}-{1}",
        anyones=True,
    ),
    _family(
        "ORDER|EO|E.O|E. O",
        rf"(?:Executive\s+Order\s*{_NUMBER}(\d{{4,5}})|E\.?\s?O\.?{_DASH}*{_NUMBER}(\d{{5}}))",
        "EO {0}{1}",
    ),
    _family(
        "ED|EMERGENCY",
        rf"(?:Emergency\s+Directive(?:\s+\(?ED\)?)?|ED){_DASH}*{_NUMBER}(\d\d){_DASH}(\d\d)(?!{_DASH}\d)",
        "ED {0}-{1}",
    ),
    _family(
        "BOD|BINDING",
        rf"(?:Binding\s+Operational\s+Directive(?:\s+\(?BOD\)?)?|BOD){_DASH}*{_NUMBER}(\d\d){_DASH}(\d\d)",
        "BOD {0}-{1}",
    ),
    _family(
        "LAW|PUB|P.L|PL",
        rf"(?:Public\s+Law|Pub\.?\s*L\.?|P\.?\s?L\.?)\s*{_NUMBER}(\d{{2,3}}){_DASH}(\d{{1,4}})",
        "PL {0}-{1}",
    ),
    _family(
        "UNSC|RESOLUTION|S/RES",
        rf"(?:UNSCR?|(?:(?:UN|U\.N\.|United\s+Nations)\s+)?Security\s+Council\s+Resolution|UN\s+Resolution|S/RES/)\s*{_NUMBER}(\d{{3,4}})",
        "UNSCR {0}",
    ),
    _family("A/RES", r"A/RES/(\d{1,3})/(\d{1,4})", "A/RES/{0}/{1}"),
    _family(
        "SP",
        rf"(?:NIST\s+)?(?:SP|Special\s+Publication){_DASH}*(\d{{3,4}}){_DASH}(\d{{1,3}}[A-Z]?)",
        "NIST SP {0}-{1}",
    ),
    _family("ISO|IEC", r"(?:ISO(?:\s*/\s*IEC)?|IEC)\s*-?(\d{4,5}(?:-\d{1,2}){0,2})", "ISO/IEC {0}"),
    _family(
        "KEV|KNOWN EXPLOITED", r"KEV|known\s+exploited\s+vulnerabilit(?:ies|y)(?:\s+catalog(?:ue)?)?", "KEV"
    ),
    _family("EAR99", r"EAR\s?99", "EAR99"),
    # Any other publisher's numbers: SEVD-2022-123-01, ZDI-21-123, USN-6000-1; in small letters only with a year.
    _Family(
        ("-",),
        re.compile(rf"{_START}[A-Z]{{2,8}}(?:-[A-Z]{{1,6}})?-\d{{2,6}}[-/]\d{{1,6}}(?:-\d{{1,4}})?{_END}"),
        _spell_any,
        anyones=True,
    ),
    _Family(
        ("-20", "-19"),
        re.compile(
            rf"{_START}(?!mid|fy|early|late)[a-z]{{2,8}}(?:-[a-z]{{1,6}})?-(?:19|20)\d\d[-/]\d{{2,6}}(?:-\d{{1,4}})?{_END}",
            re.IGNORECASE,
        ),
        _spell_any,
        anyones=True,
    ),
    _Family(
        (),
        re.compile(r"(?<![\w.\-/])(\d[A-Ea-e]\d{3})((?:\.[a-z0-9]{1,2}(?![a-zA-Z0-9]))*)(?![A-Za-z0-9\-])"),
        _spell_eccn,
    ),
    _Family(
        ("ECCN",),
        re.compile(rf"{_START}ECCNs?:?\s*(\d[A-E]\d{{3}})\.?([a-z](?:\.\d{{1,2}})?){_END}", re.IGNORECASE),
        _spell_eccn,
    ),
    _Family(
        ("EU", "UE", "EC", "REGULATION", "DIRECTIVE", "DECISION"),
        re.compile(
            r"(?<![A-Za-z0-9])(?:(?:Regulation|Directive|Decision|Recommendation)\s*(?:\((?:EU|EC|EEC|CFSP)(?:,\s*Euratom)?\)|EU)?"
            r"|\((?:EU|UE|EC|CE|EEC|CFSP)\)|EU|CFSP)\s*(?:No\.?\s*|Nr\.?\s*)?(\d{1,4})/(\d{1,4})(?:/(?:EU|EC|EEC|CFSP))?(?![A-Za-z0-9/])",
            re.IGNORECASE,
        ),
        _spell_eu_act,
    ),
    _Family(
        ("EU", "EC"),
        re.compile(
            rf"{_START}(?:Regulation|Directive|Decision)\s*\(?(?:EU|EC)\)?\s*((?:19|20)\d\d)[-\u2013](\d{{1,4}}){_END}",
            re.IGNORECASE,
        ),
        _spell_eu_act,
    ),
    _Family(
        ("R0", "R1", "R2", "L0", "L1", "L2", "D0", "D1", "D2"),
        re.compile(rf"{_START}3((?:19|20)\d\d)[RLD](\d{{4}}){_END}", re.IGNORECASE),
        _spell_celex,
    ),
)


def find_identifier_mentions(text: str) -> tuple[IdentifierMention, ...]:
    """Every identifier in `text` where it stands, in order; of overlapping ones the longest.

    "note-CVE-2020-0601", a file's name, is no number of its own, but ends with one that says whose it is.

    >>> [m.value for m in find_identifier_mentions("cve 2021 44228, see ED 22-02")]
    ['CVE-2021-44228', 'ED 22-02']
    """
    capitals = text.upper()
    found = [
        (family, IdentifierMention(match.start(), match.end(), value))
        for family in _FAMILIES
        if not family.triggers or any(trigger in capitals for trigger in family.triggers)
        for match in family.pattern.finditer(text)
        if (value := family.spell(match))
    ]
    ends = {mention.end for family, mention in found if not family.anyones}
    meant = [mention for family, mention in found if not (family.anyones and mention.end in ends)]
    kept: list[IdentifierMention] = []
    for mention in sorted(meant, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def find_identifiers(text: str) -> tuple[str, ...]:
    """The identifiers in `text`, each once, in order of first mention."""
    return tuple(dict.fromkeys(mention.value for mention in find_identifier_mentions(text)))


def with_wider(identifiers: Iterable[str]) -> tuple[str, ...]:
    """The identifiers, each with those it lies within: what speaks of 5A992.c speaks of 5A992.

    >>> with_wider(["5A002.a.1", "15 CFR 744.11"])
    ('5A002.a.1', '5A002.a', '5A002', '15 CFR 744.11', '15 CFR 744')
    """
    found: dict[str, None] = {}
    for identifier in identifiers:
        while identifier not in found:
            found[identifier] = None
            identifier = identifier.rpartition(".")[0] or identifier
    return tuple(found)
