"""The hard facts of a sentence: its dates, quantities, identifiers and proper names, in one spelling each.

Finds them and says whether two of them agree; what that means for a claim is verify's matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.names import find_countries
from assistant.words import STOP_WORDS, fold, listed, stem
from index.identifiers import find_identifier_mentions, find_identifiers


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date as exact as it is written; 0 where a part is not given."""

    text: str
    year: int = 0
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit ("%", "usd", "year", a noun's stem, or ""); `rough` after "about" and the like.

    `bound` where it is a limit: "more" than it, "least", "most", "less" than it; else "".
    """

    text: str
    value: float
    unit: str = ""
    rough: bool = False
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, as its words: "Oliver Dowden" -> ("oliver", "dowden"); `acronym` if written in capitals."""

    text: str
    words: tuple[str, ...]
    acronym: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything in a text that must not be got wrong. `days` are words such as "Monday"."""

    dates: tuple[Date, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    identifiers: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()


@lru_cache(maxsize=20_000)
def find_facts(text: str) -> Facts:
    """The facts of `text`, each kind in the order of the text.

    "Sales rose 35% to $2bn on 12 March 2026" -> quantities 35 % and 2e9 usd, date 2026-03-12.
    """
    known, dates, rest = _read_dates(text)
    others, rest = _take_other_identifiers(rest)
    return Facts(dates, _quantities(rest), known + others, _names(rest))


def find_dates(text: str) -> tuple[Date, ...]:
    """The dates among the facts of `text`, for those who need no others: the names take longest to find."""
    return _read_dates(text)[1]


@lru_cache(maxsize=20_000)
def _read_dates(text: str) -> tuple[tuple[str, ...], tuple[Date, ...], str]:
    """The identifiers of known forms, the dates, and the text without both."""
    known, rest = _take_known_identifiers(_plain(text))
    return known, *take_dates(rest)


# --- dates ---------------------------------------------------------------------------------------

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DATE_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?\b(?!-?\d)",
        rf"\b{_YEAR}/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])\b",
        r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?",
        rf"\b(?:the )?{_DAY}(?: of)?[ -]{_MONTH}(?:,? (?:of )?|-){_YEAR}\b",
        rf"\b{_MONTH} (?:the )?{_DAY},? {_YEAR}\b",
        rf"\b(?:the )?{_DAY}(?: of)? {_MONTH}\b(?! \d{{4}})",
        rf"\b(?-i:(?=[A-Z])){_MONTH} (?:the )?{_DAY}\b(?![,.]?\d)",
        rf"\b{_MONTH},? (?:of )?{_YEAR}\b",
        rf"(?:\b(?:mid|early|late)-|(?<![\d.,$£€-]))\b{_YEAR}\b(?![.,/]\d|[-\d%]| ?(?:%|per|million|billion|km|kg|MW|GW|people|points))",
    )
)
_RANGE_OF_DAYS = re.compile(rf"\b(\d{{1,2}})(?:-| and | to | or |/)(?=(\d{{1,2}}) {_MONTH})", re.IGNORECASE)
_LONE_MONTH = re.compile(
    r"\b(?:January|February|April|June|July|August|September|October|November|December)\b|(?<=\b[Ii]n )March\b|(?<=\b[Ii]n )May\b"
)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("–", "-").replace("‑", "-").replace("’", "'")


def take_dates(text: str) -> tuple[tuple[Date, ...], str]:
    """The dates, and the text with them blanked out so that their digits are not read as quantities."""
    text = _RANGE_OF_DAYS.sub(lambda m: f"{m[1]} {m['month']}, ", text)
    found: list[tuple[int, Date]] = []
    for form in _DATE_FORMS:
        for match in form.finditer(text):
            found.append((match.start(), _date(match)))
        text = form.sub(lambda m: " " * len(m[0]), text)
    for match in _LONE_MONTH.finditer(text):
        found.append((match.start(), Date(match[0], month=_month_number(match[0]))))
    return tuple(date for _, date in sorted(found, key=lambda pair: pair[0])), text


def _date(match: re.Match[str]) -> Date:
    part = match.groupdict()
    return Date(
        match[0].strip(),
        int(part.get("year") or 0),
        _month_number(part.get("month") or ""),
        int(part.get("day") or 0),
    )


def _month_number(word: str) -> int:
    if not word or word.isdigit():
        return int(word or 0)
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(word[:3].casefold()))


def same_date(claimed: Date, given: Date) -> bool:
    """Whether `given` carries `claimed`: every part claimed is given and equal ("March 2026" is carried by 2026-03-12)."""
    pairs = ((claimed.year, given.year), (claimed.month, given.month), (claimed.day, given.day))
    return all(not want or want == have for want, have in pairs)


def clashing_date(claimed: Date, given: Date) -> bool:
    """Whether both are given to some part and differ in it: 12 and 13 March, 2026 and 2027."""
    pairs = ((claimed.year, given.year), (claimed.month, given.month), (claimed.day, given.day))
    return any(want and have and want != have for want, have in pairs)


# Parts of a year, as the months from and to.
_PARTS = {
    "first half": (1, 6), "second half": (7, 12), "first quarter": (1, 3), "second quarter": (4, 6), "third quarter": (7, 9),
    "fourth quarter": (10, 12), "last quarter": (10, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "early": (1, 4),
    "spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "mid": (4, 9), "late": (8, 12), "end": (10, 12), "beginning": (1, 3), "start": (1, 3),
}  # fmt: skip
_PART = re.compile(
    rf"\b(?P<part>{'|'.join(_PARTS)})(?:[ -]|,? of | in |-to-)(?P<year>(?:19|20|21)\d\d)\b", re.IGNORECASE
)


def clashing_part(claimed: str, given: str) -> tuple[str, str] | None:
    """The part of a year in `claimed` that no month or part of that year in `given` falls into, with that of `given`.

    "in early 2026" against "in late 2026" -> ("early 2026", "late 2026"); None where they may agree.
    """
    theirs = _spans(given)
    for text, year, first, last in _spans(claimed):
        same_year = [span for span in theirs if span[1] == year]
        if same_year and not any(start <= last and first <= end for _, _, start, end in same_year):
            return text, same_year[0][0]
    return None


@lru_cache(maxsize=20_000)
def _spans(text: str) -> tuple[tuple[str, int, int, int], ...]:
    parts = [(m[0], int(m["year"]), *_PARTS[m["part"].casefold()]) for m in _PART.finditer(_plain(text))]
    months = [(d.text, d.year, d.month, d.month) for d in find_dates(text) if d.year and d.month]
    return (*parts, *months)


# --- identifiers ---------------------------------------------------------------------------------

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


def _take_known_identifiers(text: str) -> tuple[tuple[str, ...], str]:
    """The identifiers of the known families, in their one spelling, and the text with them blanked out."""
    mentions = find_identifier_mentions(text)
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return tuple(mention.value for mention in mentions), text


def _take_other_identifiers(text: str) -> tuple[tuple[str, ...], str]:
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
        or _identifier_pattern(identifier).search(_plain(text)) is not None
    )


@lru_cache(maxsize=20_000)
def _known_identifiers(text: str) -> tuple[str, ...]:
    return find_identifiers(_plain(text))


def identifier_shape(identifier: str) -> str:
    """The identifier with its figures blanked: what it could be mistaken for ("5G" and "4G" are both "0G")."""
    return re.sub(r"\d+", "0", identifier.casefold())


@lru_cache(maxsize=10_000)
def _identifier_pattern(identifier: str) -> re.Pattern[str]:
    runs = re.findall(r"[A-Za-z]+|\d+", identifier)
    return re.compile(
        r"(?<![A-Za-z0-9])" + r"[-\s_/.:]{0,2}".join(runs) + r"s?(?![A-Za-z0-9])", re.IGNORECASE
    )


# --- quantities ----------------------------------------------------------------------------------

_BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_UNITS = {word: value for value, word in enumerate(_BELOW_TWENTY)}
_TEN_TIMES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: 10 * n for n, word in enumerate(_TEN_TIMES, 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "万": 1e4,
    "億": 1e8,
    "兆": 1e12,
}
_NTH = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
_ORDINALS = {word: n for n, word in enumerate(_NTH, 3)}
_NUMBER_WORD = "|".join([*_UNITS, *_TENS, *_SCALES])
_CURRENCY_SIGNS = {
    "$": "usd",
    "us$": "usd",
    "a$": "aud",
    "c$": "cad",
    "hk$": "hkd",
    "nt$": "twd",
    "£": "gbp",
    "€": "eur",
    "¥": "jpy",
    "₹": "inr",
}
_CURRENCY_WORDS = {
    "usd": "usd", "dollar": "usd", "gbp": "gbp", "pound": "gbp", "eur": "eur", "euro": "eur", "jpy": "jpy", "yen": "jpy",
    "aud": "aud", "cad": "cad", "cny": "cny", "rmb": "cny", "yuan": "cny", "inr": "inr", "rupe": "inr", "krw": "krw",
    "won": "krw", "chf": "chf", "sek": "sek", "krona": "sek", "nok": "nok", "dkk": "dkk", "twd": "twd", "pln": "pln", "uah": "uah",
}  # fmt: skip
# Money that several countries call by one name.
_NATIONAL_CURRENCIES = {
    "us dollar": "usd", "u.s. dollar": "usd", "american dollar": "usd", "canadian dollar": "cad",
    "australian dollar": "aud", "taiwan dollar": "twd", "swiss franc": "chf",
}  # fmt: skip
CURRENCIES = frozenset({*_CURRENCY_SIGNS.values(), *_CURRENCY_WORDS.values()})
_FIGURE_WORDS = frozenset(
    {*_BELOW_TWENTY, *_TEN_TIMES, *_SCALES, *_NTH, *_MONTHS, *_CURRENCY_WORDS}
) | frozenset(map(stem, (*_BELOW_TWENTY, *_TEN_TIMES, *_SCALES, *_NTH, *_MONTHS)))
_QUANTITY = re.compile(
    r"(?P<sign>(?:us|a|c|hk|nt)?\$|[£€¥₹]|\b(?:usd|gbp|eur|jpy|aud|cad|cny|rmb|chf|sek|nok|dkk|twd|pln|inr|krw|uah)\b)?\s?"
    rf"(?P<number>(?<![\w.])\d{{1,3}}(?:[, ]\d{{3}})+(?:\.\d+)?(?!\w)|(?<![\w.])\d+(?:\.\d+)?|\b(?:{_NUMBER_WORD})(?:(?:[ -]|-?and )+(?:{_NUMBER_WORD}))*\b|\b(?:{'|'.join(_ORDINALS)})\b)"
    r"(?P<ordinal>(?:st|nd|rd|th)\b|s\b)?"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|mln|mn|bn|tn|[kmb](?![A-Za-z])|[万億兆])\b)?"
    r"(?:\s?(?P<percent>%|(?:-| )?per ?cent(?:age points?)?\b|percentage points?\b)|[ -]?(?:(?P<whose>U\.S\.|[^\W\d_]+)\s(?=(?:dollars?|francs?)\b))?(?P<unit>[^\W\d_]+))?",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"(?:\b(?:about|around|nearly|almost|some|approximately|roughly|over|than|estimated|up to|circa)|~)\s*(?:[^\W\d]{1,4}\s?)?$",
    re.IGNORECASE,
)
# Limits, by the words that stand before a number, or after it and its noun.
_BOUNDS = tuple(
    (
        re.compile(rf"(?:{before})\s*(?:[^\W\d]{{1,4}}\s?)?$", re.IGNORECASE),
        re.compile(rf"^(?:\s?\S+){{0,2}}?\s(?:{after})\b", re.IGNORECASE),
        bound,
    )
    for before, after, bound in (
        (r"\b(?:no|not) (?:more|longer|later|higher|greater) than|\bat (?:the )?most|\bup to|\bmaximum of|\bas many as", "or (?:less|fewer)", "most"),
        (r"\b(?:no|not) (?:less|fewer) than|\bat least|\bminimum of", "(?:or|and) (?:more|higher|above)", "least"),
        (r"\b(?:more|greater|higher|longer) than|\bover|\bexceed(?:s|ed|ing)?|\babove", "(?:plus|upwards)", "more"),
        (r"\b(?:less|fewer|lower|shorter) than|\bunder|\bbelow|\bnearly|\balmost|\bclose to", "at (?:the )?most", "less"),
    )
)  # fmt: skip
_EXACT_UNITS = (
    {"%", "points", "ordinal", "hour", "minut", "day", "week", "month", "year", "decad", "centuri"}
    | set(_CURRENCY_SIGNS.values())
    | set(_CURRENCY_WORDS.values())
)


def _quantities(text: str) -> tuple[Quantity, ...]:
    found = (
        _quantity(match, text[: match.start()][-24:], text[match.end("number") :][:24])
        for match in _QUANTITY.finditer(text)
    )
    return tuple(quantity for quantity in found if quantity is not None)


def _quantity(match: re.Match[str], before: str, after: str) -> Quantity | None:
    number, scale, sign = match["number"], (match["scale"] or "").casefold(), (match["sign"] or "").casefold()
    value = _value(number)
    if number.casefold() == "one" or (number.casefold() in _SCALES and not (sign or scale)):
        return None  # "one of them", "a million": no number to check
    if scale:
        value *= _SCALES.get(scale, 0) or (_SHORT_SCALES[scale] if sign or scale not in "mkb" else 1)
    unit = _unit(match, sign)
    written = " ".join(match[0].split()) if unit else f"{number} {scale}".strip()
    limits = (bound for lead, tail, bound in _BOUNDS if lead.search(before) or tail.search(after))
    return Quantity(written, value, unit, rough=bool(_ROUGH.search(before)), bound=next(limits, ""))


def _unit(match: re.Match[str], sign: str) -> str:
    if sign:
        return _CURRENCY_SIGNS.get(sign) or _CURRENCY_WORDS.get(sign, sign)
    if match["percent"]:
        return "points" if "point" in match["percent"].casefold() else "%"
    if (match["ordinal"] or "").casefold() in ("st", "nd", "rd", "th") or match[
        "number"
    ].casefold() in _ORDINALS:
        return "ordinal"
    word = stem(match["unit"] or "")
    if (match["unit"] or "").casefold() in STOP_WORDS | {"to", "and", "or"}:
        return ""
    if match["whose"]:
        national = f"{match['whose'].casefold()} {word}"
        return _NATIONAL_CURRENCIES.get(national, national)
    return _CURRENCY_WORDS.get(word, word)


def _value(number: str) -> float:
    """ "2,387,112" -> 2387112, "two hundred and five" -> 205, "third" -> 3."""
    if number[0].isdigit():
        return float(re.sub(r"[, ]", "", number))
    if number.casefold() in _ORDINALS:
        return float(_ORDINALS[number.casefold()])
    total = current = 0.0
    for word in re.findall(r"[a-z]+", number.casefold()):
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0.0
        else:
            current += _UNITS.get(word, _TENS.get(word, 0))
    return total + current


def is_figure(word: str) -> bool:
    """Whether a word (folded, or its stem) writes a number, a month or a currency, so that it is checked as a fact."""
    return any(c.isdigit() for c in word) or word in _FIGURE_WORDS


def same_quantity(claimed: Quantity, given: Quantity) -> bool:
    """Whether `given` carries `claimed`: equal values (or equal when rounded, if either is rough) in units that agree."""
    return (
        _same_value(claimed, given) and _same_unit(claimed.unit, given.unit) and _same_bound(claimed, given)
    )


def _same_bound(claimed: Quantity, given: Quantity) -> bool:
    """Whether no limit is made of a number, no number of a limit, and no limit of its contrary."""
    if claimed.bound == given.bound:
        return True
    if claimed.bound and given.bound:
        return (claimed.bound, given.bound) in (("least", "more"), ("most", "less"))
    if given.bound:
        return claimed.rough
    if claimed.bound in ("least", "most"):
        return True
    return given.rough or (
        given.value > claimed.value if claimed.bound == "more" else given.value < claimed.value
    )


def _same_value(claimed: Quantity, given: Quantity) -> bool:
    if abs(claimed.value - given.value) <= 1e-9 * max(abs(claimed.value), abs(given.value)):
        return True
    return claimed.rough and _rounded(given.value, _significant_digits(claimed.value)) == claimed.value


def _same_unit(claimed: str, given: str) -> bool:
    if claimed in _EXACT_UNITS and given in _EXACT_UNITS:
        return claimed == given
    return (claimed == "%") == (given == "%")


def _significant_digits(value: float) -> int:
    return len(f"{value:.0f}".strip("0")) or 1


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{max(digits - 1, 0)}e}")


# --- names ---------------------------------------------------------------------------------------

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w]*(?:[&.'-](?=[^\W\d_])[^\W_]+)*")
_JOINING = {"of", "the", "de", "da", "del", "van", "von", "for", "and", "al", "bin", "&", "la", "du", "des"}
_DAY_OR_MONTH = {*_MONTHS, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
_TITLES = {"mr", "mrs", "ms", "dr", "sir", "president", "minister", "prime", "secretary", "director", "ambassador", "professor", "senator", "chancellor", "commissioner", "general", "chief", "vice", "vice-president", "acting", "deputy", "lord", "lady", "king", "queen"}  # fmt: skip
# Endings that ordinary words have at the head of a sentence and names seldom do.
_ORDINARY_ENDING = re.compile(
    r"(?:[a-z]{2,}(?:ing|ly|ed|tion|sion|ment|ness|ity|ance|ence|ors|ers|ies|ists|als|ants|ents|ables|tions|ments))$"
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
        if match is not None and match[0][0].isupper() and fold(match[0]) not in _CURRENCY_WORDS:
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
    words = [_without_suffix(word) for word in words]
    kept = tuple(
        name_word(part)
        for word in words
        for part in word.split("-")
        if part and fold(part) not in _TITLES | _DAY_OR_MONTH
    )
    if not kept:
        return []
    return [Name(" ".join(words), kept, acronym=len(kept) == 1 and _is_acronym(words[-1]))]


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
    unlike using what when where whether which while who with within yet also critics experts officials operators members
    sources reports report companies firms media police status note notes guidance law laws rules rule article section
    research researchers scientists patients children women men doctors states countries governments agencies customers users
    public private national local federal new old early late large small high low short long good bad key main
    press news court courts case cases access data software hardware devices equipment networks network suppliers vendors
    treatment symptoms causes common general specific studies study evidence health water food time life work
    school schools students teachers parents family families money tax taxes cost costs price prices trade"""
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
    words = (match[0] for match in _WORD.finditer(_plain(text)))
    return frozenset(name_word(part) for word in words for part in (word, *word.split("-")))


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """The initials of the capitalised words of `text`, a space wherever the run breaks: "the African Union said" -> " au "."""
    letters = []
    for match in _WORD.finditer(_plain(text)):
        if match[0][0].isupper():
            letters.append("".join(part[0] for part in match[0].split("-") if part).casefold())
        elif match[0] not in _JOINING:
            letters.append(" ")
    return "".join(letters)
