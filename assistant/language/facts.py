"""The hard facts of a sentence: its dates, quantities, identifiers and proper names, in one spelling each.

Finds them; what it means that one of them is missing is verify's matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.language.dates import MONTHS, Date, read_dates
from assistant.language.identifiers import take_other_identifiers, take_spelled
from assistant.language.names import find_countries
from assistant.language.quantities import CURRENCY_WORDS, Quantity, find_quantities
from assistant.language.words import STOP_WORDS, fold, listed, plain


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, as its words: "Oliver Dowden" -> ("oliver", "dowden"); `acronym` if written in capitals.

    It stands at `start` to `end` of the text it was found in, of which two equal names may differ.
    """

    text: str
    words: tuple[str, ...]
    acronym: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything in a text that must not be got wrong; `spelled` are addresses on a network, and parts like "(a)"."""

    dates: tuple[Date, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    identifiers: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    spelled: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def find_facts(text: str) -> Facts:
    """The facts of `text`, each kind in the order of the text.

    "Sales rose 35% to $2bn on 12 March 2026" -> quantities 35 % and 2e9 usd, date 2026-03-12.
    """
    spelled, rest = take_spelled(plain(text))
    known, dates, rest = read_dates(rest)
    others, rest = take_other_identifiers(rest)
    return Facts(dates, find_quantities(rest), known + others, _names(rest), spelled)


# --- names ---------------------------------------------------------------------------------------

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w]*(?:[&.'-](?=[^\W\d_])[^\W_]+)*")
_JOINING = {"of", "the", "de", "da", "del", "van", "von", "for", "and", "al", "bin", "&", "la", "du", "des"}
_DAY_OR_MONTH = {*MONTHS, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
_TITLES = {"mr", "mrs", "ms", "dr", "sir", "president", "minister", "prime", "secretary", "director", "ambassador", "professor", "senator", "chancellor", "commissioner", "general", "chief", "vice", "vice-president", "acting", "deputy", "lord", "lady", "king", "queen"}  # fmt: skip
# Endings that ordinary words have at the head of a sentence and names seldom do.
_ORDINARY_ENDING = re.compile(
    r"(?:[a-z]{2,}(?:ly|ed|tion|sion|ment|ness|ity|ance|ence|ors|ers|ies|ists|als|ants|ents|ables|tions|ments"
    r"|able|ible|ous|ful|less|ism|isms|ship|hood|ical|inal|onal|nial|aemia|emia|ates|osure|tive|sive|ology)|[a-z]ing)$"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|[\n\"“(]\s*|\s-\s)$")


def _names(text: str) -> tuple[Name, ...]:
    """Capitalised runs. A lone capitalised word that opens a sentence is a name only if nothing about it is ordinary."""
    found: list[Name] = []
    run: list[re.Match[str]] = []
    for match in [*_WORD.finditer(text), None]:
        joined = bool(run) and match is not None and text[run[-1].end() : match.start()] in (" ", " & ", "-")
        if run and not joined:
            found.extend(_name(run, text))
            run = []
        if match is not None and match[0][0].isupper() and fold(match[0]) not in CURRENCY_WORDS:
            run.append(match)
            if match[0].endswith("'s"):  # "Japan's Rakuten" is two names
                found.extend(_name(run, text))
                run = []
        elif run:
            found.extend(_name(run, text))
            run = []
    return tuple(found)


def _name(run: list[re.Match[str]], text: str) -> list[Name]:
    opens = bool(_SENTENCE_START.search(text[: run[0].start()][-4:])) or run[0].start() == 0
    words = [match[0] for match in run]
    while words and (
        fold(words[0]) in STOP_WORDS | _DAY_OR_MONTH or (opens and len(words) > 1 and _ordinary(words[0]))
    ):
        words, opens = words[1:], False
    if not words or (opens and len(words) == 1 and _ordinary(words[0])):
        return []
    start = run[-len(words)].start()
    words = [_without_suffix(word) for word in words]
    kept = tuple(
        name_word(part)
        for word in words
        for part in word.split("-")
        if part and fold(part) not in _TITLES | _DAY_OR_MONTH
    )
    if not kept:
        return []
    end = run[-1].start() + len(words[-1])
    return [Name(" ".join(words), kept, len(kept) == 1 and _is_acronym(words[-1]), start, end)]


def _without_suffix(word: str) -> str:
    """ "Korea-linked" -> "Korea"; "Asia-Pacific" stays."""
    head, _, last = word.partition("-")
    return head if last[:1].islower() else word


def _ordinary(word: str) -> bool:
    if _is_acronym(word) or not word[1:].islower():
        return False
    return bool(_ORDINARY_ENDING.search(word)) or fold(word) in STOP_WORDS | _OPENING_WORDS


def _is_acronym(word: str) -> bool:
    letters = [c for c in word.removesuffix("s") if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


# Ordinary words that open sentences, beyond those the endings give away.
_OPENING_WORDS = listed(
    """according additionally after although as at because before between by despite during each earlier every few first finally
    for from given however in instead it its last later like many meanwhile moreover most no not of on once one only other others
    overall over people since so some such that the their these they this those three through thus to today two under until
    unless unlike using what when where whether which while who with within yet also critics experts officials operators members
    sources reports report companies firms media police status note notes guidance law laws rules rule article section
    research researchers scientists patients children women men doctors states countries governments agencies customers users
    public private national local federal new old early late large small high low short long good bad key main
    press news court courts case cases access data software hardware devices equipment networks network suppliers vendors
    treatment symptoms causes common general specific studies study evidence health water food time life work
    school schools students teachers parents family families money tax taxes cost costs price prices trade
    whatever whoever whichever whenever wherever regardless beyond around against throughout everything everyone everybody
    anyone anybody nobody nothing something someone somebody none most several certain both either neither half part much
    further slow fast quick open closed civil red blue yellow dark light hot cold warm cool dry wet deep shallow thin thick
    wide narrow heavy soft strong weak safe clean dirty free full empty true false right wrong clear simple rare normal modern
    ancient daily weekly monthly yearly annual single double direct mere extra low-cost human animal malware ransomware attack
    attacks attackers hackers users passwords email emails mail files code systems system tools people person child adult
    adults infants babies boys girls workers staff employees managers owners buyers sellers drug drugs air power energy
    electricity city cities town towns road roads river rivers soldiers market markets demand supply growth contract contracts
    claims claim damages juries lawyers police crime crimes fraud speed size rate rates risk risks"""
)

_DEMONYM_ENDINGS = re.compile(r"(?:ese|ians?|eans?|ans?|ish|ic|egians?|um|ia|land|way|y|i|is|e|a|o)$")


@lru_cache(maxsize=50_000)
def name_word(word: str) -> str:
    """One spelling of a name's word, a people being named like its country: "Japanese" and "Japan's" -> "jap"."""
    plain = fold(word).removesuffix("'s").strip("'.-")
    if country := find_countries(word):
        return country[0].casefold()
    if len(plain) > 4 and not _is_acronym(word):
        return _without_endings(plain.removesuffix("s"))
    return plain.removesuffix("s") if len(plain) > 3 and word.rstrip("s").isupper() else plain


def _without_endings(word: str) -> str:
    shorter = _DEMONYM_ENDINGS.sub("", word)
    return _without_endings(shorter) if 3 <= len(shorter) < len(word) else word


@lru_cache(maxsize=20_000)
def name_words(text: str) -> frozenset[str]:
    """Every word of `text` as `name_word` spells it, hyphenated words also by their parts."""
    words = (match[0] for match in _WORD.finditer(plain(text)))
    return frozenset(name_word(part) for word in words for part in (word, *word.split("-")))


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """The initials of the capitalised words of `text`, a space wherever the run breaks: "the African Union said" -> " au "."""
    letters = []
    for match in _WORD.finditer(plain(text)):
        if match[0][0].isupper():
            letters.append("".join(part[0] for part in match[0].split("-") if part).casefold())
        elif match[0] not in _JOINING:
            letters.append(" ")
    return "".join(letters)
